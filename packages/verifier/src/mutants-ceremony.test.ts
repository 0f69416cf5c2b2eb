import { mutantTests } from "./testing/mutants/tests.ts";

mutantTests("ceremony", 10);
