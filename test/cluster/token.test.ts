import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as yaml from "yaml";
import { eksToken } from "../../lib/adapters/eks/token.ts";
import { contextAccess } from "../../lib/adapters/kubeconfig/contextAccess.ts";
import { readKubeconfig } from "../../lib/adapters/kubeconfig/kubeconfig.ts";
import { applyAny } from "../../lib/adapters/kubernetes/applyAny.ts";
import { Connection } from "../../lib/adapters/kubernetes/connection.ts";
import { KubernetesCluster } from "../../lib/adapters/kubernetes/kubernetesCluster.ts";
import { tokenAccess } from "../../lib/adapters/kubernetes/tokenAccess.ts";
import { systemClock } from "../../lib/adapters/system/systemClock.ts";
import { later, minutes } from "../../lib/core/time.ts";
import { faultOf } from "../adapters/support/connecting.ts";
import { type TokenRules, tokenWebhook } from "../support/tokenWebhook.ts";
import { type ControlPlane, startControlPlane } from "./support/controlPlane.ts";

const cluster = "orders";
const region = "eu-west-1";
const credentials = { accessKeyId: "ASIATEST", secretAccessKey: "secret", sessionToken: "session" };
const username = "arn:aws:sts::111122223333:assumed-role/flink-fleet/flink-fleet";
const caller = { secretAccessKey: "secret", sessionToken: "session", username, groups: ["flink-fleet"] };

/** What EKS sets up of itself: its API server asks a webhook about every token. */
let plane: ControlPlane;
let folder: string;
const rules: TokenRules = { cluster, region, now: Date.now, callers: { ASIATEST: caller } };
const webhook = tokenWebhook(() => Promise.resolve(rules));

beforeAll(async () => {
  webhook.listen(0, "127.0.0.1");
  await once(webhook, "listening");
  const { port } = webhook.address() as AddressInfo;
  folder = await mkdtemp(join(tmpdir(), "token-webhook-"));
  const file = join(folder, "webhook.conf");
  await writeFile(
    file,
    yaml.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "webhook", cluster: { server: `http://127.0.0.1:${port}/` } }],
      users: [{ name: "apiserver", user: {} }],
      contexts: [{ name: "webhook", context: { cluster: "webhook", user: "apiserver" } }],
      "current-context": "webhook",
    }),
  );
  plane = await startControlPlane({
    name: "token",
    apiserverFlags: [
      `--authentication-token-webhook-config-file=${file}`,
      "--authentication-token-webhook-cache-ttl=0s",
    ],
  });
  await bindGroup();
});
afterAll(async () => {
  await plane?.stop();
  webhook.close();
  await rm(folder, { recursive: true });
});

/** The group may list pods, and nothing else. */
async function bindGroup(): Promise<void> {
  const admin = new Connection(contextAccess(readKubeconfig(plane.kubeconfig), "token", systemClock.now()));
  const apiVersion = "rbac.authorization.k8s.io/v1";
  const metadata = { name: "flink-fleet" };
  const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }];
  await applyAny(admin, { apiVersion, kind: "ClusterRole", metadata, rules });
  const apiGroup = "rbac.authorization.k8s.io";
  await applyAny(admin, {
    apiVersion,
    kind: "ClusterRoleBinding",
    metadata,
    roleRef: { apiGroup, kind: "ClusterRole", name: "flink-fleet" },
    subjects: [{ apiGroup, kind: "Group", name: "flink-fleet" }],
  });
}

function asking(over: Partial<Parameters<typeof eksToken>[0]> = {}): KubernetesCluster {
  const current = readKubeconfig(plane.kubeconfig).config.getCurrentCluster();
  const token = () => eksToken({ cluster, region, credentials, now: systemClock.now(), ...over });
  const ca = Buffer.from(current?.caData ?? "", "base64").toString("utf8");
  return new KubernetesCluster(new Connection(tokenAccess(current?.server ?? "", { ca, token })));
}

describe("an API server that asks about tokens as EKS does", () => {
  test("takes ours, and gives it the rights of its group", async () => {
    expect(await asking().list({ kind: "Pod" })).toEqual([]);
  });

  test("says which right is missing", async () => {
    expect(await faultOf(asking().list({ kind: "Deployment" }))).toEqual({
      kind: "denied",
      what: "list of deployments",
      because: `deployments.apps is forbidden: User "${username}" cannot list resource "deployments" in API group "apps" at the cluster scope`,
    });
  });

  test.for<{ when: string; over: Partial<Parameters<typeof eksToken>[0]> }>([
    { when: "for another cluster", over: { cluster: "payments" } },
    { when: "that has expired", over: { now: later(systemClock.now(), minutes(-15)) } },
    { when: "of another region", over: { region: "us-east-1" } },
    { when: "signed by someone else", over: { credentials: { ...credentials, secretAccessKey: "guess" } } },
  ])("refuses one $when", async ({ over }) => {
    expect(await faultOf(asking(over).list({ kind: "Pod" }))).toEqual({
      kind: "denied",
      what: "list of pods",
      because: "Unauthorized",
    });
  });
});
