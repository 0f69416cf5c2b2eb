/** Something that CometBFT said of a block, and when it was heard, ms since 1970. */
export type BlockStep = {
  readonly at: number;
  readonly height: number;
  readonly step: "executed" | "committed";
};

/** What the process of a node of a chain, or of one without a chain, is told. Keys: 64 hexadecimal digits. */
export type ToChainNode =
  | {
      readonly kind: "open";
      readonly home: string;
      readonly port: number;
      readonly keys: { readonly log: string; readonly validator: string };
      /** CometBFT's program; a node without it has the embedded engine. */
      readonly cometbft: string | undefined;
      /** Of the election whose one witness is in the node's own process: its manifest, in hexadecimal digits, and the seed of its keys. */
      readonly witnessed: { readonly manifest: string; readonly seed: string } | undefined;
    }
  | { readonly kind: "steps" }
  | { readonly kind: "close" };

export type FromChainNode =
  | { readonly kind: "ready" }
  | { readonly kind: "steps"; readonly steps: readonly BlockStep[] }
  | { readonly kind: "closed" };
