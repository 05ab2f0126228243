import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type Instant, later, type Millis } from "../../lib/core/time.ts";
import type { Answer, Request, Start } from "./protocol.ts";

/** Simulated clusters in a thread of their own, and the time in them, which stands still unless it is told to pass. */
export class SimulatedClusters {
  readonly #worker: Worker;
  #now: Instant;

  constructor(start: Start) {
    this.#worker = new Worker(new URL("clusters.ts", import.meta.url), { workerData: start });
    this.#now = start.start as Instant;
  }

  readonly clock = { now: (): Instant => this.#now };

  async ask(request: Request): Promise<Answer> {
    this.#worker.postMessage(request);
    const [answer] = (await once(this.#worker, "message")) as [Answer];
    return answer;
  }

  async advance(by: Millis): Promise<void> {
    await this.ask({ kind: "advance", by });
    this.#now = later(this.#now, by);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
