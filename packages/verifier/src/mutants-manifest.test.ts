import { mutantTests } from "./testing/mutants/tests.ts";

mutantTests("manifest", 16);
