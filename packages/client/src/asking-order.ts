import type { NodeLink } from "./node-link.ts";

/** After so many looks that began with the same node another one comes first. */
const LOOKS_AT_ONE = 8;
/** Looks in a row that a node which had nothing right to say is left out of, at most. */
const REST_MAX = 64;

/** Which nodes are asked for news, and in which order. */
export class AskingOrder {
  readonly #nodes: readonly NodeLink[];
  #preferred = 0;
  #looks = 0;
  /** Of nodes that had nothing right to say: how many looks each is left out of from now on, and how many it was. */
  readonly #resting = new Map<NodeLink, { left: number; readonly of: number }>();

  constructor(nodes: readonly NodeLink[]) {
    this.#nodes = nodes;
  }

  /** The one that showed the last news comes first. */
  get nodes(): readonly NodeLink[] {
    return [...this.#nodes.slice(this.#preferred), ...this.#nodes.slice(0, this.#preferred)];
  }

  /**
   * For one look. `resting`: to be asked only if nothing else answers, because a node that is down costs its whole time-out, and one that shows an
   * old log or a wrong one the work of comparing it. ⚔ Every few looks another node comes first: one that shows its news piece by piece, long after
   * the others, is left behind.
   */
  next(): { readonly awake: readonly NodeLink[]; readonly resting: readonly NodeLink[] } {
    this.#looks++;
    const { nodes } = this;
    const isOthersTurn = this.#looks % LOOKS_AT_ONE === 0;
    const ordered = isOthersTurn ? [...nodes.slice(1), ...nodes.slice(0, 1)] : nodes;
    const resting = ordered.filter((link) => this.#isResting(link));
    return { awake: ordered.filter((link) => !resting.includes(link)), resting };
  }

  hasNews(link: NodeLink): void {
    this.#preferred = this.#nodes.indexOf(link);
  }

  answered(link: NodeLink): void {
    this.#resting.delete(link);
  }

  failed(link: NodeLink): void {
    const of = Math.min(REST_MAX, 2 * (this.#resting.get(link)?.of ?? 1));
    this.#resting.set(link, { left: of, of });
  }

  #isResting(link: NodeLink): boolean {
    const rest = this.#resting.get(link);
    if (rest === undefined || rest.left === 0) return false;
    rest.left--;
    return true;
  }
}
