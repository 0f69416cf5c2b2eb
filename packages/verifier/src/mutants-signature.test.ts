import { mutantTests } from "./testing/mutants/tests.ts";

mutantTests("signature", 24);
