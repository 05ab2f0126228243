import { beforeAll, describe, expect, type TestContext, test } from "vitest";
import { applyAny } from "../../lib/adapters/kubernetes/applyAny.ts";
import type { Connection } from "../../lib/adapters/kubernetes/connection.ts";
import { KubernetesCluster } from "../../lib/adapters/kubernetes/kubernetesCluster.ts";
import { definitions } from "../../lib/api/crd/definitions.ts";
import type { KindName } from "../../lib/core/kubernetes.ts";
import { fleetRights } from "../../lib/core/rights.ts";
import { eventually } from "./support/eventually.ts";
import { administrator, enrolled, nameOf, type Right, rightsIn } from "./support/rights.ts";
import { type Life, lifeOf, live, resources } from "./support/rightsLife.ts";

/** Filled before the first test. */
let admin: Connection;
const rights = rightsIn(fleetRights);

beforeAll(async () => {
  admin = administrator();
  const cluster = new KubernetesCluster(admin);
  for (const definition of definitions) await applyAny(admin, { ...definition });
  await eventually(
    "the CRDs",
    () =>
      Promise.all(
        (["FlinkDeployment", "FlinkSessionJob", "FlinkStateSnapshot"] as const).map((kind) => cluster.list({ kind })),
      ),
    (lists) => lists.length === 3,
  );
});

async function begun(
  { onTestFinished }: TestContext,
  { only = rights, everywhere = false }: { readonly only?: readonly Right[]; readonly everywhere?: boolean },
): Promise<Life> {
  const somebody = await enrolled(admin, { rights: only, everywhere });
  onTestFinished(somebody.remove);
  return lifeOf(somebody, admin, everywhere);
}

async function leftIn({ namespace }: Life): Promise<readonly string[]> {
  const kinds: readonly KindName[] = ["Deployment", "Pod", "Service", "ConfigMap", "Ingress"];
  const cluster = new KubernetesCluster(admin);
  const lists = await Promise.all(kinds.map((kind) => cluster.list({ kind, namespace })));
  return lists.flat().map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

/** What operators find in the log, and users in the status of their resources. */
async function told(life: Life): Promise<readonly string[]> {
  const inStatus = (await resources(life)).flatMap(({ status }) => [
    // JSON, as the Apache operator has it.
    (status.error ?? "").replaceAll("\\", ""),
    ...status.conditions.map(({ message }) => message),
  ]);
  const kinds = ["FlinkSessionJob", "FlinkStateSnapshot"] as const;
  const others = await Promise.all(kinds.map((kind) => life.admin.list({ kind, namespace: life.namespace })));
  const inOthers = others.flat().map(({ status }) => JSON.stringify(status ?? {}).replaceAll("\\", ""));
  return [...life.log, ...inStatus, ...inOthers];
}

/** Every namespace has it. */
const ofKubernetes = "ConfigMap kube-root-ca.crt";

describe.concurrent("The Role that enrol gives", () => {
  test.for([
    { where: "in one namespace", everywhere: false },
    { where: "in all namespaces", everywhere: true },
  ])("is enough for a whole life $where", async ({ everywhere }, context) => {
    const life = await begun(context, { everywhere });
    await live(life);
    await eventually(
      "nothing to be left",
      () => leftIn(life),
      (left) => left.join() === ofKubernetes,
      60,
    );
    const events = await new KubernetesCluster(admin).list({ kind: "Event", namespace: life.namespace });
    const told = events.map(({ reason, count }) => ({ reason, count }));
    expect(told).toContainEqual({ reason: "Submit", count: 1 });
    expect(told).toContainEqual({ reason: "ImagePullBackOff", count: 2 });
    expect(life.log.filter((line) => !line.includes("the line was cut"))).toEqual([]);
  });

  test.for(rights.map((right) => ({ right, name: nameOf(right) })))(
    "has to let it $name",
    async ({ right }, context) => {
      const life = await begun(context, { only: rights.filter((one) => one !== right) });
      const refusal = `cannot ${right.verb} resource "${right.resource}" in API group "${right.apiGroup}"`;
      await expect(live(life)).rejects.toThrow(refusal);
      expect(await told(life)).toContainEqual(expect.stringContaining(refusal));
    },
  );
});
