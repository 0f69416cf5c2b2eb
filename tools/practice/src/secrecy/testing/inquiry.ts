import type { Bytes } from "@veche/base";
import { searchClocks } from "./clocks.ts";
import type { Exchange } from "./gather-recordings.ts";
import type { Table } from "./gather-tables.ts";
import { searchHeaders } from "./headers.ts";
import { Needles } from "./needles.ts";
import { follows, type Order, ordersOf, personFinder, type Turn } from "./orders.ts";
import type { PageVoter } from "./page-voter.ts";
import type { Unit } from "./places.ts";
import { type Finding, searchUnits } from "./search.ts";
import { connectionOf, searchShared } from "./shared.ts";
import type { Value } from "./values.ts";
import { valuesOf } from "./voter-values.ts";

/** The search of one election: all its voters' values, and how its rows and connections are told to be whose. */
export class Inquiry {
  readonly #needles: Needles;
  readonly #names = new Map<string, number>();
  readonly #turns: ReadonlyMap<number, Turn>;
  readonly #voters: readonly PageVoter[];

  /** `tables`: at every moment at which they were read; a session that is gone was there once. */
  constructor(voters: readonly PageVoter[], tables: readonly (readonly Table[])[]) {
    this.#needles = new Needles(
      voters.flatMap((voter, at) => tables.flatMap((then) => valuesOf(voter, at, then))),
    );
    voters.forEach(({ person }, at) => {
      for (const name of [person.id, person.telephone, person.email]) this.#names.set(name, at);
    });
    for (const then of tables) this.#nameRows(then);
    this.#turns = new Map(
      voters.map(({ device, cast }, at) => [at, { issued: device.issue.index, cast: cast.index }]),
    );
    this.#voters = voters;
  }

  /** Forms of values that are looked for. */
  get count(): number {
    return this.#needles.count;
  }

  /** Of which voters a kind of value stands in these units: shows that the search sees. */
  whose(units: readonly Unit[], name: string): ReadonlySet<number> {
    const found = units.flatMap(({ bytes }) => [...this.valuesIn(bytes)]);
    return new Set(found.filter((value) => value.name === name).map(({ voter }) => voter));
  }

  valuesIn(bytes: Bytes): ReadonlySet<Value> {
    return this.#needles.in(bytes);
  }

  units(units: readonly Unit[]): readonly Finding[] {
    return [...searchUnits(units, this.#needles), ...searchClocks(units)];
  }

  exchanges(exchanges: readonly Exchange[]): readonly Finding[] {
    const persons = exchanges.filter(({ domain }) => domain === "registrar");
    const connections = this.#voters.flatMap(({ browser }, at) =>
      [...browser.connections].map((one) => [one, at] as const),
    );
    const voterOf = new Map(connections);
    const ballots = exchanges.filter((one) => one.domain === "node" && voterOf.has(connectionOf(one)));
    return [...searchHeaders(exchanges), ...searchShared(persons, ballots, voterOf)];
  }

  /** Tables and columns whose order follows that of issuing or of casting, each once. */
  orders(tables: readonly Table[], of: "issuing" | "casting"): readonly string[] {
    const names = (order: Order): string => `${order.table}.${order.column}`;
    const orders = ordersOf(tables, personFinder(this.#names), this.#turns);
    return [...new Set(orders.filter((order) => follows(order, of)).map(names))].sort();
  }

  /** Accounts by their subject, applications by their account. */
  #nameRows(tables: readonly Table[]): void {
    for (const [table, column] of [
      ["account", "subject"],
      ["application", "account"],
    ] as const) {
      for (const { cells } of tables.find(({ name }) => name === table)?.rows ?? []) {
        const { id, [column]: named } = cells;
        const voter = this.#names.get(String(named));
        if (voter !== undefined) this.#names.set(String(id), voter);
      }
    }
  }
}
