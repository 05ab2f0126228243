import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { flinkFleet } from "../../lib/cli/program.ts";
import { Faulted } from "../../lib/core/fault.ts";
import { surroundings } from "./surroundings.ts";

interface Printed {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const placeOf = ({ kind, metadata }: Printed): string =>
  metadata.namespace === undefined ? `${kind} ${metadata.name}` : `${kind} ${metadata.namespace}/${metadata.name}`;

async function enrolled(words: readonly string[]): Promise<readonly string[]> {
  const { of, out } = surroundings();
  expect(await flinkFleet(["enrol", ...words], of)).toBe(0);
  return parseAllDocuments(out()).map((document) => placeOf(document.toJS() as Printed));
}

const crds = ["flinkbluegreendeployments", "flinkdeployments", "flinksessionjobs", "flinkstatesnapshots"].map(
  (plural) => `CustomResourceDefinition ${plural}.flink.apache.org`,
);
const accountIn = (namespace: string) => [
  `ServiceAccount ${namespace}/flink`,
  `Role ${namespace}/flink`,
  `RoleBinding ${namespace}/flink`,
];

describe("enrol", () => {
  test("prints CRDs, rights and the account for Flink in the namespace default", async () => {
    expect(await enrolled([])).toEqual([
      ...crds,
      "Role default/flink-fleet",
      "RoleBinding default/flink-fleet",
      ...accountIn("default"),
    ]);
  });

  test("makes other namespaces, each with its own rights", async () => {
    expect(await enrolled(["--no-crds", "-n", "payments", "-n", "orders"])).toEqual([
      "Namespace payments",
      "Namespace orders",
      "Role payments/flink-fleet",
      "RoleBinding payments/flink-fleet",
      "Role orders/flink-fleet",
      "RoleBinding orders/flink-fleet",
      ...accountIn("payments"),
      ...accountIn("orders"),
    ]);
  });

  test("-A gives rights in the whole cluster", async () => {
    expect(await enrolled(["--no-crds", "-A"])).toEqual([
      "ClusterRole flink-fleet",
      "ClusterRoleBinding flink-fleet",
      ...accountIn("default"),
    ]);
  });

  test("--apply goes on with the next cluster when one refuses", async () => {
    const applied: string[] = [];
    const because = "namespaces is forbidden";
    const { of, out, err } = surroundings({
      installations: [
        { cluster: "west", apply: () => Promise.reject(new Faulted({ kind: "denied", what: "Role flink", because })) },
        { cluster: "east", apply: async (object) => void applied.push(placeOf(object as Printed)) },
      ],
    });
    expect(await flinkFleet(["enrol", "--apply"], of)).toBe(2);
    expect(applied).toHaveLength(9);
    expect(applied.slice(0, 4)).toEqual(crds);
    expect(out()).toBe("east: 9 objects applied");
    expect(err()).toContain("west: access denied to Role flink: namespaces is forbidden");
  });
});
