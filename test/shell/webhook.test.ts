import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { Faulted } from "../../lib/core/fault.ts";
import { type HttpRequest, webhook, type WebhookPorts } from "../../lib/shell/webhook.ts";
import { application, digest, home, registry, Triggering } from "./support/triggering.ts";

const secret = "hush";
const hmac = (text: string, key = secret): string => createHmac("sha256", key).update(text).digest("hex");

/** A signing token of GitLab, and what signs with it. */
const key = Buffer.alloc(32, "k");
const token = `whsec_${key.toString("base64")}`;
const standard = (text: string, under = key): string => createHmac("sha256", under).update(text).digest("base64");

const may = ["redeploy", "restart"];
const selector = { namespaces: ["default"] };
const senders = {
  hub: { webhook: { kind: "github", secret: "/s" }, may, selector },
  lab: { webhook: { kind: "gitlab", secret: "/s" }, may, selector },
  sealed: { webhook: { kind: "gitlab", secret: "/w" }, may, selector },
  own: { webhook: { kind: "flink-fleet", secret: "/s" }, may, selector },
  role: { principal: `arn:aws:iam::${home}:role/ci/deployer`, may, selector },
};

class Webhooks extends Triggering {
  secretsReachable = true;

  constructor(spokes: readonly string[] = ["one"]) {
    super({ triggers: { senders }, spokes });
    for (const spoke of spokes) this.create(application("orders"), spoke);
  }

  async ask(request: Partial<HttpRequest>) {
    const whole = { path: "/", headers: {}, body: "", principal: undefined, ...request };
    const { status, body } = await webhook(whole, this.webhookPorts);
    return { status, body: body as Record<string, unknown> & { accepted?: unknown[]; refused?: unknown[] } };
  }

  get webhookPorts(): WebhookPorts {
    const check = (): void => {
      if (!this.secretsReachable) throw new Faulted({ kind: "unavailable", what: "/s", because: "timed out" });
    };
    const secrets: WebhookPorts["secrets"] = {
      signed: async (_, text, digits) => (check(), hmac(text) === digits),
      anySigned: async (name, text, signatures) => (check(), name === "/w" && signatures.includes(standard(text))),
      is: async (name, given) => (check(), name === "/s" && given === secret),
    };
    return { ...this.ports, secrets };
  }

  get generation(): number {
    return this.resource("orders").metadata.generation;
  }

  github(body: object, event = "deployment"): Partial<HttpRequest> {
    const text = JSON.stringify(body);
    const headers = { "x-github-event": event, "x-hub-signature-256": `sha256=${hmac(text)}` };
    return { path: "/hub", headers, body: text };
  }

  own(body: object, { at = this.world.clock.now(), key = secret } = {}): Partial<HttpRequest> {
    const text = JSON.stringify(body);
    const time = Math.floor(at / 1000);
    return {
      path: "/own",
      headers: { "x-flink-fleet-signature": `t=${time},v1=${hmac(`${time}.${text}`, key)}` },
      body: text,
    };
  }
}

const restart = (detail: object = {}) => ({
  type: "restart.requested",
  detail: { version: 1, selector: { names: ["orders"] }, ...detail },
});

describe("a request signed with credentials of AWS", () => {
  const principal = `arn:aws:sts::${home}:assumed-role/deployer/session`;
  const body = JSON.stringify(restart({ changeId: "c-1" }));

  test("is made, and answered with what was accepted", async () => {
    const scene = new Webhooks();
    const answer = await scene.ask({ principal, body });
    expect(answer).toMatchObject({ status: 200, body: { accepted: [{ changeId: "c-1", by: "role" }], refused: [] } });
    expect(scene.generation).toBe(2);
  });

  test.for([
    `arn:aws:sts::${home}:assumed-role/other/session`,
    "arn:aws:sts::999999999999:assumed-role/deployer/session",
  ])("by %s, who is no sender, is refused", async (other) => {
    const scene = new Webhooks();
    expect(await scene.ask({ principal: other, body })).toMatchObject({ status: 422, body: { accepted: [] } });
    expect(scene.generation).toBe(1);
  });

  test("asks what has become of a change, until it is complete", async () => {
    const scene = new Webhooks();
    await scene.ask({ principal, body });
    const question = {
      type: "change.status",
      detail: { version: 1, changeId: "c-1", selector: { names: ["orders"] } },
    };
    const ask = async () => (await scene.ask({ principal, body: JSON.stringify(question) })).body;
    expect(await ask()).toMatchObject({ complete: false, resources: [{ name: "orders" }] });
    const done = [{ id: "c-1", result: "succeeded", at: scene.now }];
    const ref = { kind: "FlinkDeployment", namespace: "default", name: "orders" };
    const patch = { type: "merge", body: { status: { fleet: { changes: { done } } } } } as const;
    scene.world.spoke().api.patch(ref, patch, { subresource: "status" });
    expect(await ask()).toMatchObject({ complete: true, resources: [{ name: "orders", result: "succeeded" }] });
  });
});

describe("what has become of a change", () => {
  const question = { type: "change.status", detail: { version: 1, changeId: "c-1", selector: { names: ["*"] } } };

  /** Whatever else there is of it, the change has been completed in this resource. */
  function completed(scene: Triggering, { namespace = "default", spoke = "one" } = {}): void {
    const done = [{ id: "c-1", result: "succeeded", at: scene.now }];
    const ref = { kind: "FlinkDeployment", namespace, name: "orders" };
    const patch = { type: "merge", body: { status: { fleet: { changes: { done } } } } } as const;
    scene.world.spoke(spoke).api.patch(ref, patch, { subresource: "status" });
  }

  test("is not known as a whole while one of the clusters cannot be asked", async () => {
    const scene = new Webhooks(["one", "two"]);
    completed(scene, { spoke: "one" });
    completed(scene, { spoke: "two" });
    expect((await scene.ask(scene.own(question))).body).toMatchObject({ complete: true });
    scene.world.spoke("two").reachable = false;
    expect((await scene.ask(scene.own(question))).body).toMatchObject({
      complete: false,
      resources: [{ spoke: "one", result: "succeeded" }],
      refused: [{ resource: { spoke: "two" }, retryable: true }],
    });
  });

  test("is told only of what the asker may touch", async () => {
    const scene = new Webhooks();
    scene.world.spoke().api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "payments" } });
    scene.create(application("orders", "payments"));
    completed(scene);
    completed(scene, { namespace: "payments" });
    const { resources } = (await scene.ask(scene.own(question))).body;
    expect(resources).toMatchObject([{ namespace: "default" }]);
    expect(resources).toHaveLength(1);
  });
});

describe("our own signature", () => {
  test("counts for five minutes, and for one body", async () => {
    const scene = new Webhooks();
    const now = scene.world.clock.now();
    const old = scene.own(restart(), { at: (now - minutes(6)) as typeof now });
    const early = scene.own(restart(), { at: (now + minutes(6)) as typeof now });
    const other = { ...scene.own(restart()), body: JSON.stringify(restart({ changeId: "c-2" })) };
    for (const request of [old, early, other, scene.own(restart(), { key: "guess" })])
      expect(await scene.ask(request)).toMatchObject({ status: 401 });
    expect(scene.generation).toBe(1);
    expect(await scene.ask(scene.own(restart()))).toMatchObject({ status: 200 });
    expect(scene.generation).toBe(2);
  });

  test("that is replayed changes nothing more", async () => {
    const scene = new Webhooks();
    const request = scene.own(restart());
    for (let i = 0; i < 3; i += 1) expect(await scene.ask(request)).toMatchObject({ status: 200 });
    expect(scene.generation).toBe(2);
  });
});

describe("GitHub", () => {
  const deployment = (scene: Triggering, payload: unknown) => ({
    deployment: { id: 7, created_at: scene.now, payload },
  });

  test.for([
    { form: "a map", of: (payload: object): unknown => payload },
    { form: "text", of: (payload: object): unknown => JSON.stringify(payload) },
  ])("asks by the payload of a deployment, as $form", async ({ of }) => {
    const scene = new Webhooks();
    const image = `${registry}/orders:2`;
    const detail = { version: 1, selector: { names: ["orders"] }, image, digest };
    const request = scene.github(deployment(scene, of({ type: "redeploy.requested", detail })));
    expect(await scene.ask(request)).toMatchObject({ status: 200, body: { accepted: [{ by: "hub" }] } });
    expect(scene.resource("orders").spec["image"]).toBe(`${image}@${digest}`);
  });

  test("that delivers again under another delivery id changes nothing more", async () => {
    const scene = new Webhooks();
    const request = scene.github(deployment(scene, restart()));
    await scene.ask({ ...request, headers: { ...request.headers, "x-github-delivery": "a" } });
    scene.world.advance(seconds(30));
    await scene.ask({ ...request, headers: { ...request.headers, "x-github-delivery": "b" } });
    expect(scene.generation).toBe(2);
  });

  test("is not heard hours later: what was signed once is no good for ever", async () => {
    const scene = new Webhooks();
    const request = scene.github(deployment(scene, restart()));
    scene.world.advance(minutes(61));
    expect(await scene.ask(request)).toMatchObject({
      status: 422,
      body: { refused: [{ because: expect.stringContaining("has passed") }] },
    });
    expect(scene.generation).toBe(1);
  });

  test("says when it asked: a dispatch, which has no time of its own, has to bring one", async () => {
    const scene = new Webhooks();
    const without = await scene.ask(scene.github({ client_payload: restart() }, "repository_dispatch"));
    expect(without).toMatchObject({
      status: 422,
      body: { refused: [{ because: expect.stringMatching(/^requestedAt is missing/) }] },
    });
    const body = { client_payload: restart({ requestedAt: scene.now }) };
    expect(await scene.ask(scene.github(body, "repository_dispatch"))).toMatchObject({ status: 200 });
    expect(scene.generation).toBe(2);
  });

  test("may speak of other things", async () => {
    const scene = new Webhooks();
    expect(await scene.ask(scene.github({ zen: "…" }, "ping"))).toEqual({ status: 200, body: { ignored: true } });
  });

  test.for([
    { what: "without a signature", headers: { "x-github-event": "deployment" } },
    {
      what: "with one of another secret",
      headers: { "x-github-event": "deployment", "x-hub-signature-256": `sha256=${hmac("{}", "x")}` },
    },
  ])("$what is not heard", async ({ headers }) => {
    const scene = new Webhooks();
    expect(await scene.ask({ path: "/hub", headers, body: "{}" })).toMatchObject({ status: 401 });
  });
});

describe("GitLab", () => {
  const pipeline = (status: string, value: string) =>
    JSON.stringify({
      object_kind: "pipeline",
      object_attributes: { status, variables: [{ key: "FLINK_FLEET_REQUEST", value }] },
    });
  const headers = { "x-gitlab-token": secret, "idempotency-key": "k-1" };

  test("asks by a variable of a pipeline that has succeeded, once for each delivery", async () => {
    const scene = new Webhooks();
    const ask = async (status: string) =>
      await scene.ask({ path: "/lab", headers, body: pipeline(status, JSON.stringify(restart())) });
    expect((await ask("running")).body).toEqual({ ignored: true });
    expect(await ask("success")).toMatchObject({ status: 200, body: { accepted: [{ by: "lab" }] } });
    expect(await ask("success")).toMatchObject({ status: 200 });
    expect(scene.generation).toBe(2);
  });

  test("asks by a body of its own making", async () => {
    const scene = new Webhooks();
    const body = JSON.stringify(restart({ changeId: "c-1" }));
    expect(await scene.ask({ path: "/lab", headers, body })).toMatchObject({ status: 200 });
    expect(await scene.ask({ path: "/lab", headers: { "x-gitlab-token": "guess" }, body })).toMatchObject({
      status: 401,
    });
  });
});

describe("GitLab with a signing token", () => {
  const pipeline = (detail: object = {}) =>
    JSON.stringify({
      object_attributes: {
        status: "success",
        variables: [{ key: "FLINK_FLEET_REQUEST", value: JSON.stringify(restart(detail)) }],
      },
    });

  const sealed = (scene: Triggering, { id = "k-1", body = pipeline(), under = key } = {}) => {
    const time = String(Math.floor(scene.world.clock.now() / 1000));
    const signature = `v1,${standard(`${id}.${time}.${body}`, under)}`;
    const headers = { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": signature };
    return { path: "/sealed", headers, body };
  };

  test("is heard by its signature alone", async () => {
    const scene = new Webhooks();
    const request = sealed(scene);
    const other = sealed(scene, { under: Buffer.alloc(32, "x") });
    const bare = { "x-gitlab-token": token };
    for (const wrong of [
      other,
      { ...other, headers: { ...other.headers, ...bare } },
      { ...request, headers: bare },
      { ...request, body: pipeline({ changeId: "c-2" }) },
      { ...request, headers: { ...request.headers, "webhook-id": "k-2" } },
    ])
      expect(await scene.ask(wrong)).toMatchObject({ status: 401 });
    expect(scene.generation).toBe(1);
    expect(await scene.ask(request)).toMatchObject({ status: 200, body: { accepted: [{ by: "sealed" }] } });
    expect(scene.generation).toBe(2);
  });

  test("is not made up for by the right token, where there is a signature that cannot be checked", async () => {
    const scene = new Webhooks();
    const request = sealed(scene);
    const headers = { ...request.headers, "x-gitlab-token": secret };
    expect(await scene.ask({ ...request, path: "/lab", headers })).toMatchObject({ status: 401 });
    expect(scene.generation).toBe(1);
  });

  test("that is replayed changes nothing more, whatever key it is given, and is not heard minutes later", async () => {
    const scene = new Webhooks();
    const request = sealed(scene);
    for (const again of ["k-1", "k-2", "k-3"]) {
      const headers = { ...request.headers, "idempotency-key": again };
      expect(await scene.ask({ ...request, headers })).toMatchObject({ status: 200 });
    }
    expect(scene.generation).toBe(2);
    scene.world.advance(minutes(6));
    expect(await scene.ask(request)).toMatchObject({ status: 401 });
  });

  test("has asked when it signed: behind what was asked for since then, a delivery is out of order", async () => {
    const scene = new Webhooks();
    const held = sealed(scene, { id: "held" });
    scene.world.advance(seconds(30));
    expect(await scene.ask(sealed(scene, { id: "next" }))).toMatchObject({ status: 200 });
    expect(await scene.ask(held)).toMatchObject({
      status: 422,
      body: { refused: [{ because: expect.stringContaining("out of order") }] },
    });
    expect(scene.generation).toBe(2);
  });

  test("makes as many changes as deliveries, and sends one again under the same id", async () => {
    const scene = new Webhooks();
    expect(await scene.ask(sealed(scene, { id: "a" }))).toMatchObject({ status: 200 });
    scene.world.advance(seconds(30));
    expect(await scene.ask(sealed(scene, { id: "a" }))).toMatchObject({ status: 200 });
    expect(scene.generation).toBe(2);
    expect(await scene.ask(sealed(scene, { id: "b" }))).toMatchObject({ status: 200 });
    expect(scene.generation).toBe(3);
  });
});

describe("a request that is not right", () => {
  test.for([
    { what: "of somebody unknown", request: { path: "/nobody", body: "{}" }, status: 401 },
    { what: "of a name that every object has", request: { path: "/constructor", body: "{}" }, status: 401 },
    { what: "that is too large", request: { path: "/own", body: "x".repeat(256 * 1024 + 1) }, status: 413 },
  ])("$what is answered with $status", async ({ request, status }) => {
    expect(await new Webhooks().ask(request)).toMatchObject({ status });
  });

  test("and signed is told what would be right", async () => {
    const scene = new Webhooks();
    expect(await scene.ask(scene.own({ type: "dance.requested", detail: {} }))).toMatchObject({
      status: 422,
      body: { because: expect.stringContaining('type is "dance.requested", must be') },
    });
    expect(await scene.ask(scene.own(restart({ selector: {} })))).toMatchObject({ status: 422 });
  });

  test("that cannot be answered now is to be sent again", async () => {
    const scene = new Webhooks();
    scene.secretsReachable = false;
    expect(await scene.ask(scene.own(restart()))).toMatchObject({ status: 503 });
    scene.secretsReachable = true;
    scene.world.spoke().reachable = false;
    expect(await scene.ask(scene.own(restart()))).toMatchObject({
      status: 503,
      body: { refused: [{ retryable: true }] },
    });
  });

  test("leaves nothing of itself in the log", async () => {
    const scene = new Webhooks();
    scene.secretsReachable = false;
    await scene.ask(scene.own(restart({ changeId: "private" })));
    expect(scene.logged.join()).not.toContain("private");
    expect(scene.logged.join()).not.toContain(secret);
  });
});
