import { describe, expect, test } from "vitest";
import { readFleet } from "../../lib/api/fleet/readFleet.ts";

function wrong(text: string): readonly string[] {
  const read = readFleet(text, "fleet.yaml");
  return read.kind === "valid" ? [] : read.messages;
}

const role = "arn:aws:iam::123456789012:role/flink-fleet";
const limits = { parallelism: 10, callsInFlight: 15, deadline: 240_000, resourceDeadline: 30_000 };

describe("a fleet file", () => {
  test("in full", () => {
    const text = `
clusters:
  orders-eu:
    region: eu-central-1
    roleArn: ${role}
    externalId: orders/7
    clusterName: Orders_1
    endpoint: https://ABC.gr7.eu-central-1.eks.amazonaws.com
    certificateAuthority: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t
    namespaces: [orders, billing]
    labelSelector: team=orders,tier in (a, b),!old
    limits: { parallelism: 20, callsInFlight: 19, deadline: 90s, resourceDeadline: 500ms }
    charge: shadow
    namespaceCharges: { orders: operate }
    zone: prod-vpc
  laptop:
    kubeconfig: ../admin.conf
    context: kind-flink
discovery:
  - tags: { flink-fleet: enabled, env: "" }
    regions: [eu-central-1, us-gov-west-1]
    zone: gov
    accounts:
      - { roleArn: ${role}, externalId: x1 }
defaults:
  flinkConfiguration:
    taskmanager.numberOfTaskSlots: 2
    kubernetes.operator.default-configuration.namespace.orders.parallelism.default: 4
  logConfiguration:
    logback-console.xml: <configuration/>
artifacts:
  allowedHosts: [Nexus.corp.example, "repo.corp.example:8443", "*.artifacts.example", 10.0.0.5, "[fd00::1]:8081", localhost]
  maxSize: 2Gi
triggers:
  senders:
    ci: { source: com.example.ci, account: "111122223333", may: [redeploy], selector: { namespaces: [orders-*] } }
  images:
    - { repository: orders, tags: [release-*], selector: { labels: { team: orders } } }
  pipelines:
    - { project: nightly, action: restart, selector: { clusters: [orders-eu] } }
  allowTags: true
`;
    expect(readFleet(text, "fleet.yaml")).toEqual({
      kind: "valid",
      fleet: {
        clusters: {
          "orders-eu": {
            kind: "eks",
            region: "eu-central-1",
            roleArn: role,
            externalId: "orders/7",
            clusterName: "Orders_1",
            endpoint: "https://ABC.gr7.eu-central-1.eks.amazonaws.com",
            certificateAuthority: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t",
            namespaces: ["orders", "billing"],
            labelSelector: "team=orders,tier in (a, b),!old",
            limits: { parallelism: 20, callsInFlight: 19, deadline: 90_000, resourceDeadline: 500 },
            charge: "shadow",
            namespaceCharges: { orders: "operate" },
            zone: "prod-vpc",
          },
          laptop: {
            kind: "kubeconfig",
            kubeconfig: "../admin.conf",
            context: "kind-flink",
            namespaces: [],
            limits,
            charge: "operate",
            namespaceCharges: {},
            zone: "default",
          },
        },
        discovery: [
          {
            tags: { "flink-fleet": "enabled", env: "" },
            regions: ["eu-central-1", "us-gov-west-1"],
            accounts: [{ roleArn: role, externalId: "x1" }],
            namespaces: [],
            limits,
            charge: "operate",
            namespaceCharges: {},
            zone: "gov",
          },
        ],
        defaults: {
          flinkConfiguration: {
            "taskmanager.numberOfTaskSlots": 2,
            "kubernetes.operator.default-configuration.namespace.orders.parallelism.default": 4,
          },
          logConfiguration: { "logback-console.xml": "<configuration/>" },
        },
        artifacts: {
          allowedHosts: [
            "nexus.corp.example",
            "repo.corp.example:8443",
            "*.artifacts.example",
            "10.0.0.5",
            "[fd00::1]:8081",
            "localhost",
          ],
          maxSize: 2 * 1024 * 1024 * 1024,
        },
        triggers: {
          senders: {
            ci: {
              source: "com.example.ci",
              account: "111122223333",
              may: ["redeploy"],
              selector: { namespaces: ["orders-*"] },
            },
          },
          images: [{ repository: "orders", tags: ["release-*"], selector: { labels: { team: "orders" } } }],
          pipelines: [{ project: "nightly", action: "restart", selector: { clusters: ["orders-eu"] } }],
          allowTags: true,
        },
      },
    });
  });

  test.for([
    { text: "clusters: { a: { region: eu-west-1 } }", kind: "eks" },
    { text: "clusters: { a: { context: x } }", kind: "kubeconfig" },
    { text: "clusters: { a: { kubeconfig: x } }", kind: "kubeconfig" },
    { text: "clusters: { a: { kind: kubeconfig } }", kind: "kubeconfig" },
  ])("as short as it gets: $text", ({ text, kind }) => {
    expect(readFleet(text, "fleet.yaml")).toMatchObject({
      fleet: { clusters: { a: { kind, namespaces: [], limits, zone: "default" } }, artifacts: { allowedHosts: [] } },
    });
  });
});

describe("a mistake is told with its place", () => {
  const eks = (field: string): string => `clusters:\n  orders:\n    region: eu-west-1\n    ${field}\n`;
  const rule = (field: string): string => `discovery:\n  - tags: { a: b }\n    regions: [eu-west-1]\n    ${field}\n`;

  test.for([
    { text: "", says: "1:1: it is a map, must have at least one cluster under clusters, or one rule under discovery" },
    { text: "clusters: {}", says: "1:1: it is a map, must have at least one cluster" },
    { text: "- a", says: "1:1: it is a list, must be a map" },
    { text: "clusters: [", says: "1:12: Flow sequence" },
    { text: "clusters:\n  a: { context: x }\n  a: { context: y }", says: "3:3: Map keys must be unique" },
    {
      text: "cluster: {}\ndiscovery: []",
      says: "1:1: cluster is not a field, must be one of clusters, discovery, defaults, artifacts",
    },
    { text: "clusters:\n  orders:\n    regio: x\n", says: "2:3: clusters.orders.region is missing, must be text" },
    { text: "clusters:\n  orders:\n", says: "2:3: clusters.orders is null, must be a map" },
    {
      text: "clusters:\n  Orders: { context: x }",
      says: "2:11: clusters.Orders is a map, must have a name of small letters",
    },
    {
      text: eks("regoin: x"),
      says: "4:5: clusters.orders.regoin is not a field, must be one of region, roleArn, externalId",
    },
    { text: eks("kind: gke"), says: '4:11: clusters.orders.kind is "gke", must be eks or kubeconfig, or left out' },
    {
      text: "clusters: { a: { region: frankfurt } }",
      says: '1:26: clusters.a.region is "frankfurt", must be a region of AWS',
    },
    {
      text: eks("roleArn: flink-fleet"),
      says: '4:14: clusters.orders.roleArn is "flink-fleet", must be the ARN of a role',
    },
    {
      text: eks("externalId: abc"),
      says: "2:3: clusters.orders.roleArn is missing, must be set, because externalId is",
    },
    {
      text: eks("externalId: a b"),
      says: "4:17: clusters.orders.externalId is set to something else, must be the external id",
    },
    {
      text: eks("clusterName: -x"),
      says: '4:18: clusters.orders.clusterName is "-x", must be the name of an EKS cluster',
    },
    { text: eks("endpoint: http://x.y"), says: '4:15: clusters.orders.endpoint is "http://x.y", must be an https URL' },
    {
      text: eks("endpoint: https://x.y"),
      says: "2:3: clusters.orders.certificateAuthority is missing, must be set, because endpoint is",
    },
    {
      text: eks("certificateAuthority: LS0tLS1CRUdJTiBDRVJU"),
      says: "2:3: clusters.orders.endpoint is missing, must be set, because certificateAuthority is",
    },
    {
      text: eks("certificateAuthority: abc"),
      says: "4:27: clusters.orders.certificateAuthority is set to something else, must be PEM in base64",
    },
    { text: eks("namespaces: orders"), says: '4:17: clusters.orders.namespaces is "orders", must be a list' },
    { text: eks("namespaces: [orders, B]"), says: '4:26: clusters.orders.namespaces[1] is "B", must be a namespace' },
    {
      text: eks("zone: Prod VPC"),
      says: '4:11: clusters.orders.zone is "Prod VPC", must be the name of a network zone',
    },
    {
      text: eks("zone: private-zone-of-frankfurt"),
      says: '4:11: clusters.orders.zone is "private-zone-of-frankfurt", must be the name of a network zone: small letters, digits and dashes, at most 24',
    },
    {
      text: eks("labelSelector: a in b"),
      says: '4:20: clusters.orders.labelSelector is "a in b", must be a label selector',
    },
    {
      text: eks("charge: adopt"),
      says: '4:13: clusters.orders.charge is "adopt", must be one of observe, shadow, operate',
    },
    {
      text: eks("namespaceCharges: { jobs: off }"),
      says: '4:31: clusters.orders.namespaceCharges.jobs is "off", must be one of observe, shadow, operate',
    },
    {
      text: eks("limits: { callsInFlight: 20 }"),
      says: "4:30: clusters.orders.limits.callsInFlight is 20, must be at most 19",
    },
    {
      text: eks("limits: { parallelism: 0 }"),
      says: "4:28: clusters.orders.limits.parallelism is 0, must be at least 1",
    },
    {
      text: eks("limits: { deadline: 30 }"),
      says: "4:25: clusters.orders.limits.deadline is 30, must be a time such as 30s",
    },
    {
      text: eks("limits: { deadline: 1 day }"),
      says: '4:25: clusters.orders.limits.deadline is "1 day", must be a time',
    },
    {
      text: eks("limits: { calls: 1 }"),
      says: "4:15: clusters.orders.limits.calls is not a field, must be one of parallelism, callsInFlight",
    },
    {
      text: "clusters:\n  a:\n    context: x\n    region: eu-west-1",
      says: "4:5: clusters.a.region is not a field, must be one of kubeconfig, context, namespaces",
    },
    { text: "discovery:\n  - regions: [eu-west-1]", says: "1:1: discovery[0].tags is missing, must be a map" },
    {
      text: "discovery:\n  - tags: {}\n    regions: [eu-west-1]",
      says: "2:11: discovery[0].tags is a map, must name at least one tag",
    },
    {
      text: "discovery:\n  - tags: { a: 1 }\n    regions: [eu-west-1]",
      says: "2:16: discovery[0].tags.a is 1, must be text",
    },
    {
      text: "discovery:\n  - tags: { a: b }\n    regions: []",
      says: "3:14: discovery[0].regions is a list, must be at least 1 entries long",
    },
    {
      text: rule("accounts: [{ externalId: ab }]"),
      says: "4:5: discovery[0].accounts[0].roleArn is missing, must be text",
    },
    {
      text: rule("acounts: []"),
      says: "4:5: discovery[0].acounts is not a field, must be one of tags, regions, accounts",
    },
    { text: "defaults:\n  flinkConfiguration: a=b", says: '2:23: defaults.flinkConfiguration is "a=b", must be a map' },
    {
      text: "defaults:\n  logConfiguration: { log4j.properties: x }",
      says: '2:23: defaults.logConfiguration["log4j.properties"] is not a field, must be one of log4j-console.properties, logback-console.xml',
    },
    {
      text: "defaults:\n  flinkConf: {}",
      says: "2:3: defaults.flinkConf is not a field, must be one of flinkConfiguration, logConfiguration",
    },
    ...[
      "https://repo.example.com",
      "repo.example.com/jars",
      "*",
      "*.*.example.com",
      "repo.*",
      "a b",
      "fd00::1",
      "x:0",
    ].map((host) => ({
      text: `artifacts:\n  allowedHosts: ["${host}"]`,
      says: `2:18: artifacts.allowedHosts[0] is "${host}", must be a host such as repo.example.com`,
    })),
    ...['"512"', '"512M"', "1.5Gi", "0Mi"].map((size) => ({
      text: `artifacts:\n  maxSize: ${size}`,
      says: `2:12: artifacts.maxSize is "${size.replaceAll('"', "")}", must be a size such as 512Mi or 2Gi`,
    })),
    { text: "artifacts:\n  maxSize: 512", says: "2:12: artifacts.maxSize is 512, must be a size such as 512Mi or 2Gi" },
    {
      text: "artifacts:\n  hosts: []",
      says: "2:3: artifacts.hosts is not a field, must be one of allowedHosts, maxSize",
    },
  ])("$says", ({ text, says }) => {
    expect(wrong(text).filter((message) => message.startsWith(`fleet.yaml:${says}`))).toHaveLength(1);
  });

  test("every one, in the order of the file", () => {
    const lines = wrong("defaults: 1\nclusters:\n  b: { context: 1 }\n  a: { context: 2 }").map(
      (message) => message.split(":")[1],
    );
    expect(lines).toEqual(["1", "3", "4"]);
  });

  test("and without what may be secret", () => {
    expect(wrong(eks("externalId: sec!ret")).join()).not.toContain("sec!ret");
  });
});

describe("triggers that are not right are told what would be:", () => {
  const sender = (fields: string): string => `triggers: { senders: { ci: { ${fields} } } }`;

  test.for([
    {
      text: sender("may: [redeploy], selector: { clusters: [a] }"),
      says: "triggers.senders.ci is a map, must have source, account, principal or webhook: how is it known?",
    },
    {
      text: sender("source: ci, may: [dance], selector: { clusters: [a] }"),
      says: 'triggers.senders.ci.may[0] is "dance", must be one of redeploy, restart',
    },
    {
      text: sender("source: ci, may: [redeploy], selector: {}"),
      says: "triggers.senders.ci.selector is a map, must have at least one of clusters, namespaces, names and labels",
    },
    {
      text: sender("account: 12, may: [redeploy], selector: { clusters: [a] }"),
      says: "triggers.senders.ci.account is 12, must be",
    },
    {
      text: sender("webhook: { kind: github, secret: hush }, may: [redeploy], selector: { clusters: [a] }"),
      says: "triggers.senders.ci.webhook.secret is set to something else, must be the name of an SSM parameter",
    },
    {
      text: "triggers: { pipelines: [{ pipeline: a, project: b, action: restart, selector: { names: [c] } }] }",
      says: "triggers.pipelines[0] is a map, must have exactly one of pipeline and project",
    },
    {
      text: "triggers: { pipelines: [{ pipeline: a, selector: { names: [c] } }] }",
      says: "triggers.pipelines[0] is a map, must have image or jarURI, or action: restart",
    },
    {
      text: "triggers: { pipelines: [{ pipeline: a, action: restart, jarURI: x, selector: { names: [c] } }] }",
      says: "triggers.pipelines[0] is a map, must have neither image nor jarURI",
    },
  ])("$says", ({ text, says }) => {
    const messages = wrong(`clusters: { a: { region: eu-west-1 } }\n${text}\n`);
    expect(messages.filter((message) => message.includes(`: ${says}`))).toHaveLength(1);
  });
});
