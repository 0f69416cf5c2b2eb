import { mutantTests } from "./testing/mutants/tests.ts";

mutantTests("checkpoint", 30);
