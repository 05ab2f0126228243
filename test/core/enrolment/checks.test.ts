import { describe, expect, test } from "vitest";
import { definitionCheck, type SeenDefinition } from "../../../lib/core/enrolment/definitionCheck.ts";
import { certificateCure, type Checked, cure } from "../../../lib/core/enrolment/cure.ts";
import { missingFields } from "../../../lib/core/enrolment/missingFields.ts";
import { questions } from "../../../lib/core/enrolment/questions.ts";
import { rightsCheck } from "../../../lib/core/enrolment/rightsCheck.ts";
import type { Fault } from "../../../lib/core/fault.ts";

const eks: Checked = { cluster: "west", access: "eks", context: undefined, group: "flink-fleet" };
const context: Checked = { ...eks, access: "kubeconfig", context: "west" };
const because = "AccessDenied";

const proxy = { apiGroups: [""], resources: ["services/proxy"], verbs: ["get", "create"] };

test("a rule is one question for each verb, with its subresource apart", () => {
  expect(questions(proxy, "payments")).toEqual([
    { namespace: "payments", group: "", resource: "services", subresource: "proxy", verb: "get" },
    { namespace: "payments", group: "", resource: "services", subresource: "proxy", verb: "create" },
  ]);
});

describe("rights", () => {
  const answers = (create: boolean) =>
    questions(proxy, "payments").map((question) => ({ question, allowed: question.verb === "get" || create }));
  const asked = { rule: proxy, namespace: "payments", groups: ["flink-fleet"] };

  test("that are all there pass", () => {
    expect(rightsCheck({ ...asked, answers: answers(true) }, eks)).toEqual({
      step: "rights",
      what: "services/proxy in payments",
      kind: "passed",
      says: "get, create",
    });
  });

  test("that are missing are told by verb, with the command that gives them", () => {
    expect(rightsCheck({ ...asked, answers: answers(false) }, context)).toEqual({
      step: "rights",
      what: "services/proxy in payments",
      kind: "failed",
      because: "may not create",
      cure: "Somebody with rights to the cluster: flink-fleet enrol --apply --context west -n payments.",
    });
  });

  test.for([
    { groups: ["flink-fleet"], group: "flink-fleet", says: false },
    { groups: ["system:authenticated"], group: "flink-fleet", says: true },
    { groups: ["flink-fleet"], group: "other", says: true },
    { groups: undefined, group: "flink-fleet", says: false },
  ])("of somebody in $groups who should be in $group: the group is told: $says", ({ groups, group, says }) => {
    const check = rightsCheck({ ...asked, namespace: undefined, groups, answers: answers(false) }, { ...eks, group });
    const text = check.kind === "failed" ? check.cure : "";
    expect(text).toContain(" -A");
    expect(text.includes("the access entry has to name it")).toBe(says);
    expect(text.includes("--group other")).toBe(group === "other");
  });
});

describe("fields", () => {
  const wanted = {
    properties: {
      kind: {},
      metadata: { type: "object", properties: { name: {} } },
      spec: { properties: { job: { properties: { args: { items: { properties: { a: {}, b: {} } } } } } } },
      status: { properties: { fleet: { properties: { changes: {} } } } },
    },
  };

  test.for([
    { of: "the same schema", served: wanted, missing: [] },
    {
      of: "a schema without our journal",
      served: { properties: { ...wanted.properties, status: { properties: {} } } },
      missing: ["status.fleet"],
    },
    {
      of: "one without fields of the elements of a list",
      served: {
        properties: {
          ...wanted.properties,
          spec: { properties: { job: { properties: { args: { items: { properties: { a: {} } } } } } } },
        },
      },
      missing: ["spec.job.args.[].b"],
    },
    {
      of: "one that keeps what it does not know",
      served: { properties: { ...wanted.properties, status: { "x-kubernetes-preserve-unknown-fields": true } } },
      missing: [],
    },
    {
      of: "one that leaves metadata to the API server",
      served: { properties: { ...wanted.properties, kind: undefined, metadata: {} } },
      missing: [],
    },
  ])("that are missing in $of", ({ served, missing }) => {
    expect(missingFields(wanted, served)).toEqual(missing);
  });

  test("of maps are looked into", () => {
    const map = { additionalProperties: { properties: { a: {} } } };
    expect(missingFields(map, { additionalProperties: { properties: {} } }, ["labels"])).toEqual(["labels.*.a"]);
  });
});

describe("a definition", () => {
  const seen: SeenDefinition = {
    name: "flinkdeployments.flink.apache.org",
    served: true,
    object: "there",
    schema: { properties: { a: {} } },
    wanted: { properties: { a: {} } },
  };
  const many = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, {}]));

  test.for([
    { of: "ours", over: {}, kind: "passed", says: "served, with all fields" },
    { of: "whose fields are not told", over: { schema: undefined }, kind: "skipped", says: "does not tell its fields" },
    { of: "that is missing", over: { served: false, object: "missing" }, kind: "failed", says: "is not installed" },
    {
      of: "that cannot be read",
      over: { served: false, object: "hidden" },
      kind: "failed",
      says: "not installed, or not established yet",
    },
    {
      of: "that is not established",
      over: { served: false, object: "there", because: "names are taken" },
      kind: "failed",
      says: "installed, but not served in this version: names are taken",
    },
    {
      of: "of another version",
      over: { wanted: { properties: many } },
      kind: "failed",
      says: "does not know b, c, d and 1 more",
    },
  ] as const)("$of: $kind", ({ over, kind, says }) => {
    const check = definitionCheck({ ...seen, ...over }, eks);
    expect(check.kind).toBe(kind);
    expect(check.kind === "passed" ? check.says : check.because).toContain(says);
    expect(check.kind === "failed" ? check.cure : "enrol --apply").toContain("enrol --apply");
  });
});

const denied: Fault = { kind: "denied", what: "it", because };
const unavailable: Fault = { kind: "unavailable", what: "it", because };

describe("cures", () => {
  test.for([
    { step: "credentials", fault: denied, of: eks, says: "AWS_PROFILE" },
    { step: "role", fault: denied, of: eks, says: "trust policy" },
    { step: "role", fault: unavailable, of: eks, says: "endpoint for sts" },
    { step: "discovery", fault: denied, of: eks, says: "eks:ListClusters" },
    { step: "cluster", fault: denied, of: eks, says: "eks:DescribeCluster" },
    { step: "cluster", fault: { kind: "missing", what: "it" }, of: eks, says: "clusterName" },
    { step: "cluster", fault: unavailable, of: eks, says: "ACTIVE" },
    { step: "network", fault: unavailable, of: eks, says: "port 443" },
    { step: "network", fault: unavailable, of: context, says: "VPN" },
    { step: "identity", fault: denied, of: eks, says: "create-access-entry" },
    { step: "identity", fault: denied, of: context, says: "log in again" },
    { step: "kubeconfig", fault: { kind: "missing", what: "it" }, of: context, says: "--kubeconfig" },
    { step: "credentials", fault: denied, of: context, says: "Log in again" },
  ] as const)("of $step on $of.access, $fault.kind: $says", ({ step, fault, of, says }) => {
    expect(cure(step, fault, of)).toContain(says);
  });

  test("of a certificate are those of the way", () => {
    expect(certificateCure(eks)).toContain("leave out endpoint and certificateAuthority");
    expect(certificateCure(context)).toContain("certificate-authority-data");
  });
});
