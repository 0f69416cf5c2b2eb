import { mutantTests } from "./testing/mutants/tests.ts";

mutantTests("ballot", 12);
