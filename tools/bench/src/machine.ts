import { type Computer, thisComputer } from "@veche/simulator";

/** Where a run was made: figures of two machines are never compared. */
export type Machine = Computer & {
  readonly node: string;
  readonly openssl: string;
  /** What multiplies points: our WebAssembly, with its vector instructions or without, or nothing of the kind. */
  readonly kernel: KernelKind;
};

export type KernelKind = "wasm" | "wasm simd" | "none";

export const describeMachine = (kernel: KernelKind): Machine => ({
  ...thisComputer(),
  node: process.versions.node,
  openssl: process.versions.openssl,
  kernel,
});

/** Other work than ours makes all figures worse: above this load they are not to be believed. */
export const isBusy = (load: number, cores: number): boolean => load > cores / 4;
