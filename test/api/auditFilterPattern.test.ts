import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auditFilterPattern } from "../../lib/api/auditFilterPattern.ts";
import { auditLine } from "../../lib/api/auditLine.ts";
import { auditedResource } from "../../lib/core/triggers/auditedResource.ts";
import { logFilter } from "../support/logFilter.ts";

const passes = logFilter(auditFilterPattern);
const hand = { username: "kubernetes-admin", groups: ["system:masters"] };

/** Our session as EKS names it, in the group of our access entry. */
const ours = {
  username: "arn:aws:sts::111122223333:assumed-role/flink-fleet-spoke/flink-fleet",
  groups: ["flink-fleet"],
};

const line = (objectRef: object, over: object = {}) => ({
  stage: "ResponseComplete",
  verb: "patch",
  user: hand,
  objectRef: {
    resource: "flinkdeployments",
    namespace: "a",
    name: "orders",
    apiGroup: "flink.apache.org",
    ...objectRef,
  },
  responseStatus: { code: 200 },
  ...over,
});
const owned = { responseObject: { metadata: { ownerReferences: [{ kind: "FlinkDeployment", name: "orders" }] } } };
const apps = (resource: string, name: string) => ({ apiGroup: "apps", resource, name });
const core = (resource: string, name: string) => ({ apiGroup: undefined, resource, name });

describe("the filter pattern of audit logs", () => {
  test.for([
    { what: "an edit of a resource", given: line({}) },
    { what: "a deletion", given: line({}, { verb: "delete" }) },
    { what: "a scaling", given: line({ subresource: "scale" }) },
    { what: "an edit of what a resource owns", given: line(apps("deployments", "x"), owned) },
    { what: "the deletion of a Deployment", given: line(apps("deployments", "orders"), { verb: "delete" }) },
    { what: "an edit of TaskManagers", given: line(apps("deployments", "orders-taskmanager")) },
    { what: "an edit of the configuration", given: line(core("configmaps", "flink-config-orders")) },
    { what: "an edit of a Service", given: line(core("services", "orders-rest")) },
  ])("lets $what through", ({ given }) => {
    expect(passes(given)).toBe(true);
  });

  test.for([
    { what: "our own writes", given: line({}, { user: ours }) },
    { what: "writes of status", given: line({ subresource: "status" }) },
    { what: "what is read", given: line({}, { verb: "list" }) },
    { what: "what has only begun", given: line({}, { stage: "RequestReceived" }) },
    {
      what: "garbage collection",
      given: line({}, { user: { username: "system:serviceaccount:kube-system:generic-garbage-collector" } }),
    },
    { what: "edits of Deployments of others", given: line(apps("deployments", "web")) },
    { what: "leases", given: line({ apiGroup: "coordination.k8s.io", resource: "leases" }, { verb: "update" }) },
    { what: "pods", given: line(core("pods", "orders-taskmanager-1-1"), { verb: "create" }) },
    { what: "HA metadata", given: line(core("configmaps", "orders-cluster-config-map"), { verb: "update" }) },
  ])("leaves $what out", ({ given }) => {
    expect(passes(given)).toBe(false);
  });

  test("leaves nothing out that a look would be asked for", () => {
    const name = fc.constantFrom(
      "orders",
      "orders-rest",
      "flink-config-orders",
      "pod-template-orders",
      "orders-taskmanager",
    );
    const lines = fc.record({
      stage: fc.constantFrom("ResponseComplete", "RequestReceived"),
      verb: fc.constantFrom("create", "update", "patch", "delete", "get", "deletecollection"),
      user: fc.constantFrom(hand, ours, { username: "system:serviceaccount:argocd:controller", groups: [] }),
      objectRef: fc.record(
        {
          resource: fc.constantFrom(
            "flinkdeployments",
            "flinksessionjobs",
            "deployments",
            "configmaps",
            "services",
            "pods",
          ),
          namespace: fc.constant("a"),
          name,
          apiGroup: fc.constantFrom("flink.apache.org", "apps", "networking.k8s.io"),
          subresource: fc.constantFrom("status", "scale"),
        },
        { requiredKeys: ["resource", "namespace"] },
      ),
      responseStatus: fc.constantFrom({ code: 200 }, { code: 409 }),
      responseObject: fc.constantFrom({}, owned.responseObject),
    });
    fc.assert(
      fc.property(lines, (given) => {
        fc.pre(auditedResource(auditLine.parse(given)) !== undefined);
        expect(passes(given)).toBe(true);
      }),
    );
  });

  test.for([
    { pattern: "$.a = 1", because: "braces" },
    { pattern: "{ $.a }", because: "no comparison" },
    { pattern: '{ ($.a = "b" }', because: "not closed" },
    { pattern: "{ $.a = b }", because: "not understood" },
    { pattern: '{ $.a > "b" }', because: "not understood" },
    { pattern: '{ $.a = "b" $.c = "d" }', because: "left over" },
  ])("is not tested by what takes anything: $pattern is refused", ({ pattern, because }) => {
    expect(() => logFilter(pattern)).toThrow(because);
  });
});
