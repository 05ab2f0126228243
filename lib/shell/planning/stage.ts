import { type Fault, Faulted } from "../../core/fault.ts";
import type { JobId, TriggerId } from "../../core/flink.ts";
import type { KubernetesObject, ObjectRef } from "../../core/kubernetes.ts";
import { mayRestart, repairsOf } from "../../core/lifecycle/drift/repairRules.ts";
import { standsForRestart } from "../../core/lifecycle/drift/standsForRestart.ts";
import type { Course } from "../../core/planning/course.ts";
import { journalOf } from "../../core/planning/journalOf.ts";
import { laterId, laterUuid } from "../../core/planning/later.ts";
import { objectText, type Write, type WriteVerb, writtenText } from "../../core/planning/write.ts";
import { instant, type Instant, minutes } from "../../core/time.ts";
import type { Ids, SpokeConnection } from "../../ports/index.ts";
import type { PassPorts } from "../result.ts";
import type { Ran } from "../run.ts";
import { settle } from "../settle.ts";
import { Shard } from "../shard.ts";
import { settleSnapshot } from "../snapshots/settleSnapshot.ts";
import type { Part, RehearsalPorts } from "./rehearse.ts";
import { RehearsedCluster } from "./rehearsedCluster.ts";
import { RehearsedFlink } from "./rehearsedFlink.ts";
import type { RehearsedObjects } from "./rehearsedObjects.ts";

interface Told {
  readonly writes: Write[];
  readonly decisions: Course["decisions"][number][];
  readonly written: Map<string, { readonly ref: ObjectRef; readonly object: KubernetesObject | undefined }>;
  fault: Fault | undefined;
  /** All is as it is asked for, though something may be due at some time. */
  isCalm: boolean;
}

/** Where a rehearsal is played: one spoke, a time of its own, and what was done there for whom. */
export class Stage {
  now: Instant;
  readonly connection: SpokeConnection;
  readonly #objects: RehearsedObjects;
  readonly #ports: RehearsalPorts;
  readonly #told = new Map<string, Told>();
  #turn = "";
  #drawn = 0;

  /** `real` is only read from. */
  constructor(real: SpokeConnection, objects: RehearsedObjects, ports: RehearsalPorts) {
    this.now = ports.now;
    this.#objects = objects;
    this.#ports = ports;
    const tell = (verb: WriteVerb, object: string): void => void this.toldOf(this.#turn).writes.push({ verb, object });
    this.connection = {
      cluster: new RehearsedCluster(objects, (verb, ref, object) => {
        tell(verb, writtenText(ref));
        this.toldOf(this.#turn).written.set(objectText(ref), { ref, object });
      }),
      flink: new RehearsedFlink({ real: real.flink, objects, clock: this.#clock, tell }),
      artifacts: { open: async () => noJar },
    };
  }

  /** What was done and decided for a resource so far. */
  toldOf(key: string): Told {
    const told = this.#told.get(key) ?? {
      writes: [],
      decisions: [],
      written: new Map(),
      fault: undefined,
      isCalm: false,
    };
    this.#told.set(key, told);
    return told;
  }

  /** One turn of the resource. Tells whether nothing more is expected of it. */
  async turnOf(part: Part, shard: Shard): Promise<boolean> {
    this.#turn = objectText(part);
    const told = this.toldOf(this.#turn);
    told.fault = undefined;
    told.isCalm = true;
    try {
      const object = await this.#objects.read(part);
      if (object === undefined) return true;
      told.isCalm = this.#isCalm(await settle(part.kind, object, shard, this.#passPorts()));
      await this.#lookAtSnapshots(told, shard);
    } catch (error) {
      if (!(error instanceof Faulted)) throw error;
      told.fault = error.fault;
    }
    return told.isCalm && !(await this.#waitsForRepair(part));
  }

  /** What others have changed is put right by a restart only when it has stood for a while: a pass has nothing to do for it until then. */
  async #waitsForRepair(part: Part): Promise<boolean> {
    const object = await this.#objects.read(part);
    if (object === undefined || !standsForRestart(journalOf(object))) return false;
    const { namespace = "default", annotations } = object.metadata;
    return mayRestart(repairsOf({ namespace, annotations }, this.#ports), this.now);
  }

  #isCalm({ wake, act }: Ran): boolean {
    const { rule, plan } = this.toldOf(this.#turn).decisions.at(-1)?.decision ?? {};
    return wake === "on schedule" || (act === "wait" && rule === "settling" && plan?.step === undefined);
  }

  /** FlinkStateSnapshots that it has asked for are looked after as well, as they would be. */
  async #lookAtSnapshots({ written }: Told, shard: Shard): Promise<void> {
    for (const { ref } of written.values()) {
      if (ref.kind !== "FlinkStateSnapshot") continue;
      const object = await this.#objects.read(ref);
      const only = new Shard(shard.connection, { namespaces: [ref.namespace], snapshot: ref.name });
      const others = (): Promise<readonly string[]> => Promise.resolve([]);
      if (object !== undefined) await settleSnapshot({ object, others }, only, this.#passPorts());
    }
  }

  #passPorts(): PassPorts {
    const { charges, defaults, repair, spoke } = this.#ports;
    return {
      clock: this.#clock,
      ids: this.#ids,
      log: { info: () => undefined, warn: () => undefined },
      defaults,
      spoke,
      charges,
      repair,
      hears: (made) => void this.toldOf(this.#turn).decisions.push(made),
      deadline: instant(Number.MAX_SAFE_INTEGER),
      patience: minutes(60),
    };
  }

  readonly #clock = { now: (): Instant => this.now };

  /** Stand for what is only chosen when it is carried out. */
  readonly #ids: Ids = {
    jobId: () => laterId(this.#next()) as JobId,
    triggerId: () => laterId(this.#next()) as TriggerId,
    uuid: () => laterUuid(this.#next()),
    digest: (text) => this.#ports.digest(text),
  };

  #next(): number {
    this.#drawn += 1;
    return this.#drawn;
  }
}

const noJar = { name: "rehearsed.jar", size: 0, bytes: noBytes(), close: () => undefined };

async function* noBytes(): AsyncIterable<Uint8Array> {}
