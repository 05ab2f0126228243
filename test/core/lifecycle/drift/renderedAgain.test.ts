import { expect, test } from "vitest";
import type { WantedCluster } from "../../../../lib/core/configuration/wantedCluster.ts";
import { renderedAgain } from "../../../../lib/core/lifecycle/drift/renderedAgain.ts";
import { wantedObjects, type WantedObjects } from "../../../../lib/core/objects/wantedObjects.ts";
import { anApplication } from "../../configuration/aWantedCluster.ts";

const plain = (made: ReturnType<typeof wantedObjects>): unknown => {
  if (made.kind === "problems") return made;
  const { owned, ...rest } = made as WantedObjects;
  return { ...rest, owned: owned("uid") };
};

const base = anApplication();
const others: Readonly<Record<string, WantedCluster>> = {
  "another spec": { ...base, spec: { ...base.spec, image: "flink:other" } },
  "another generation": { ...base, resource: { ...base.resource, generation: 77 } },
  "another deployment": { ...base, deploymentId: "11111111-2222-4333-8444-555555555555" },
  "another job": { ...base, jobId: "ffffffffffffffffffffffffffffffff" },
  "another restore point": { ...base, restoreFrom: { kind: "savepoint", path: "s3://flink/savepoints/one" } },
  "other defaults": {
    ...base,
    defaults: { ...base.defaults, configuration: { "some.option": "7" } },
  },
};

test("the same is rendered once", () => {
  expect(renderedAgain(base)).toBe(renderedAgain({ ...base, spec: { ...base.spec } }));
});

test.for(Object.entries(others))("%s is rendered by itself", ([, wanted]) => {
  renderedAgain(base);
  expect(plain(renderedAgain(wanted))).toEqual(plain(wantedObjects(wanted)));
  expect(plain(renderedAgain(wanted))).not.toEqual(plain(wantedObjects(base)));
});

test("what was asked for last is kept, and not more than one pass looks at", () => {
  const of = (generation: number): WantedCluster => ({ ...base, resource: { ...base.resource, generation } });
  const [first, second] = [renderedAgain(of(1000)), renderedAgain(of(1001))];
  for (let generation = 2000; generation < 2499; generation += 1) {
    renderedAgain(of(generation));
    renderedAgain(of(1000));
  }
  expect(renderedAgain(of(1000))).toBe(first);
  expect(renderedAgain(of(1001))).not.toBe(second);
});
