import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import { type OperatorDefaults, shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import { rfc3339, seconds, type Millis } from "../../../lib/core/time.ts";
import type { Spoke } from "../../../lib/ports/index.ts";
import { sweep, type Ports, type Sweep } from "../../../lib/shell/sweep.ts";
import { UnwrittenNotes } from "../../../lib/shell/unwrittenNotes.ts";
import { World } from "../../../lib/world/world.ts";

const silent = { info: () => undefined, warn: () => undefined };

/** A world with one spoke that is looked after, and the story of what became visible in it. */
export class Scene {
  readonly world: World;
  /** Of the fleet. */
  defaults: OperatorDefaults = shippedDefaults;
  readonly #unwritten = new UnwrittenNotes();
  #story: string[] = [];
  #last: readonly string[] = [];

  constructor(seed = 1) {
    this.world = new World({ seed });
  }

  get spoke(): ReturnType<World["spoke"]> {
    return this.world.spoke();
  }

  get ports(): Ports {
    const { clock, ids } = this.world;
    return { clock, ids, log: silent, defaults: this.defaults, unwritten: this.#unwritten };
  }

  /** As `kubectl apply` of files under examples/, or of an object. */
  apply(object: KubernetesObject): void {
    this.tell(`apply   ${object.kind} ${object.metadata.name}`);
    this.spoke.api.create(object);
  }

  /** One pass; `through` may stand between it and the spoke. */
  async pass(through: (spoke: Spoke) => Spoke = (spoke) => spoke): Promise<Sweep> {
    const [spoke] = await this.world.fleet.spokes();
    if (spoke === undefined) throw new Error("the world has no spoke");
    const swept = await sweep(through(spoke), this.ports);
    this.#look(swept);
    return swept;
  }

  /** Passes every few seconds, for so long; sees to it that nothing ever ran twice. */
  async passFor(time: Millis, every: Millis = seconds(5)): Promise<void> {
    for (let passed = 0; passed <= time; passed += every) {
      await this.pass();
      if (this.world.violations.length > 0) throw new Error(this.world.violations.join("\n"));
      this.world.advance(every);
    }
  }

  tell(line: string): void {
    this.#story.push(`${rfc3339(this.world.clock.now()).slice(11, 19)}  ${line}`);
  }

  /** What came before is another story. */
  beginStory(): void {
    this.#story = [];
  }

  /** Everything that became visible, in order. */
  get story(): string {
    return named(`${this.#story.join("\n")}\n`);
  }

  resource(name: string): KubernetesObject {
    return this.spoke.api.read({ kind: "FlinkDeployment", namespace: "default", name });
  }

  names(kind: KubernetesObject["kind"]): readonly string[] {
    return this.spoke.api.list(kind).items.map(({ metadata }) => metadata.name);
  }

  #look(swept: Sweep): void {
    const becauses =
      swept.kind === "swept"
        ? swept.results.map(({ name, because }) => `because ${name}: ${because}`)
        : [swept.fault.kind];
    const lines = [...becauses, ...this.#seen()];
    for (const line of lines) if (!this.#last.includes(line)) this.tell(line);
    this.#last = lines;
  }

  #seen(): readonly string[] {
    const kinds = ["FlinkDeployment", "FlinkSessionJob"] as const;
    return kinds
      .flatMap((kind) => this.spoke.api.list(kind).items)
      .map((object) => {
        const status = (object["status"] ?? {}) as Readonly<Record<string, unknown>>;
        const { state } = (status["jobStatus"] ?? {}) as { readonly state?: string };
        const conditions = (status["conditions"] ?? []) as readonly { type: string; status: string; reason: string }[];
        const told = conditions.map(({ type, status: met, reason }) => `${type}=${met} ${reason}`).join(", ");
        const jobManager =
          object.kind === "FlinkDeployment" ? ` JobManager ${String(status["jobManagerDeploymentStatus"])},` : "";
        return `seen    ${object.metadata.name}: ${String(status["lifecycleState"])},${jobManager} job ${state}; ${told}`;
      });
  }
}

/** Ids are random: they are told by the order in which they come up. */
function named(story: string): string {
  const jobs = new Map<string, string>();
  const savepoints = new Map<string, string>();
  const nth = (names: Map<string, string>, id: string, what: string): string => {
    const name = names.get(id) ?? `${what}-${names.size + 1}`;
    names.set(id, name);
    return name;
  };
  return story
    .replaceAll(/savepoint-[0-9a-f]{6}-[0-9a-f]{12}/gu, (id) => nth(savepoints, id, "savepoint"))
    .replaceAll(/[0-9a-f]{32}/gu, (id) => nth(jobs, id, "job"));
}

/** The FlinkDeployments of a file under examples/. */
export function example(file: string): readonly KubernetesObject[] {
  const text = readFileSync(new URL(`../../../examples/${file}`, import.meta.url), "utf8");
  return parseAllDocuments(text)
    .map((document) => document.toJS() as KubernetesObject)
    .filter(({ kind }) => kind === "FlinkDeployment")
    .map((object) => ({ ...object, metadata: { namespace: "default", ...object.metadata } }));
}
