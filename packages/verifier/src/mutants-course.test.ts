import { mutantTests } from "./testing/mutants/tests.ts";

mutantTests("course", 12);
