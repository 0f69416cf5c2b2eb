import { mutantTests } from "./testing/mutants/tests.ts";

mutantTests("form", 16);
