import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { flinkFleet } from "../../../lib/cli/program.ts";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import { Faulted } from "../../../lib/core/fault.ts";
import type { KindName } from "../../../lib/core/kubernetes.ts";
import { seconds } from "../../../lib/core/time.ts";
import type { Spoke } from "../../../lib/ports/index.ts";
import type { Scene } from "../../sequence/support/scene.ts";
import { instead } from "../../support/instead.ts";
import { surroundings } from "../surroundings.ts";

export const folder = mkdtempSync(join(tmpdir(), "flink-fleet-planning-"));

let files = 0;
/** A file that holds this, in a folder of the test. */
export function fileOf(object: unknown): string {
  files += 1;
  const file = join(folder, `${files}.json`);
  writeFileSync(file, JSON.stringify(object));
  return file;
}

export const newFile = (ending: string): string => join(folder, `${(files += 1)}.${ending}`);

/** The command line, against the simulated world of a scene, or against these spokes. */
export async function ask({ world }: Scene, words: readonly string[], spokes?: readonly Spoke[]) {
  const given = surroundings({ passes: 10_000 });
  const all = spokes ?? (await world.fleet.spokes());
  const fleet = { spokes: async () => all };
  const code = await flinkFleet(words, {
    ...given.of,
    clock: world.clock,
    ids: world.ids,
    fleet: async () => ({ fleet, defaults: shippedDefaults, allowTags: false }),
    sleep: async () => world.advance(seconds(5)),
  });
  return { code, out: given.out(), err: given.err() };
}

export const placed = (name: string, kind: KindName = "FlinkDeployment") =>
  ({ kind, namespace: "default", name }) as const;

export function annotate({ spoke }: Scene, name: string, annotations: object, kind?: KindName): void {
  spoke.api.patch(placed(name, kind), { type: "merge", body: { metadata: { annotations } } });
}

/** The spoke of a scene. */
export async function spokeOf({ world }: Scene): Promise<Spoke> {
  const [spoke] = await world.fleet.spokes();
  if (spoke === undefined) throw new Error("the world has a spoke");
  return spoke;
}

/** The spoke of a scene, of which one kind cannot be listed. */
export async function without(scene: Scene, kind: KindName): Promise<Spoke> {
  const spoke = await spokeOf(scene);
  const { cluster, ...rest } = await spoke.connect();
  const broken = new Faulted({ kind: "unavailable", what: `${kind}s`, because: "503" });
  const list: typeof cluster.list = (query) => (query.kind === kind ? Promise.reject(broken) : cluster.list(query));
  return { ...spoke, connect: async () => ({ ...rest, cluster: instead(cluster, { list }) }) };
}
