import { describe, expect, test } from "vitest";
import { auditFilterPattern } from "../../lib/api/auditFilterPattern.ts";
import { fleetFile } from "../../lib/api/fleet.ts";
import type { Wake } from "../../lib/ports/index.ts";
import { audit } from "../../lib/shell/audit.ts";

const home = "111122223333";

const line = (objectRef: object, over: object = {}) => ({
  kind: "Event",
  apiVersion: "audit.k8s.io/v1",
  stage: "ResponseComplete",
  verb: "patch",
  user: { username: "kubernetes-admin", groups: ["system:masters"] },
  objectRef: {
    apiGroup: "flink.apache.org",
    resource: "flinkdeployments",
    namespace: "a",
    name: "orders",
    ...objectRef,
  },
  responseStatus: { code: 200 },
  requestObject: { spec: { secret: "body" } },
  ...over,
});

async function wakesOf(lines: readonly unknown[], { logGroup = "/aws/eks/prod/cluster", clusters = {} } = {}) {
  const wakes: Wake[] = [];
  const logged: string[] = [];
  const log = (message: string, keys: object): void => void logged.push(`${message} ${JSON.stringify(keys)}`);
  const logEvents = lines.map((one, index) => ({
    id: String(index),
    timestamp: 0,
    message: typeof one === "string" ? one : JSON.stringify(one),
  }));
  const batch = {
    messageType: "DATA_MESSAGE",
    owner: home,
    logGroup,
    logStream: "s",
    subscriptionFilters: [],
    logEvents,
  };
  const file = fleetFile.parse({ clusters, discovery: [{ tags: { a: "b" }, regions: ["eu-central-1"] }] });
  const queue = {
    send: async (due: readonly { readonly wake: Wake }[]) => void wakes.push(...due.map(({ wake }) => wake)),
  };
  await audit(batch, { queue, log: { info: log, warn: log }, clusters: file.clusters, home, region: "eu-central-1" });
  return { wakes, logged };
}

const spoke = `prod.eu-central-1.${home}`;
const wake = (name: string, kind = "FlinkDeployment") => ({ spoke, resource: { kind, namespace: "a", name } });
const apps = (resource: string, name: string) => ({
  apiGroup: resource === "deployments" ? "apps" : undefined,
  resource,
  name,
});
const owned = { responseObject: { metadata: { ownerReferences: [{ kind: "FlinkDeployment", name: "orders" }] } } };

describe("a line of an audit log asks for a look where", () => {
  test.for([
    { what: "a resource was changed", line: line({}), wake: wake("orders") },
    {
      what: "a session job was deleted",
      line: line({ resource: "flinksessionjobs" }, { verb: "delete" }),
      wake: wake("orders", "FlinkSessionJob"),
    },
    { what: "it was scaled", line: line({ subresource: "scale" }), wake: wake("orders") },
    {
      what: "it was made under a name of the server's choice",
      line: line({ name: undefined }, { verb: "create" }),
      wake: { spoke, namespaces: ["a"] },
    },
    { what: "a Deployment of it was edited", line: line(apps("deployments", "x"), owned), wake: wake("orders") },
    {
      what: "any Deployment was deleted",
      line: line(apps("deployments", "orders"), { verb: "delete" }),
      wake: wake("orders"),
    },
    {
      what: "its TaskManagers were deleted",
      line: line(apps("deployments", "orders-taskmanager"), { verb: "delete" }),
      wake: wake("orders"),
    },
    {
      what: "its configuration was edited",
      line: line(apps("configmaps", "flink-config-orders")),
      wake: wake("orders"),
    },
    { what: "its Service was edited", line: line(apps("services", "orders-rest")), wake: wake("orders") },
    {
      what: "Flink removed its own Deployment",
      line: line(apps("deployments", "orders"), {
        verb: "delete",
        user: { username: "system:serviceaccount:a:flink" },
      }),
      wake: wake("orders"),
    },
  ])("$what", async ({ line: one, wake: expected }) => {
    expect((await wakesOf([one])).wakes).toEqual([expected]);
  });
});

describe("a line of an audit log asks for nothing where", () => {
  test.for([
    { what: "status was written", line: line({ subresource: "status" }) },
    { what: "somebody looked", line: line({}, { verb: "get" }) },
    { what: "it was refused", line: line({}, { responseStatus: { code: 409 } }) },
    { what: "it has only begun", line: line({}, { stage: "RequestReceived" }) },
    { what: "we did it, by our group", line: line({}, { user: { username: "hub", groups: ["flink-fleet"] } }) },
    {
      what: "we did it, by our session",
      line: line({}, { user: { username: "arn:aws:sts::1:assumed-role/r/flink-fleet" } }),
    },
    {
      what: "the cluster did it",
      line: line(apps("deployments", "orders"), {
        ...owned,
        user: { username: "system:serviceaccount:kube-system:deployment-controller" },
      }),
    },
    { what: "a Deployment of somebody else was edited", line: line(apps("deployments", "web")) },
    { what: "Flink wrote its HA metadata", line: line(apps("configmaps", "orders-cluster-config-map")) },
    { what: "it is a kind that nobody looks after", line: line({ resource: "flinkbluegreendeployments" }) },
    { what: "it is of another API", line: line({ apiGroup: "example.com", resource: "services", name: "x-rest" }) },
    { what: "it cannot be read", line: "not json" },
    { what: "it is none", line: { objectRef: "what" } },
  ])("$what", async ({ line: one }) => {
    expect((await wakesOf([one])).wakes).toEqual([]);
  });
});

describe("a batch of audit log", () => {
  test("asks once for what was changed often, and reads on past what it cannot read", async () => {
    const { wakes } = await wakesOf(["{", line({}), line({}), line({ name: "bills" }), line({}, { verb: "delete" })]);
    expect(wakes).toEqual([wake("orders"), wake("bills")]);
  });

  test("asks for the whole cluster once where too much was changed", async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => line({ name: `job-${index}` }));
    expect((await wakesOf(many(50))).wakes).toHaveLength(50);
    expect((await wakesOf(many(51))).wakes).toEqual([{ spoke }]);
  });

  test("is of the spoke that the fleet file names so", async () => {
    const other = "444455556666";
    const roleArn = `arn:aws:iam::${other}:role/flink-fleet`;
    const shop = { region: "eu-central-1", clusterName: "prod" };
    expect((await wakesOf([line({})], { clusters: { shop } })).wakes[0]?.spoke).toBe("shop");
    expect((await wakesOf([line({})], { clusters: { shop: { ...shop, roleArn } } })).wakes[0]?.spoke).toBe(spoke);
    expect((await wakesOf([line({})], { clusters: { prod: { region: "eu-west-1" } } })).wakes[0]?.spoke).toBe(spoke);
  });

  test("of something else than a cluster asks for nothing, and says so", async () => {
    const { wakes, logged } = await wakesOf([line({})], { logGroup: "/aws/lambda/x" });
    expect(wakes).toEqual([]);
    expect(logged.join()).toContain("/aws/lambda/x");
  });

  test("leaves nothing of bodies in the log", async () => {
    expect((await wakesOf([line({})])).logged.join()).not.toContain("body");
  });
});

test("the filter pattern is no longer than CloudWatch takes, and its brackets match", () => {
  expect(auditFilterPattern.length).toBeLessThanOrEqual(1024);
  expect(auditFilterPattern.match(/\(/g)?.length).toBe(auditFilterPattern.match(/\)/g)?.length);
  expect(auditFilterPattern).toMatch(/^\{ .* \}$/);
});
