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
  /** Where the thing with this other name is kept: looked for with every sign-in, among those of everybody. */
  const places = new Map<string, string>();

  const forget = (key: string): void => {
    for (const name of otherNames(key, kept.get(key)?.payload))
      if (places.get(name) === key) places.delete(name);
    kept.delete(key);
  };
  const find = (key: string): Payload | undefined => {
    const one = kept.get(key);
    if (one !== undefined && one.until > now()) return one.payload;
    forget(key);
    return undefined;
  };
  const findBy = (name: string): Payload | undefined => {
    const key = places.get(name);
    return key === undefined ? undefined : find(key);
  };

  return class {
    readonly #model: string;

    constructor(model: string) {
      this.#model = model;
    }

    async upsert(id: string, payload: Payload, seconds?: number): Promise<void> {
      for (const [key, { until }] of kept) {
        if (until > now() && kept.size < KEPT_MAX) break;
        forget(key);
      }
      const until = seconds === undefined ? Number.POSITIVE_INFINITY : now() + seconds * 1000;
      const key = this.#key(id);
      forget(key);
      kept.set(key, { payload, until });
      for (const name of otherNames(key, payload)) places.set(name, key);
    }

    async find(id: string): Promise<Payload | undefined> {
      return find(this.#key(id));
    }

    async findByUid(uid: string): Promise<Payload | undefined> {
      return findBy(`${this.#model} uid ${uid}`);
    }

    async findByUserCode(code: string): Promise<Payload | undefined> {
      return findBy(`${this.#model} user code ${code}`);
    }

    /** A code that comes a second time is seen by this. */
    async consume(id: string): Promise<void> {
      const payload = find(this.#key(id));
      if (payload !== undefined) payload.consumed = Math.floor(now() / 1000);
    }

    async destroy(id: string): Promise<void> {
      forget(this.#key(id));
    }

    async revokeByGrantId(grantId: string): Promise<void> {
      for (const [key, { payload }] of kept) if (payload.grantId === grantId) forget(key);
    }

    #key(id: string): string {
      return `${this.#model}:${id}`;
    }
  };
}

/** By which else a thing is looked for; its key begins with its model. */
function otherNames(key: string, payload: Payload | undefined): readonly string[] {
  const model = key.slice(0, key.indexOf(":"));
  const { uid, userCode } = payload ?? {};
  return [
    ...(uid === undefined ? [] : [`${model} uid ${uid}`]),
    ...(userCode === undefined ? [] : [`${model} user code ${userCode}`]),
  ];
}
