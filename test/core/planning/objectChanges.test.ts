import { describe, expect, test } from "vitest";
import type { KubernetesObject, OwnerReference } from "../../../lib/core/kubernetes.ts";
import { laterUuid } from "../../../lib/core/planning/later.ts";
import { objectChange } from "../../../lib/core/planning/objectChanges.ts";

const ref = { kind: "Service", namespace: "orders", name: "orders-rest" } as const;
const owner = (uid: string, name = "orders"): OwnerReference => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  name,
  uid,
  controller: true,
  blockOwnerDeletion: true,
});
/** As it is once flink-fleet has applied it. */
const service = (owners: readonly OwnerReference[], port = 8081): KubernetesObject => {
  const held = Object.fromEntries(owners.map(({ uid }) => [`k:{"uid":"${uid}"}`, {}]));
  const fieldsV1 = { "f:metadata": { "f:ownerReferences": held } };
  const managedFields = [{ manager: "flink-fleet", operation: "Apply", fieldsType: "FieldsV1", fieldsV1 }];
  const metadata = { namespace: ref.namespace, name: ref.name, ownerReferences: owners, managedFields };
  return { apiVersion: "v1", kind: "Service", metadata, spec: { ports: [{ name: "rest", port }] } };
};
const before = "3a4b5b60-9d2a-4a74-abd8-700b0ffad2b7";

describe("what becomes of an object that is written again", () => {
  test("its owner, which is made anew, is an id that is chosen later, and no change", () => {
    const change = objectChange({ ref, before: service([owner(before)]), object: service([owner(laterUuid(1))]) }, []);
    expect(change).toMatchObject({ does: "change", changes: [], collapsed: 2 });
  });

  test("another owner is told, and so is one that goes for good", () => {
    const other = objectChange(
      { ref, before: service([owner(before, "payments")]), object: service([owner(laterUuid(1))]) },
      [],
    );
    expect(other?.changes.map(({ path }) => path)).toEqual([`/metadata/ownerReferences/${before}`]);
    const gone = objectChange(
      { ref, before: service([owner(before), owner(laterUuid(2), "b")]), object: service([owner(laterUuid(2), "b")]) },
      [],
    );
    expect(gone?.changes.map(({ path }) => path)).toEqual([`/metadata/ownerReferences/${before}`]);
  });

  test("fields beside it are told", () => {
    const change = objectChange(
      { ref, before: service([owner(before)]), object: service([owner(laterUuid(1))], 8082) },
      [],
    );
    expect(change?.changes).toHaveLength(1);
  });
});
