/** What oidc-provider keeps of one thing: a session, an interaction, a code, a grant. */
type Payload = {
  consumed?: number;
  readonly uid?: string;
  readonly userCode?: string;
  readonly grantId?: string;
};
type Kept = { readonly payload: Payload; readonly until: number };

/** More than a practice start or a load test ever has under way at a time. */
const KEPT_MAX = 100_000;

/**
 * oidc-provider's storage, in memory: persons who do not exist may be forgotten with the process. A class for each start, so that two
 * providers of one process share nothing.
 */
export function memoryAdapter(now: () => number = Date.now): new (model: string) => object {
  const kept = new Map<string, Kept>();

  const find = (key: string): Payload | undefined => {
    const one = kept.get(key);
    if (one !== undefined && one.until > now()) return one.payload;
    kept.delete(key);
    return undefined;
  };
  const findBy = (model: string, field: "uid" | "userCode", value: string): Payload | undefined => {
    for (const [key, { payload }] of kept)
      if (key.startsWith(`${model}:`) && payload[field] === value) return find(key);
    return undefined;
  };

  return class {
    readonly #model: string;

    constructor(model: string) {
      this.#model = model;
    }

    async upsert(id: string, payload: Payload, seconds?: number): Promise<void> {
      for (const [key, { until }] of kept) {
        if (until > now() && kept.size < KEPT_MAX) break;
        kept.delete(key);
      }
      const until = seconds === undefined ? Number.POSITIVE_INFINITY : now() + seconds * 1000;
      kept.set(this.#key(id), { payload, until });
    }

    async find(id: string): Promise<Payload | undefined> {
      return find(this.#key(id));
    }

    async findByUid(uid: string): Promise<Payload | undefined> {
      return findBy(this.#model, "uid", uid);
    }

    async findByUserCode(code: string): Promise<Payload | undefined> {
      return findBy(this.#model, "userCode", code);
    }

    /** A code that comes a second time is seen by this. */
    async consume(id: string): Promise<void> {
      const payload = find(this.#key(id));
      if (payload !== undefined) payload.consumed = Math.floor(now() / 1000);
    }

    async destroy(id: string): Promise<void> {
      kept.delete(this.#key(id));
    }

    async revokeByGrantId(grantId: string): Promise<void> {
      for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
    }

    #key(id: string): string {
      return `${this.#model}:${id}`;
    }
  };
}
