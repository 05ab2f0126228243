import { expect, test } from "vitest";
import { printedObjects } from "../../lib/cli/printed.ts";
import { enrolment } from "../../lib/core/enrolment.ts";
import { fleetRights, flinkRights } from "../../lib/core/rights.ts";

const given = { namespaces: ["default"], everywhere: false, group: "flink-fleet", serviceAccount: "flink" };

test("infra/cluster/rights.yaml is what `flink-fleet enrol --no-crds` prints", async () => {
  const comment = "# Written by vitest -u from lib/core/rights.ts: change the rights there.\n";
  await expect(comment + printedObjects(enrolment(given), "yaml")).toMatchFileSnapshot(
    "../../infra/cluster/rights.yaml",
  );
});

test("every role is bound to somebody, in its own namespace", () => {
  const objects = enrolment({ ...given, namespaces: ["a", "b"] });
  const roles = objects.filter(({ kind }) => kind === "Role");
  const bound = objects
    .filter(({ kind }) => kind === "RoleBinding")
    .map(({ metadata, roleRef }) => [metadata.namespace, (roleRef as { readonly name: string }).name]);
  expect(bound).toEqual(roles.map(({ metadata }) => [metadata.namespace, metadata.name]));
  expect(bound).toHaveLength(4);
});

test.for([...fleetRights, ...flinkRights])(
  "$resources: no wildcards, and nobody may touch secrets or roles",
  (rule) => {
    const words = [...rule.apiGroups, ...rule.resources, ...rule.verbs];
    expect(words).not.toContain("*");
    expect(words).not.toContain("secrets");
    expect(words).not.toContain("roles");
  },
);

test("we never touch the pods, which are Flink's own", () => {
  const verbs = fleetRights.filter(({ resources }) => resources.includes("pods")).flatMap((rule) => rule.verbs);
  expect(verbs).toEqual(["list"]);
});
