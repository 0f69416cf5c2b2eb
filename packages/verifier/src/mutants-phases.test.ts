import { mutantTests } from "./testing/mutants/tests.ts";

mutantTests("phases", 4);
