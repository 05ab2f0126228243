import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Surroundings } from "../../lib/cli/surroundings.ts";
import { seconds } from "../../lib/core/time.ts";
import { sweep } from "../../lib/shell/sweep.ts";
import { silent } from "../../lib/cli/silent.ts";
import { shippedDefaults } from "../../lib/core/configuration/defaults.ts";
import type { Triggering } from "../shell/support/triggering.ts";
import { brokenSpoke } from "./surroundings.ts";
import { clicksAt, inFleet, smallFleet } from "./support/changing.ts";

describe("--dry-run", () => {
  test.for([
    { words: ["restart", "clicks"], says: ["would be made", "  spec.restartNonce: (none) → 1"] },
    { words: ["suspend", "clicks"], says: ["would be made", '  spec.job.state: "running" → "suspended"'] },
    { words: ["resume", "clicks"], says: ["would be made: there is nothing to change"] },
    { words: ["savepoint", "clicks"], says: ["would be made: creates a FlinkStateSnapshot"] },
    { words: ["redeploy", "clicks", "--jar", "x.jar"], says: ['  spec.job.jarURI: "local:///opt/job.jar" → "x.jar"'] },
    {
      words: ["redeploy", "clicks", "--config", "s3.secret-key=hush", "--config", "a.b=1"],
      says: [
        '  spec.flinkConfiguration["s3.secret-key"]: (none) → "(not shown)"',
        '  spec.flinkConfiguration["a.b"]: (none) → "1"',
      ],
    },
  ])("$words says what would be patched, and patches nothing", async ({ words, says }) => {
    const scene = smallFleet();
    const { code, out } = await inFleet(scene, [...words, "--dry-run"]);
    expect(code).toBe(0);
    for (const line of says) expect(out).toContain(line);
    expect(out).not.toContain("hush");
    expect(scene.world.spokes.flatMap(({ calls }) => calls).filter(({ verb }) => verb !== "list")).toEqual([]);
  });

  test("asks nobody, tells what would be refused, and says so with its exit code", async () => {
    const { code, out, err } = await inFleet(smallFleet(), ["rollback", "-A", "--dry-run"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.match(/rollback refused: no spec was stable yet/g)).toHaveLength(3);
  });

  test("what was made already would not be made again", async () => {
    const scene = smallFleet();
    await inFleet(scene, ["restart", "clicks", "--change-id", "c-1"]);
    const { out } = await inFleet(scene, ["restart", "clicks", "--change-id", "c-1", "--dry-run"]);
    expect(out).toBe("east default/clicks: restart accepted");
  });

  test("-o json has each field", async () => {
    const { out } = await inFleet(smallFleet(), ["restart", "clicks", "--dry-run", "--change-id", "c-1", "-o", "json"]);
    expect(JSON.parse(out)).toEqual({
      changeId: "c-1",
      action: "restart",
      by: "jane",
      dryRun: true,
      resources: [
        {
          cluster: "east",
          namespace: "default",
          resource: "clicks",
          kind: "FlinkDeployment",
          outcome: "wouldChange",
          changes: [{ field: "spec.restartNonce", to: 1 }],
        },
      ],
      failures: [],
    });
  });
});

const restarts = (scene: Triggering): number =>
  scene.world.spokes.flatMap(({ calls }) => calls).filter(({ verb }) => verb === "patch").length;

describe("more than one resource", () => {
  test.for([
    { answer: "y", code: 0, made: 2 },
    { answer: " YES ", code: 0, made: 2 },
    { answer: "", code: 1, made: 0 },
    { answer: "n", code: 1, made: 0 },
    { answer: "yesterday", code: 1, made: 0 },
  ])("is asked for, and $answer is the answer", async ({ answer, code, made }) => {
    const scene = smallFleet();
    const did = await inFleet(scene, ["restart", "orders"], { given: { answer } });
    expect(did.err).toContain("This would restart 2 resources:\n  east default/orders\n  west payments/orders");
    expect({ code: did.code, made: restarts(scene) }).toEqual({ code, made });
  });

  test("is never changed where nobody can be asked", async () => {
    const scene = smallFleet();
    const { code, err } = await inFleet(scene, ["restart", "orders"]);
    expect(err).toBe(
      "error: this would restart 2 resources (east default/orders, west payments/orders), and nobody can be asked here: pass --yes if that is meant",
    );
    expect({ code, made: restarts(scene) }).toEqual({ code: 1, made: 0 });
  });

  test("is not asked for with --yes, nor is a single one", async () => {
    const scene = smallFleet();
    const given = { answer: "n" };
    expect((await inFleet(scene, ["restart", "orders", "-y"], { given })).code).toBe(0);
    expect((await inFleet(scene, ["restart", "clicks"], { given })).code).toBe(0);
    expect(restarts(scene)).toBe(3);
  });

  test("what comes while it is asked is left alone", async () => {
    const scene = smallFleet();
    const ask = async () => (clicksAt(scene, "late"), "y");
    await inFleet(scene, ["restart", "-n", "default"], { ask });
    expect(restarts(scene)).toBe(2);
    expect(scene.resource("late", { spoke: "east" }).metadata.generation).toBe(1);
  });
});

describe("a cluster that cannot be looked at", () => {
  const because = { kind: "unavailable", what: "API server", because: "connection refused" } as const;
  const broken = async (scene: Triggering): Promise<Partial<Surroundings>> => {
    const spokes = [...(await scene.world.fleet.spokes()), brokenSpoke("north", because)];
    return {
      fleet: async () => ({ fleet: { spokes: async () => spokes }, defaults: shippedDefaults, allowTags: false }),
    };
  };

  test("holds up no other, and is told with exit code 2", async () => {
    const scene = smallFleet();
    const { code, out, err } = await inFleet(scene, ["restart", "clicks"], { over: await broken(scene) });
    expect({ code, out }).toEqual({ code: 2, out: "east default/clicks: restart accepted" });
    expect(err).toContain("north: cannot be reached: API server: connection refused");
  });

  test("is told beside a name that is nowhere else: it may be there", async () => {
    const scene = smallFleet();
    const { code, err } = await inFleet(scene, ["restart", "clikcs"], { over: await broken(scene) });
    expect(code).toBe(1);
    expect(err).toMatch(/no resource clikcs: did you mean default\/clicks\?\nnot looked at: north: cannot be reached/);
  });

  test("and no other: that is all that is said", async () => {
    const fleet = async () => ({
      fleet: { spokes: async () => [brokenSpoke("north", because)] },
      defaults: shippedDefaults,
      allowTags: false,
    });
    const { code, err } = await inFleet(smallFleet(), ["restart", "clicks"], { over: { fleet } });
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(
        /^north: cannot be reached: API server: connection refused\. .*enrol --check$/,
      ) as unknown,
    });
  });

  test("while it is changed: the others are", async () => {
    const scene = smallFleet();
    scene.through = (spoke) => ({
      ...spoke,
      connect: async () => {
        const connection = await spoke.connect();
        scene.world.spoke("west").reachable = true;
        const list: typeof connection.cluster.list = async (query) => {
          const found = await connection.cluster.list(query);
          scene.world.spoke("west").reachable = false;
          return found;
        };
        return spoke.name === "west" ? { ...connection, cluster: { ...connection.cluster, list } } : connection;
      },
    });
    const { code, out, err } = await inFleet(scene, ["restart", "orders", "--yes"]);
    expect({ code, out }).toEqual({ code: 2, out: "east default/orders: restart accepted" });
    expect(err).toMatch(/west payments\/orders: restart refused: /);
  });
});

describe("--wait", () => {
  /** The fleet is looked after while the command sleeps. */
  function lookedAfter(scene: Triggering): Partial<Surroundings> {
    const sleep: Surroundings["sleep"] = async (time) => {
      for (const spoke of await scene.world.fleet.spokes())
        await sweep(spoke, {
          clock: scene.world.clock,
          ids: scene.world.ids,
          defaults: shippedDefaults,
          log: silent,
        });
      scene.world.advance(time);
    };
    return { sleep };
  }

  async function settled(): Promise<Triggering> {
    const scene = smallFleet();
    const { sleep } = lookedAfter(scene);
    for (let i = 0; i < 12; i += 1) await sleep?.(seconds(10));
    return scene;
  }

  test("ends when the change is carried out", async () => {
    const scene = await settled();
    const { code, out } = await inFleet(scene, ["restart", "clicks", "--wait"], { over: lookedAfter(scene) });
    expect({ code, out }).toEqual({
      code: 0,
      out: "east default/clicks: restart accepted\neast default/clicks: restart succeeded",
    });
  });

  test("of several tells each in its time, and -o yaml all in the end", async () => {
    const scene = await settled();
    const words = ["restart", "orders", "--wait", "--yes", "-o", "yaml"];
    const { code, out } = await inFleet(scene, words, { over: lookedAfter(scene) });
    expect(code).toBe(0);
    const { resources } = parse(out) as { readonly resources: readonly object[] };
    expect(resources).toMatchObject([
      { cluster: "east", resource: "orders", outcome: "succeeded", at: expect.any(String) as string },
      { cluster: "west", resource: "orders", outcome: "succeeded" },
    ]);
  });

  test("is over when the time is: the change goes on", async () => {
    const scene = smallFleet();
    const words = ["restart", "clicks", "--wait", "--timeout", "30s"];
    const began = scene.world.clock.now();
    const { code, err } = await inFleet(scene, words);
    expect(code).toBe(2);
    expect(err).toContain(
      "east default/clicks: restart accepted: it is on its way still, and the time to wait is over",
    );
    expect(scene.world.clock.now() - began).toBe(30_000);
  });

  test("is over when the user interrupts it", async () => {
    const { code, err } = await inFleet(smallFleet(), ["restart", "clicks", "--wait"], {
      over: { stopped: () => true },
    });
    expect(code).toBe(2);
    expect(err).toContain("the wait was interrupted: it goes on by itself");
  });

  test("a cluster that is away for a while says nothing", async () => {
    const scene = await settled();
    const { sleep } = lookedAfter(scene);
    let sleeps = 0;
    const away: Surroundings["sleep"] = async (time) => {
      sleeps += 1;
      const east = scene.world.spoke("east");
      east.reachable = true;
      await sleep?.(time);
      east.reachable = sleeps > 5;
    };
    const { code, out } = await inFleet(scene, ["restart", "clicks", "--wait"], { over: { sleep: away } });
    expect({ code, last: out.split("\n").at(-1) }).toEqual({ code: 0, last: "east default/clicks: restart succeeded" });
  });

  test("what is deleted meanwhile has failed", async () => {
    const scene = smallFleet();
    const sleep: Surroundings["sleep"] = async (time) => {
      scene.world.spoke("east").api.delete({ kind: "FlinkDeployment", namespace: "default", name: "clicks" });
      scene.world.advance(time);
    };
    const { code, err } = await inFleet(scene, ["restart", "clicks", "--wait"], { over: { sleep } });
    expect(code).toBe(2);
    expect(err).toContain("east default/clicks: restart failed: it was deleted");
  });

  test("a change that was carried out before is told as it ended", async () => {
    const scene = await settled();
    const words = ["restart", "clicks", "--wait", "--change-id", "c-1"];
    await inFleet(scene, words, { over: lookedAfter(scene) });
    const { code, out } = await inFleet(scene, words, {
      over: { sleep: () => Promise.reject(new Error("it waited")) },
    });
    expect({ code, last: out.split("\n").at(-1) }).toEqual({ code: 0, last: "east default/clicks: restart succeeded" });
  });
});
