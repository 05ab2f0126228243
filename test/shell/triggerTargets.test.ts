import { describe, expect, test } from "vitest";
import type { Selector } from "../../lib/api/events/selector.ts";
import { Faulted } from "../../lib/core/fault.ts";
import type { Cluster, Spoke } from "../../lib/ports/index.ts";
import { triggerEvent } from "../../lib/shell/triggerEvent.ts";
import { keyOf, selected } from "../../lib/shell/triggerTargets.ts";
import { sessionJob } from "../sequence/support/session.ts";
import { instead } from "../support/instead.ts";
import { application, Triggering } from "./support/triggering.ts";

/** Two teams in two namespaces, each with an application of the same names; a session job in one of them. */
function world(): Triggering {
  const scene = new Triggering();
  const { api } = scene.world.spoke();
  for (const name of ["east", "west"]) {
    api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    for (const job of ["orders", "bills"]) api.create(application(job, name, {}, { team: name, tier: job }));
  }
  api.create({
    ...sessionJob({ name: "orders" }),
    metadata: { name: "orders", namespace: "east", labels: { team: "east" } },
  });
  return scene;
}

/** What is selected, and how it was asked for. */
async function asked(scene: Triggering, selector: Selector, over: Partial<Spoke> = {}, by: Partial<Cluster> = {}) {
  const [found] = await scene.world.fleet.spokes();
  if (found === undefined) throw new Error("the world has no spoke");
  const spoke = { ...found, ...over };
  const before = scene.world.spoke().calls.length;
  const all = await selected(selector, spoke, instead((await spoke.connect()).cluster, by));
  const calls = scene.world
    .spoke()
    .calls.slice(before)
    .map(({ verb, what }) => `${verb} ${what}`);
  return { selected: all.map(({ subject }) => keyOf(subject)), calls };
}

describe("few plain names in plain namespaces", () => {
  test("are asked for one by one, whatever else is there", async () => {
    const found = await asked(world(), { namespaces: ["east", "west"], names: ["orders"] });
    expect(found.selected).toEqual([
      "east/orders FlinkDeployment",
      "east/orders FlinkSessionJob",
      "west/orders FlinkDeployment",
    ]);
    expect(found.calls).toEqual([
      "list FlinkDeployment east/orders",
      "list FlinkDeployment west/orders",
      "list FlinkSessionJob east/orders",
      "list FlinkSessionJob west/orders",
    ]);
  });

  test("that are not there are not selected", async () => {
    const found = await asked(world(), {
      namespaces: ["east", "nowhere"],
      names: ["orders", "lost"],
      kinds: ["FlinkDeployment"],
    });
    expect(found.selected).toEqual(["east/orders FlinkDeployment"]);
    expect(found.calls).toHaveLength(4);
  });

  test("in the namespaces of a spoke, where the selector says none", async () => {
    const found = await asked(
      world(),
      { names: ["orders"], kinds: ["FlinkDeployment"] },
      { namespaces: ["west", "north"] },
    );
    expect(found.selected).toEqual(["west/orders FlinkDeployment"]);
    expect(found.calls).toEqual(["list FlinkDeployment west/orders", "list FlinkDeployment north/orders"]);
  });

  test("outside of the namespaces of a spoke are not asked for", async () => {
    const found = await asked(world(), { namespaces: ["east"], names: ["orders"] }, { namespaces: ["west"] });
    expect(found).toEqual({ selected: [], calls: [] });
  });

  test("in all namespaces are asked for by name all the same", async () => {
    const found = await asked(world(), { names: ["bills"], kinds: ["FlinkDeployment"] });
    expect(found.selected).toEqual(["east/bills FlinkDeployment", "west/bills FlinkDeployment"]);
    expect(found.calls).toEqual(["list FlinkDeployment */bills"]);
  });

  test.for([
    { when: "the labels of the selector", labels: { team: "east" }, labelSelector: undefined },
    { when: "those of the spoke", labels: undefined, labelSelector: "team in (east),tier!=bills" },
    { when: "both", labels: { team: "east" }, labelSelector: "tier" },
  ])("have to have $when", async ({ labels, labelSelector }) => {
    const selector = { names: ["orders"], kinds: ["FlinkDeployment" as const], ...(labels && { labels }) };
    expect((await asked(world(), selector, { labelSelector })).selected).toEqual(["east/orders FlinkDeployment"]);
  });

  test("where the kind is not installed are not selected, and a cluster that does not answer is a fault", async () => {
    const scene = world();
    const { api } = scene.world.spoke();
    api.delete({ kind: "CustomResourceDefinition", name: "flinksessionjobs.flink.apache.org" });
    const selector = { namespaces: ["east"], names: ["orders"] };
    expect((await asked(scene, selector)).selected).toEqual(["east/orders FlinkDeployment"]);
    const list = async () => {
      throw new Faulted({ kind: "denied", what: "FlinkDeployment", because: "403" });
    };
    await expect(asked(scene, selector, {}, { list })).rejects.toMatchObject({ fault: { kind: "denied" } });
  });
});

describe("whole kinds are listed", () => {
  const many = Array.from({ length: 11 }, (_, index) => `job-${index}`);
  test.for([
    {
      when: "a name is a pattern",
      selector: { namespaces: ["east"], names: ["orders", "bil*"] },
      calls: ["list FlinkDeployment east"],
    },
    { when: "no name is meant", selector: { namespaces: ["east"] }, calls: ["list FlinkDeployment east"] },
    {
      when: "there are many names",
      selector: { namespaces: ["east"], names: [...many, "orders", "bills"] },
      calls: ["list FlinkDeployment east"],
    },
  ])("where $when", async ({ selector, calls }) => {
    const found = await asked(world(), { ...selector, kinds: ["FlinkDeployment"] });
    expect(found).toEqual({ selected: ["east/bills FlinkDeployment", "east/orders FlinkDeployment"], calls });
  });
});

describe("a canary", () => {
  function withCanary(): Triggering {
    const scene = new Triggering();
    scene.create(application("orders"));
    const labels = { "flink.apache.org/canary": "true" };
    scene.world
      .spoke()
      .api.create({ ...application("canary"), metadata: { name: "canary", namespace: "default", labels }, spec: {} });
    return scene;
  }
  const canary = (scene: Triggering) => scene.resource("canary");

  test.for(["suspend", "restart", "redeploy", "savepoint", "resume", "rollback"])(
    "is left out of what %s is asked for with a broad selector, and nobody is told",
    async (action) => {
      const scene = withCanary();
      const image = action === "redeploy" ? { image: `quay.io/orders@sha256:${"b".repeat(64)}` } : {};
      await triggerEvent(
        scene.event(`${action}.requested`, { selector: { namespaces: ["*"] }, ...image }),
        scene.ports,
      );
      expect(canary(scene)).toMatchObject({ metadata: { generation: 1 }, spec: {} });
      expect(canary(scene).metadata.annotations).toBeUndefined();
      expect(scene.told.map(({ resources }) => resources)).toEqual([["one/default/FlinkDeployment/orders"]]);
    },
  );

  test.for([{ names: ["canary", "orders"] }, { labels: { "flink.apache.org/canary": "true" } }])(
    "that %o names is refused, with the reason",
    async (selector) => {
      const scene = withCanary();
      await triggerEvent(scene.event("suspend.requested", { selector }), scene.ports);
      expect(canary(scene).metadata.generation).toBe(1);
      expect(scene.told.filter(({ type }) => type === "change.refused")).toMatchObject([
        {
          resources: ["one/default/FlinkDeployment/canary"],
          detail: { retryable: false, because: expect.stringContaining("it is a canary") },
        },
      ]);
    },
  );

  test("alone is nothing to select", async () => {
    const scene = withCanary();
    const selector = { names: ["can*"] };
    await triggerEvent(scene.event("suspend.requested", { selector }), scene.ports);
    expect(scene.told).toMatchObject([{ detail: { because: expect.stringContaining("nothing is selected") } }]);
  });
});
