import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateEventBusCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { simulatedKubeconfig } from "../../lib/cli/simulatedKubeconfig.ts";
import { type Served, serve } from "../../lib/world/http/serve.ts";
import { World } from "../../lib/world/world.ts";
import { application } from "../shell/support/triggering.ts";
import { useAccount } from "./support/account.ts";
import { invokeApi } from "./support/lambda/invokeApi.ts";
import { LambdaFunction } from "./support/lambda/lambdaFunction.ts";
import { createQueue, received } from "./support/queues.ts";
import { addressOf } from "./support/troubledServers.ts";

const bundles = join(import.meta.dirname, "../../dist");
const role = "arn:aws:iam::123456789012:role/ci";
const world = new World({ spokes: ["near", "far"] });
let served: Served;
let folder: string;
let lambda: Server;
let work: string;
let request: LambdaFunction;
let change: LambdaFunction;

beforeAll(async () => {
  useAccount("eu-west-1");
  served = await serve(world);
  folder = await mkdtemp(join(tmpdir(), "zones-"));
  work = await createQueue("zones-work");
  await new EventBridgeClient().send(new CreateEventBusCommand({ Name: "zones" }));
  change = await lambdaFunction("change", { near: "http://127.0.0.1:1", far: served.url("far") });
  lambda = await invokeApi({ "flink-fleet-test-change-private": change });
  const ZONES = JSON.stringify({ private: "flink-fleet-test-change-private" });
  const more = { ZONES, AWS_ENDPOINT_URL_LAMBDA: addressOf(lambda) };
  request = await lambdaFunction("webhook", { near: served.url("near"), far: "http://127.0.0.1:1" }, more);
  for (const spoke of ["near", "far"]) world.spoke(spoke).api.create(application("orders"));
}, 300_000);

afterAll(async () => {
  await Promise.all([request?.close(), change?.close(), served?.close()]);
  lambda?.close();
  await rm(folder, { recursive: true });
  vi.unstubAllEnvs();
});

/** A bundle under Lambda's own runtime client, from where the clusters have these addresses. */
async function lambdaFunction(name: string, servers: Readonly<Record<string, string>>, more: object = {}) {
  const kubeconfig = join(folder, `${name}.kubeconfig`);
  const clusters = Object.entries(servers).map(([cluster, server]) => ({ name: cluster, server }));
  await writeFile(kubeconfig, simulatedKubeconfig(clusters));
  const file = join(folder, `${name}.yaml`);
  await writeFile(
    file,
    `clusters:
  near: { kubeconfig: ${kubeconfig}, context: near }
  far: { kubeconfig: ${kubeconfig}, context: far, zone: private }
triggers:
  senders:
    ci: { principal: "${role}", may: [restart], selector: { clusters: ["*"] } }
`,
  );
  const environment = {
    FLEET_FILE: file,
    QUEUES: JSON.stringify({ default: work, private: work }),
    DEAD_LETTERS: work,
    BUS: "zones",
    LOOKS_TABLE: "zones",
    STAGE: "test",
    AWS_ENDPOINT_URL: inject("moto"),
    AWS_ACCESS_KEY_ID: "AKIATEST",
    AWS_SECRET_ACCESS_KEY: "secret",
    ...more,
  };
  return new LambdaFunction({ name, folder: join(bundles, name), timeoutMs: 60_000, environment });
}

/** Over HTTPS, signed with the role of the sender. */
async function ask(type: string, detail: object): Promise<Record<string, unknown>> {
  const body = JSON.stringify({
    type,
    detail: { version: 1, changeId: "c-1", selector: { names: ["orders"] }, ...detail },
  });
  const requestContext = { authorizer: { iam: { userArn: role } } };
  const came = await request.invoke({ rawPath: "/", headers: {}, body, isBase64Encoded: false, requestContext });
  if (came.kind !== "answered") throw new Error(JSON.stringify(came));
  return JSON.parse((came.payload as { readonly body: string }).body) as Record<string, unknown>;
}

const generations = () =>
  ["near", "far"].map((name) => {
    const ref = { kind: "FlinkDeployment", namespace: "default", name: "orders" };
    return (world.spoke(name).api.read(ref) as { readonly metadata: { readonly generation: number } }).metadata
      .generation;
  });

test("who asks over HTTPS changes clusters that only a VPC reaches, and learns what becomes of it", async () => {
  expect(await ask("restart.requested", { requestedAt: new Date().toISOString() })).toMatchObject({
    accepted: [{ resource: { spoke: "far" } }, { resource: { spoke: "near" } }],
    refused: [],
  });
  expect(generations()).toEqual([2, 2]);
  const wakes = (await received(work)).map(({ Body = "" }) => (JSON.parse(Body) as { readonly spoke: string }).spoke);
  expect(wakes.toSorted()).toEqual(["far", "near"]);
  const status = await ask("change.status", {});
  expect(status).toMatchObject({ complete: false, refused: [] });
  expect(status["resources"]).toHaveLength(2);
});
