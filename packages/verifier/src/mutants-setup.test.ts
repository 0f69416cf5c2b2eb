import { mutantTests } from "./testing/mutants/tests.ts";

mutantTests("setup", 10);
