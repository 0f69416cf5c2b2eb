import { mutantTests } from "./testing/mutants/tests.ts";

mutantTests("tally", 40);
