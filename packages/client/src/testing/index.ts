/** Nodes in memory, honest and lying, and a clock that waits for nobody: for tests and simulations. */
export { type Asking, askFor, issueFor, tokenFrom } from "./asking.ts";
export { FakeNode, type Lie } from "./fake-node.ts";
export { fakeTiming } from "./fake-time.ts";
export { type Following, follow } from "./follow.ts";
export { type Signing, signCheckpoint } from "./sign-checkpoint.ts";
