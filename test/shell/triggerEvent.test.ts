import { describe, expect, test } from "vitest";
import { seconds } from "../../lib/core/time.ts";
import { triggerEvent } from "../../lib/shell/triggerEvent.ts";
import { Crash, CrashAfter } from "./support/turnstile.ts";
import { application, digest, home, registry, Triggering } from "./support/triggering.ts";

const image = `${registry}/orders:2`;
const redeploy = { image, digest };

function begun(options: ConstructorParameters<typeof Triggering>[0] = {}): Triggering {
  const scene = new Triggering(options);
  scene.create(application("orders"));
  return scene;
}

describe("a request for a change", () => {
  test("is one patch of flink-fleet-trigger with its note, then a wake and an answer", async () => {
    const scene = begun();
    await triggerEvent(scene.event("redeploy.requested", redeploy), scene.ports);
    const { metadata, spec } = scene.resource("orders");
    expect(spec).toMatchObject({ image: `${image}@${digest}`, job: { jarURI: "local:///opt/job.jar" } });
    expect(metadata.generation).toBe(2);
    expect(scene.notes("orders")).toMatchObject([
      {
        id: "c-1",
        action: "redeploy",
        by: "ci",
        from: { generation: 1, image: `${registry}/orders:1` },
        to: { generation: 2, image: `${image}@${digest}` },
      },
    ]);
    expect(scene.wakes).toEqual([
      { spoke: "one", resource: { kind: "FlinkDeployment", namespace: "default", name: "orders" } },
    ]);
    expect(scene.told).toMatchObject([
      { type: "change.accepted", resources: ["one/default/FlinkDeployment/orders"], detail: { changeId: "c-1" } },
    ]);
    const patches = scene.world.spoke().calls.filter(({ verb }) => verb === "patch");
    expect(patches).toHaveLength(1);
  });

  test("is seen by whoever applies the resource: what was changed has another owner", async () => {
    const scene = begun();
    await triggerEvent(scene.event("redeploy.requested", redeploy), scene.ports);
    const { apiVersion, kind, metadata } = application("orders");
    const body = { apiVersion, kind, metadata: { name: metadata.name }, spec: { image: `${registry}/orders:1` } };
    const ref = { kind, namespace: "default", name: "orders" };
    const { api } = scene.world.spoke();
    expect(() => api.patch(ref, { type: "apply", body, force: false }, { manager: "argocd" })).toThrow(
      /"flink-fleet-trigger"/,
    );
  });

  test("that is repeated and shuffled is made once", async () => {
    const scene = begun();
    const events = ["c-1", "c-2"].map((changeId) =>
      scene.event("restart.requested", { changeId, requestedAt: scene.now }),
    );
    for (let i = 0; i < 10; i += 1) for (const event of events) await triggerEvent(event, scene.ports);
    expect(scene.resource("orders").spec["restartNonce"]).toBe(2);
    expect(scene.notes("orders").map(({ id }) => id)).toEqual(["c-1", "c-2"]);
    expect(new Set(scene.told.map(({ type }) => type))).toEqual(new Set(["change.accepted"]));
  });

  test("that dies after any call and is repeated is made once, and comes to the same", async () => {
    for (let calls = 1; ; calls += 1) {
      const scene = begun();
      const crash = new CrashAfter(calls, "calls");
      const event = scene.event("savepoint.requested", {});
      scene.through = crash.through;
      await triggerEvent(event, scene.ports).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error;
      });
      scene.through = (spoke) => spoke;
      scene.world.advance(seconds(5));
      await triggerEvent(event, scene.ports);
      const snapshots = scene.world.spoke().api.list("FlinkStateSnapshot", {}).items;
      expect(snapshots.map(({ metadata }) => metadata.name)).toEqual([scene.notes("orders")[0]?.["snapshot"]]);
      expect(scene.notes("orders")).toHaveLength(1);
      expect(scene.told.at(-1)).toMatchObject({ type: "change.accepted" });
      if (!crash.crashed) break;
      expect(calls).toBeLessThan(20);
    }
  });

  /** Somebody edits the resource between the look at it and its patch. */
  function editedMeanwhile(scene: Triggering, body: object): void {
    const { api } = scene.world.spoke();
    let edits = 0;
    scene.through = (spoke) => ({
      ...spoke,
      connect: async () => {
        const connection = await spoke.connect();
        const { cluster } = connection;
        const patch: typeof cluster.patch = async (...args) => {
          edits += 1;
          const ref = { kind: "FlinkDeployment", namespace: "default", name: "orders" };
          if (edits === 1) api.patch(ref, { type: "merge", body }, { manager: "kubectl" });
          return await cluster.patch(...args);
        };
        return { ...connection, cluster: { ...cluster, patch } };
      },
    });
  }

  test("meets an edit of somebody else: both are in the end", async () => {
    const scene = begun();
    editedMeanwhile(scene, { spec: { job: { parallelism: 7 } } });
    await triggerEvent(scene.event("redeploy.requested", redeploy), scene.ports);
    expect(scene.resource("orders").spec).toMatchObject({ image: `${image}@${digest}`, job: { parallelism: 7 } });
    expect(scene.notes("orders")).toMatchObject([{ from: { generation: 2 }, to: { generation: 3 } }]);
  });

  test("leaves alone what was taken out of its reach meanwhile", async () => {
    const selector = { labels: { team: "x" } };
    const scene = new Triggering();
    scene.create(application("orders", "default", {}, { team: "x" }));
    editedMeanwhile(scene, { metadata: { labels: { team: "y" } } });
    await triggerEvent(scene.event("restart.requested", { selector }), scene.ports);
    expect(scene.resource("orders").metadata.generation).toBe(1);
    expect(scene.told).toMatchObject([
      { type: "change.refused", detail: { because: expect.stringContaining("labels were changed") } },
    ]);
  });

  test("refuses one spoke that cannot be reached, and goes on with the others", async () => {
    const scene = begun({ spokes: ["one", "two"] });
    scene.create(application("orders"), "two");
    scene.world.spoke("one").reachable = false;
    await triggerEvent(scene.event("restart.requested", {}), scene.ports);
    expect(scene.told.map(({ type, detail }) => [type, detail["retryable"], detail["resource"]])).toEqual(
      expect.arrayContaining([
        ["change.refused", true, { spoke: "one" }],
        ["change.accepted", undefined, expect.objectContaining({ spoke: "two" })],
      ]),
    );
    expect(scene.resource("orders", { spoke: "two" }).spec["restartNonce"]).toBe(1);
  });

  test("throws where the bus cannot be had; the event that comes again is answered, and changes no more", async () => {
    const scene = begun();
    const event = scene.event("restart.requested", {});
    scene.busReachable = false;
    await expect(triggerEvent(event, scene.ports)).rejects.toMatchObject({ fault: { kind: "unavailable" } });
    scene.busReachable = true;
    await triggerEvent(event, scene.ports);
    expect(scene.resource("orders").spec["restartNonce"]).toBe(1);
    expect(scene.told).toMatchObject([{ type: "change.accepted" }]);
  });

  test.for([
    {
      when: "the sender is not known",
      over: { source: "com.example.other" },
      because: /no sender .* com\.example\.other/,
    },
    { when: "the account is another", over: { account: "999999999999" }, because: /no sender .* 999999999999/ },
    {
      when: "the schema is not met",
      detail: { selector: {} },
      because: /detail\.?.*selector is a map, must have at least one of/,
    },
    {
      when: "nothing is selected",
      detail: { selector: { names: ["bills"] } },
      because: /nothing is selected by names bills/,
    },
  ])("is refused with the reason where $when", async ({ over, detail, because }) => {
    const scene = begun();
    await triggerEvent(scene.event("restart.requested", detail ?? {}, over), scene.ports);
    expect(scene.told).toMatchObject([
      {
        type: "change.refused",
        detail: { changeId: "c-1", retryable: false, because: expect.stringMatching(because) },
      },
    ]);
    expect(scene.resource("orders").metadata.generation).toBe(1);
  });

  test("touches only what the sender may, and says what it may not", async () => {
    const selector = { namespaces: ["default"] };
    const ci = { source: "com.example.ci", may: ["restart"], selector };
    const scene = begun({ triggers: { senders: { ci } } });
    scene.world.spoke().api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "payments" } });
    scene.create(application("orders", "payments"));
    await triggerEvent(scene.event("restart.requested", {}), scene.ports);
    expect(scene.resource("orders", { namespace: "payments" }).metadata.generation).toBe(1);
    expect(scene.resource("orders").metadata.generation).toBe(2);
    expect(scene.told.map(({ detail }) => detail["because"])).toContain(
      "ci may not touch payments/orders FlinkDeployment: it may touch namespaces default",
    );
    await triggerEvent(scene.event("suspend.requested", { changeId: "c-2" }), scene.ports);
    expect(scene.told.at(-1)?.detail["because"]).toBe("ci may not ask for suspend: triggers.senders.ci.may is restart");
  });

  test("that is older than one which was made is out of order", async () => {
    const scene = begun();
    const early = scene.event("restart.requested", { changeId: "early", requestedAt: scene.now });
    scene.world.advance(seconds(10));
    await triggerEvent(scene.event("restart.requested", { requestedAt: scene.now }), scene.ports);
    await triggerEvent(early, scene.ports);
    expect(scene.told.at(-1)).toMatchObject({
      type: "change.refused",
      detail: { because: expect.stringContaining("out of order") },
    });
    expect(scene.resource("orders").spec["restartNonce"]).toBe(1);
  });
});

describe("an image without a digest", () => {
  test("of ECR is pinned to what its tag means now", async () => {
    const scene = begun();
    scene.tags.set("orders:2", digest);
    await triggerEvent(scene.event("redeploy.requested", { image }), scene.ports);
    expect(scene.resource("orders").spec["image"]).toBe(`${image}@${digest}`);
  });

  test("that ECR does not have is refused; where ECR cannot be asked it is tried again", async () => {
    const scene = begun();
    await triggerEvent(scene.event("redeploy.requested", { image }), scene.ports);
    expect(scene.told[0]?.detail["because"]).toContain(
      "image cannot be pinned to its digest: image orders:2: not found",
    );
    scene.tags.set("orders:2", "unavailable");
    await expect(triggerEvent(scene.event("redeploy.requested", { image }), scene.ports)).rejects.toThrow("timed out");
  });

  test("of another registry is refused unless tags are allowed", async () => {
    const event = (scene: Triggering) => scene.event("redeploy.requested", { image: "quay.io/example/orders:2" });
    const strict = begun();
    await triggerEvent(event(strict), strict.ports);
    expect(strict.told[0]?.detail["because"]).toContain("triggers.allowTags");
    const { senders } = strict.triggers;
    const lax = begun({ triggers: { senders, allowTags: true } });
    await triggerEvent(event(lax), lax.ports);
    expect(lax.resource("orders").spec["image"]).toBe("quay.io/example/orders:2");
  });
});

describe("events of AWS", () => {
  const images = [{ repository: "orders", selector: { namespaces: ["default"] } }];

  test("a push redeploys what runs an image of the repository, by digest", async () => {
    const scene = begun({ triggers: { images } });
    scene.create(application("bills", "default", { image: `${registry}/bills:1` }));
    await triggerEvent(scene.push(), scene.ports);
    expect(scene.resource("orders").spec["image"]).toBe(`${image}@${digest}`);
    expect(scene.resource("bills").metadata.generation).toBe(1);
    expect(scene.notes("orders")).toMatchObject([{ id: "ecr:e-1", by: "triggers.images[0]" }]);
  });

  test.for([
    { what: "of another account", event: { account: "999999999999" } },
    { what: "of another repository", detail: { "repository-name": "bills" } },
    { what: "of a part of an image", detail: { "image-tag": undefined } },
    { what: "that failed", detail: { result: "FAILURE" } },
    { what: "that was no push", detail: { "action-type": "DELETE" } },
  ])("a push $what asks for nothing", async ({ event, detail }) => {
    const scene = begun({ triggers: { images } });
    await triggerEvent(scene.push(detail ?? {}, event ?? {}), scene.ports);
    expect(scene.resource("orders").metadata.generation).toBe(1);
    expect(scene.told).toEqual([]);
  });

  test("the success of a pipeline redeploys by the digest of the rule's tag, that of a build restarts", async () => {
    const selector = { names: ["orders"] };
    const pipelines = [
      { pipeline: "release", image: `${registry}/orders:stable`, selector },
      { project: "nightly", action: "restart", selector },
    ];
    const scene = begun({ triggers: { pipelines } });
    scene.tags.set("orders:stable", digest);
    const event = (source: string, detail: object, id: string) => ({
      ...scene.event(`${source} State Change`, {}),
      source,
      detail,
      id,
    });
    await triggerEvent(event("aws.codepipeline", { pipeline: "release", state: "FAILED" }, "e-0"), scene.ports);
    const elsewhere = {
      ...event("aws.codebuild", { "project-name": "nightly", "build-status": "SUCCEEDED" }, "e-0"),
      account: "9",
    };
    await triggerEvent(elsewhere, scene.ports);
    expect(scene.told).toEqual([]);
    await triggerEvent(event("aws.codepipeline", { pipeline: "release", state: "SUCCEEDED" }, "e-1"), scene.ports);
    await triggerEvent(
      event("aws.codebuild", { "project-name": "nightly", "build-status": "SUCCEEDED" }, "e-2"),
      scene.ports,
    );
    expect(scene.resource("orders").spec).toMatchObject({
      image: `${registry}/orders:stable@${digest}`,
      restartNonce: 1,
    });
    expect(scene.notes("orders").map(({ id }) => id)).toEqual(["pipeline:e-1", "project:e-2"]);
  });

  test("what is no event, and events of others, are left alone", async () => {
    const scene = begun();
    await triggerEvent({ hello: "there" }, scene.ports);
    await triggerEvent(scene.event("change.accepted", {}, { source: "flink-fleet", account: home }), scene.ports);
    expect(scene.told).toEqual([]);
    expect(scene.logged).toHaveLength(2);
  });
});
