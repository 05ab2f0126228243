import { type Triggers, triggers as schema } from "../../../lib/api/fleet/triggers.ts";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import { Faulted } from "../../../lib/core/fault.ts";
import { later, minutes, rfc3339 } from "../../../lib/core/time.ts";
import type { BusEvent, Spoke, Wake } from "../../../lib/ports/index.ts";
import type { EventPorts } from "../../../lib/shell/triggerEvent.ts";
import { World } from "../../../lib/world/world.ts";

export const digest = `sha256:${"a".repeat(64)}`;
export const home = "111122223333";
export const registry = `${home}.dkr.ecr.eu-central-1.amazonaws.com`;

export const application = (name: string, namespace = "default", spec = {}, labels = {}) => ({
  apiVersion: "flink.apache.org/v1beta1",
  kind: "FlinkDeployment",
  metadata: { name, namespace, labels },
  spec: {
    image: `${registry}/orders:1`,
    flinkVersion: "v1_20",
    serviceAccount: "flink",
    jobManager: { resource: { cpu: 1, memory: "1600m" } },
    taskManager: { resource: { cpu: 1, memory: "1600m" } },
    job: { jarURI: "local:///opt/job.jar", parallelism: 1, upgradeMode: "savepoint" },
    ...spec,
  },
});

const everything = ["redeploy", "restart", "suspend", "resume", "rollback", "savepoint"];

/** What a trigger works on, and what it left behind. */
export class Triggering {
  readonly world: World;
  readonly told: BusEvent[] = [];
  readonly wakes: Wake[] = [];
  readonly logged: string[] = [];
  readonly tags = new Map<string, string>();
  readonly triggers: Triggers;
  busReachable = true;
  through: (spoke: Spoke) => Spoke = (spoke) => spoke;

  constructor(options: { readonly triggers?: object; readonly spokes?: readonly string[] } = {}) {
    this.world = new World({ spokes: options.spokes ?? ["one"] });
    const ci = { source: "com.example.ci", account: home, may: everything, selector: { clusters: ["*"] } };
    this.triggers = schema.parse({ senders: { ci }, ...options.triggers });
  }

  get ports(): EventPorts {
    const { world } = this;
    const log = (message: string, keys: object): void => void this.logged.push(`${message} ${JSON.stringify(keys)}`);
    return {
      clock: world.clock,
      ids: world.ids,
      defaults: shippedDefaults,
      fleet: { spokes: async () => (await world.fleet.spokes()).map(this.through) },
      queue: { send: async (due) => void this.wakes.push(...due.map(({ wake }) => wake)) },
      bus: { put: async (events) => this.#put(events) },
      log: { info: log, warn: log },
      deadline: later(world.clock.now(), minutes(1)),
      triggers: this.triggers,
      images: { digestOf: async ({ name }, tag) => this.#digest(`${name}:${tag}`) },
      home,
    };
  }

  get now(): string {
    return rfc3339(this.world.clock.now());
  }

  create(object: ReturnType<typeof application>, spoke?: string): void {
    this.world.spoke(spoke).api.create(object);
  }

  resource(name: string, { kind = "FlinkDeployment", namespace = "default", spoke = "one" } = {}) {
    const found = this.world.spoke(spoke).api.read({ kind, namespace, name });
    return found as typeof found & {
      readonly spec: Record<string, unknown> & { readonly job: Record<string, unknown> };
      readonly metadata: { readonly annotations?: Record<string, string>; readonly generation: number };
    };
  }

  notes(name: string): readonly Record<string, unknown>[] {
    return JSON.parse(this.resource(name).metadata.annotations?.["flink-fleet/changes"] ?? "[]");
  }

  /** An event of EventBridge. */
  event(type: string, detail: object, over: object = {}) {
    const selector = { names: ["orders"] };
    return {
      version: "0",
      id: "e-1",
      "detail-type": type,
      source: "com.example.ci",
      account: home,
      time: `${this.now.slice(0, 19)}Z`,
      region: "eu-central-1",
      resources: [],
      detail: { version: 1, changeId: "c-1", selector, ...detail },
      ...over,
    };
  }

  push(over: object = {}, event: object = {}) {
    const detail = {
      "action-type": "PUSH",
      result: "SUCCESS",
      "repository-name": "orders",
      "image-digest": digest,
      "image-tag": "2",
      ...over,
    };
    return { ...this.event("ECR Image Action", {}), source: "aws.ecr", detail, ...event };
  }

  #put(events: readonly BusEvent[]): void {
    if (!this.busReachable) throw new Faulted({ kind: "unavailable", what: "bus", because: "timed out" });
    this.told.push(...events);
  }

  #digest(image: string): string {
    const found = this.tags.get(image);
    if (found === undefined) throw new Faulted({ kind: "missing", what: `image ${image}` });
    if (found === "unavailable")
      throw new Faulted({ kind: "unavailable", what: `image ${image}`, because: "timed out" });
    return found;
  }
}
