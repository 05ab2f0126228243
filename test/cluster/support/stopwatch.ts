import { setTimeout as sleep } from "node:timers/promises";
import { ServiceProxyFlink } from "../../../lib/adapters/flink/serviceProxyFlink.ts";
import { contextAccess } from "../../../lib/adapters/kubeconfig/contextAccess.ts";
import { readKubeconfig } from "../../../lib/adapters/kubeconfig/kubeconfig.ts";
import { type Call, Connection, type Reply } from "../../../lib/adapters/kubernetes/connection.ts";
import { KubernetesCluster } from "../../../lib/adapters/kubernetes/kubernetesCluster.ts";
import { randomIds } from "../../../lib/adapters/system/randomIds.ts";
import { systemClock } from "../../../lib/adapters/system/systemClock.ts";
import { lookAfter } from "../../../lib/cli/lookAfter.ts";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import { effectiveState } from "../../../lib/core/lifecycle/observation/jobState.ts";
import { seconds } from "../../../lib/core/time.ts";
import { sweep } from "../../../lib/shell/sweep.ts";
import type { Spoke } from "../../../lib/ports/index.ts";
import { SimulatedArtifacts } from "../../../lib/world/simulatedArtifacts.ts";
import { type CountingJob, isUp } from "./countingJob.ts";
import { eventually } from "./eventually.ts";
import { kubeconfig } from "./rig.ts";

/** What one act took; times in seconds, `undefined` where the job does not run again. */
export interface Figures {
  /** From the act until Flink says that all tasks run. */
  readonly runsAgain: number | undefined;
  /** From the last look at which all tasks ran until they do again. */
  readonly notRunning: number | undefined;
  /** From the act until status says that what was asked for is there. */
  readonly settled: number;
  readonly statusWrites: number;
  readonly apiCalls: number;
}

export type Until = "runs" | "suspended" | "snapshot" | "gone";

/** Counts what the fleet asks of the API server. */
class CountingConnection extends Connection {
  calls = 0;
  statusWrites = 0;

  override async send(call: Call): Promise<Reply> {
    this.calls += 1;
    if (call.method === "PATCH" && call.path.endsWith("/status") && call.path.includes("/flinkdeployments/")) {
      this.statusWrites += 1;
    }
    return await super.send(call);
  }
}

/** Looks after one job as `flink-fleet run --interval 1s` does, and after Flink five times a second on a line of its own. */
export class Stopwatch {
  readonly #job: CountingJob;
  readonly #connection: CountingConnection;
  readonly #loops: Promise<unknown>;
  #stopped = false;
  #samples: { readonly at: number; readonly runs: string | undefined }[] = [];

  constructor(job: CountingJob) {
    this.#job = job;
    const { cluster } = job.kind;
    this.#connection = new CountingConnection(
      contextAccess(readKubeconfig(kubeconfig(cluster)), cluster, systemClock.now()),
    );
    this.#loops = Promise.all([this.#lookAfter(), this.#sample()]);
  }

  async time(act: () => Promise<void>, until: Until): Promise<Figures> {
    const [start, calls, writes] = [performance.now(), this.#connection.calls, this.#connection.statusWrites];
    const before = await this.#runsNow();
    this.#samples = [{ at: start, runs: before }];
    await act();
    const again = until === "runs" ? await this.#again(start) : {};
    await this.#settled(until);
    return {
      runsAgain: undefined,
      notRunning: undefined,
      ...again,
      settled: since(start),
      statusWrites: this.#connection.statusWrites - writes,
      apiCalls: this.#connection.calls - calls,
    };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#loops;
  }

  /** Runs, after a look at which it did not. */
  async #again(start: number): Promise<Pick<Figures, "runsAgain" | "notRunning">> {
    const found = (): { readonly down: number; readonly up: number } | undefined => {
      const down = this.#samples.findIndex(({ runs }) => runs === undefined);
      const up = down < 0 ? undefined : this.#samples.slice(down).find(({ runs }) => runs !== undefined);
      return up === undefined ? undefined : { down: this.#samples[Math.max(0, down - 1)]?.at ?? start, up: up.at };
    };
    const seen = await eventually(
      "the job to run again",
      async () => found(),
      (one) => one !== undefined,
      240,
    );
    if (seen === undefined) throw new Error("it was seen a moment ago");
    return { runsAgain: tenths(seen.up - start), notRunning: tenths(seen.up - seen.down) };
  }

  async #settled(until: Until): Promise<void> {
    const job = this.#job;
    if (until === "runs") await job.until("to be settled", isUp);
    if (until === "suspended")
      await job.until("to be suspended", ({ status }) => status.lifecycleState === "SUSPENDED");
    if (until === "snapshot") {
      await eventually(
        "the snapshot",
        () => job.manualSnapshots(),
        (states) => states.includes("COMPLETED"),
      );
    }
    if (until === "gone")
      await eventually(
        "it to go",
        () => job.namesOf("FlinkDeployment"),
        (names) => names.length === 0,
      );
  }

  async #lookAfter(): Promise<void> {
    const connection = this.#connection;
    const spoke: Spoke = {
      name: this.#job.kind.cluster,
      zone: "default",
      namespaces: [this.#job.namespace.name],
      labelSelector: undefined,
      limits: { parallelism: 5, deadline: seconds(60), resourceDeadline: seconds(60) },
      connect: async () => ({
        cluster: new KubernetesCluster(connection),
        flink: new ServiceProxyFlink(connection),
        artifacts: new SimulatedArtifacts(() => undefined),
      }),
    };
    const log = { info: () => undefined, warn: (message: string, more: object) => console.warn(message, more) };
    const ports = { clock: systemClock, ids: randomIds, log, defaults: shippedDefaults };
    const stopped = (): boolean => this.#stopped;
    await lookAfter(() => sweep(spoke, ports), { stopped, sleep: (time) => sleep(time) }, seconds(1));
  }

  async #sample(): Promise<void> {
    while (!this.#stopped) {
      const runs = await this.#runsNow();
      this.#samples.push({ at: performance.now(), runs });
      await sleep(200);
    }
  }

  /** The job of which all tasks run. */
  async #runsNow(): Promise<string | undefined> {
    try {
      const jobs = await this.#job.flink.jobs(this.#job.address);
      return jobs.find((job) => effectiveState(job) === "RUNNING")?.id;
    } catch {
      return undefined;
    }
  }
}

const tenths = (ms: number): number => Math.round(ms / 100) / 10;
const since = (start: number): number => tenths(performance.now() - start);
