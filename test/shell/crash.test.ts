import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { example, Scene } from "../sequence/support/scene.ts";
import { Crash, CrashAfter } from "./support/turnstile.ts";

const examples = ["native-application-ha", "native-session", "standalone-application", "standalone-session"];
const kinds = ["FlinkDeployment", "Deployment", "Pod", "Service", "ConfigMap"];

function begun(name: string): { readonly scene: Scene; readonly resource: string } {
  const scene = new Scene();
  const objects = example(`${name}.yaml`);
  for (const object of objects) scene.apply(object);
  return { scene, resource: objects[0]?.metadata.name ?? "" };
}

/** Runs that die after their 1st, 2nd, 3rd … write, each in a world of its own, until one gets through. */
async function sweepOfCrashes(
  name: string,
  live: (scene: Scene, resource: string, crash: CrashAfter) => Promise<void>,
): Promise<number> {
  for (let writes = 1; ; writes += 1) {
    const { scene, resource } = begun(name);
    const crash = new CrashAfter(writes, "writes");
    await live(scene, resource, crash);
    expect(scene.world.violations, `after write ${writes}`).toEqual([]);
    if (!crash.crashed) return writes - 1;
  }
}

/** What dies in the middle of a list takes the whole pass with it. */
function unlessKilled(error: unknown): void {
  if (!(error instanceof Crash)) throw error;
}

const lifecycleState = (scene: Scene, resource: string): unknown =>
  (scene.resource(resource)["status"] as { readonly lifecycleState?: unknown }).lifecycleState;

describe.for(examples)("%s survives a crash after any write", { timeout: 120_000 }, (name) => {
  test("of its creation", async () => {
    const crashes = await sweepOfCrashes(name, async (scene, resource, crash) => {
      await scene.pass(crash.through).catch(unlessKilled);
      await scene.passFor(seconds(75), seconds(15));
      expect(lifecycleState(scene, resource)).toBe("STABLE");
      expect(scene.names("Deployment")).toContain(resource);
    });
    // The claim, the Deployment, its Services and ConfigMap, status and events: fewer writes would mean that nothing was swept.
    expect(crashes).toBeGreaterThan(5);
  });

  test("of its deletion", async () => {
    const crashes = await sweepOfCrashes(name, async (scene, resource, crash) => {
      await scene.passFor(seconds(30), seconds(15));
      scene.spoke.api.delete({ kind: "FlinkDeployment", namespace: "default", name: resource });
      for (let pass = 0; pass < 12 && !crash.crashed; pass += 1) {
        await scene.pass(crash.through).catch(unlessKilled);
        scene.world.advance(seconds(5));
      }
      await scene.passFor(minutes(2), seconds(20));
      expect(kinds.flatMap((kind) => scene.names(kind))).toEqual([]);
    });
    expect(crashes).toBeGreaterThan(5);
  });
});
