import { type Bytes, err, ok, type Result } from "@veche/base";
import type { Application, ApplicationRequest, Method, Methods } from "./application.ts";
import { encodeAnswer } from "./codec.ts";

/** The application has thrown, on this connection or another: nothing is known of its state, and it is not called again. */
export type GateError = { readonly code: "APPLICATION_FAILED" };

/** `beside`: queries run while another method runs, as many at once as there are connections that ask. */
export type Queries = "in-turn" | "beside";

/** The one way into the application, for all connections: one request at a time, in the order in which they come to the gate. */
export class ApplicationGate {
  /** Resolves with what the application threw. */
  readonly failed: Promise<unknown>;
  readonly #application: Application;
  readonly #queries: Queries;
  #last: Promise<unknown> = Promise.resolve();
  #hasFailed = false;
  #reportFailure: (error: unknown) => void = () => undefined;

  constructor(application: Application, queries: Queries) {
    this.#application = application;
    this.#queries = queries;
    this.failed = new Promise((resolve) => {
      this.#reportFailure = resolve;
    });
  }

  /** Tells the application what will come; see `Application.foresee`. */
  foresee(request: ApplicationRequest): void {
    if (this.#hasFailed || this.#application.foresee === undefined) return;
    try {
      this.#application.foresee(request);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The encoded answer of the application. */
  call(request: ApplicationRequest): Promise<Result<Bytes, GateError>> {
    if (request.method === "query" && this.#queries === "beside") return this.#enter(request);
    const mine = this.#last.then(() => this.#enter(request));
    this.#last = mine;
    return mine;
  }

  /** Resolves when whatever was called has answered. */
  async idle(): Promise<void> {
    await this.#last;
  }

  async #enter({ method, request }: ApplicationRequest): Promise<Result<Bytes, GateError>> {
    if (this.#hasFailed) return err({ code: "APPLICATION_FAILED" });
    try {
      // The union of requests says that they belong together; a call of a union of functions cannot.
      const call = this.#application[method] as (request: Methods[Method]["request"]) => Promise<never>;
      const answer = await call.call(this.#application, request);
      return ok(encodeAnswer(method, answer));
    } catch (error) {
      this.#fail(error);
      return err({ code: "APPLICATION_FAILED" });
    }
  }

  #fail(error: unknown): void {
    this.#hasFailed = true;
    this.#reportFailure(error);
  }
}
