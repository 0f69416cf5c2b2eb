const { VECHE_MUTANT } = process.env;
/** Loaded before a test of the instrumented verifier: the mutant that the environment names is active from the beginning. */
const active = Number(VECHE_MUTANT ?? -1);
Object.assign(globalThis, { __mutant: (id: number): boolean => id === active });
