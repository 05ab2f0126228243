import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flinkDeploymentSpec } from "../../../../lib/api/resources/flinkDeployment.ts";
import { flinkSessionJobSpec } from "../../../../lib/api/resources/flinkSessionJob.ts";
import { recordedSpec, specRecord, type Achieved } from "../../../../lib/core/lifecycle/spec/lastReconciledSpec.ts";

interface Golden {
  readonly when: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly achieved: Achieved;
  readonly text: string;
}

/** What the Apache operator wrote on a real cluster. */
const golden = (name: string): readonly Golden[] =>
  JSON.parse(readFileSync(new URL(`golden/${name}.json`, import.meta.url), "utf8")) as readonly Golden[];

const deployments = golden("deployments");
const sessionJobs = golden("sessionJobs");
const first = { firstDeployment: true };
const sessionJob = (spec: Readonly<Record<string, unknown>>) => flinkSessionJobSpec.parse(spec);

describe("specRecord of a FlinkDeployment", () => {
  test.for(deployments)("$when: the bytes of the Apache operator", ({ spec, achieved, text }) => {
    expect(specRecord(flinkDeploymentSpec.parse(spec), achieved)).toBe(text);
  });

  test.for([
    ["a whole cpu is a double", { jobManager: { resource: { cpu: 1 } } }, '"cpu":1.0,'],
    ["a small cpu", { jobManager: { resource: { cpu: 0.0005 } } }, '"cpu":5.0E-4,'],
    [
      "replicas of the JobManager have a default",
      { jobManager: {} },
      '"replicas":1,"podTemplate":null},"taskManager":null',
    ],
    [
      "replicas of TaskManagers have none",
      { taskManager: {} },
      '"taskManager":{"resource":null,"resources":null,"replicas":null',
    ],
    [
      "quantities are text",
      { taskManager: { resources: { requests: { memory: "1Gi", cpu: 2 }, claims: [{ name: "gpu" }] } } },
      '"resources":{"claims":[{"name":"gpu"}],"requests":{"cpu":"2","memory":"1Gi"}}',
    ],
    [
      "nested configuration stays nested, scalars stay scalars",
      { flinkConfiguration: { z: 1, a: { y: true, b: ["x", 2] } } },
      '"flinkConfiguration":{"a":{"b":["x",2],"y":true},"z":1}',
    ],
    [
      "ingress in the order of its class",
      { ingress: { labels: { b: "1", a: "2" }, template: "{{name}}", tls: [{ secretName: "s" }] } },
      '"ingress":{"template":"{{name}}","className":null,"annotations":null,"labels":{"a":"2","b":"1"},"tls":[{"secretName":"s"}]}',
    ],
    [
      "log configuration",
      { logConfiguration: { "logback-console.xml": "<a/>\n" } },
      '"logConfiguration":{"logback-console.xml":"<a/>\\n"}',
    ],
  ] as const)("%s", ([, spec, part]) => {
    expect(specRecord(flinkDeploymentSpec.parse(spec), first)).toContain(part);
  });

  test("the order in which a user writes things is not recorded", () => {
    const one = flinkDeploymentSpec.parse({
      flinkConfiguration: { a: 1, b: { c: 2, d: 3 } },
      podTemplate: { spec: { x: 1, a: 2 } },
    });
    const other = flinkDeploymentSpec.parse({
      podTemplate: { spec: { a: 2, x: 1 } },
      flinkConfiguration: { b: { d: 3, c: 2 }, a: 1 },
    });
    expect(specRecord(one, first)).toBe(specRecord(other, first));
  });

  test("a session cluster has no job to have achieved anything with", () => {
    const achieved = { firstDeployment: false, job: { state: "running", upgradeMode: "savepoint" } } as const;
    expect(specRecord(flinkDeploymentSpec.parse({}), achieved)).toContain('"job":null');
  });

  test("a mode that the user did not give is not recorded, or handing the resource back would restart the job", () => {
    const { mode, ...spec } = flinkDeploymentSpec.parse({});
    expect(mode).not.toBe("standalone");
    expect(specRecord(spec as typeof spec & { mode: "native" }, first)).toContain('"mode":null}');
  });
});

describe("specRecord of a FlinkSessionJob", () => {
  test.for(sessionJobs)("$when: the bytes of the Apache operator", ({ spec, achieved, text }) => {
    expect(specRecord(sessionJob(spec), achieved)).toBe(text);
  });
});

describe("recordedSpec", () => {
  test.for(deployments)("$when: reads what the Apache operator wrote", ({ spec, achieved, text }) => {
    const wanted = flinkDeploymentSpec.parse(spec);
    const job = wanted.job === undefined ? {} : { job: { ...wanted.job, ...achieved.job } };
    expect(recordedSpec(text)).toEqual({
      kind: "recorded",
      spec: { ...wanted, ...job },
      firstDeployment: achieved.firstDeployment,
    });
  });

  const spec = {
    job: { jarURI: "local:///a.jar", parallelism: 2 },
    flinkConfiguration: { a: "1" },
    flinkVersion: "v1_20",
  };

  test.for([
    ["today", { spec, resource_metadata: { apiVersion: "flink.apache.org/v1beta1", firstDeployment: true } }, true],
    [
      "with the whole metadata",
      {
        spec,
        resource_metadata: { apiVersion: "flink.apache.org/v1beta1", metadata: { name: "x" }, firstDeployment: true },
      },
      true,
    ],
    ["with metadata that does not say", { spec, resource_metadata: { apiVersion: "flink.apache.org/v1beta1" } }, false],
    ["flat", { apiVersion: "v1beta1", ...spec }, false],
    ["flat, of a session cluster", { apiVersion: "v1beta1", flinkVersion: "v1_15", job: null }, false],
    ["with fields of a newer operator", { spec: { ...spec, newer: { x: 1 } }, resource_metadata: null }, false],
  ] as const)("shape: %s", ([, shape, firstDeployment]) => {
    const read = recordedSpec(JSON.stringify(shape));
    const wanted = flinkDeploymentSpec.parse(
      "spec" in shape ? spec : { ...shape, job: "jarURI" in (shape.job ?? {}) ? shape.job : undefined },
    );
    expect(read).toEqual({ kind: "recorded", spec: wanted, firstDeployment });
  });

  test.for([[undefined], [""]])("%j: nothing was recorded", ([text]) => {
    expect(recordedSpec(text)).toEqual({ kind: "nothing" });
  });

  test.for([
    ["{", "it is not a JSON object"],
    ["[]", "it is not a JSON object"],
    ["null", "it is not a JSON object"],
    ["{}", "it holds no spec"],
    ['{"spec":"x"}', "it holds no spec"],
    ['{"spec":{"job":"x"}}', 'spec.job holds "x", not an object'],
    ['{"spec":{"job":{"parallelism":"two"}}}', 'spec.job.parallelism holds "two", not a whole number'],
    ['{"spec":{"job":{"state":"asleep"}}}', 'spec.job.state holds "asleep", not one of running, suspended'],
    ['{"spec":{"job":{"args":"x"}}}', 'spec.job.args holds "x", not a list'],
    ['{"spec":{"job":{"allowNonRestoredState":1}}}', "spec.job.allowNonRestoredState holds 1, not true or false"],
    ['{"spec":{"image":1}}', "spec.image holds 1, not text"],
    ['{"spec":{"flinkConfiguration":[]}}', "spec.flinkConfiguration holds [], not an object"],
    ['{"spec":{"jobManager":{"resource":{"cpu":"1"}}}}', 'spec.jobManager.resource.cpu holds "1", not a number'],
    ['{"spec":{"jobManager":{"resources":1}}}', "spec.jobManager.resources holds 1, not an object"],
  ] as const)("%s: unreadable, which is not nothing", ([text, because]) => {
    expect(recordedSpec(text)).toEqual({ kind: "unreadable", because });
  });

  test("reads back whatever it wrote", () => {
    const json = fc.jsonValue({ maxDepth: 2 }).filter((value) => value !== null);
    const specs = fc.record(
      {
        job: fc.record(
          { parallelism: fc.nat(), args: fc.array(fc.string()), jarURI: fc.string() },
          { requiredKeys: [] },
        ),
        restartNonce: fc.maxSafeInteger(),
        flinkConfiguration: fc.dictionary(
          fc.string().filter((key) => key !== "__proto__"),
          json,
          { maxKeys: 4 },
        ),
        image: fc.string(),
        mode: fc.constantFrom("native", "standalone"),
        jobManager: fc.record({
          resource: fc.record({ cpu: fc.double({ noNaN: true, noDefaultInfinity: true }), memory: fc.string() }),
        }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(specs, fc.boolean(), (given, firstDeployment) => {
        const spec = flinkDeploymentSpec.parse(JSON.parse(JSON.stringify(given)));
        expect(recordedSpec(specRecord(spec, { firstDeployment }))).toEqual({
          kind: "recorded",
          spec,
          firstDeployment,
        });
      }),
      { numRuns: 40 },
    );
  });
});

describe("recordedSpec", () => {
  test.for(sessionJobs)("$when: reads what the Apache operator wrote", ({ spec, achieved, text }) => {
    const wanted = sessionJob(spec);
    const read = recordedSpec(text);
    expect(read).toEqual({
      kind: "recorded",
      spec: { ...wanted, job: { ...wanted.job, ...achieved.job } },
      firstDeployment: achieved.firstDeployment,
    });
  });
});
