import { mutantTests } from "./testing/mutants/tests.ts";

mutantTests("encoding", 24);
