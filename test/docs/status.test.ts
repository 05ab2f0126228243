import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { jobStates, lifecycleStates } from "../../lib/api/resources/common.ts";
import { flinkDeploymentStatus, jobManagerDeploymentStatuses } from "../../lib/api/resources/flinkDeployment.ts";
import { codeIn, section, tableRows } from "./markdown.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/status.md"), "utf8");
const named = new Set(codeIn(page));

const withoutComments = (code: string): string => code.replaceAll(/\/\*[^]*?\*\//gu, "").replaceAll(/\/\/ .*$/gmu, "");
const code = globSync("lib/core/lifecycle/**/*.ts", { cwd: root })
  .map((file) => withoutComments(readFileSync(join(root, file), "utf8")))
  .join("\n");

/** Capitalised words in quotes that are no reasons. */
const others = new Set(
  [
    // Values of Kubernetes' own fields, and who speaks in an event.
    ["True", "False", "Unknown", "Normal", "Warning", "Job", "JobManagerDeployment", "Operator", "Snapshot"],
    // Read and never written: conditions of pods and Deployments, and the name that a failed pull has every other moment.
    ["PodScheduled", "ReplicaFailure", "ErrImagePull", "Available"],
    // Words of messages, and a key of clusterInfo.
    ["JobManager", "TaskManager", "ClusterHealthInfo", "Redeploy"],
    // Kinds of objects that are compared.
    ["Deployment", "Service", "Ingress", "Drifted"],
    // Kinds, and the types of their parts.
    ["FlinkDeployment", "FlinkDeploymentSpec", "FlinkSessionJob", "FlinkSessionJobSpec", "Event"],
    // Types of conditions.
    ["Ready", "Degraded"],
  ].flat(),
);
const reasons = [
  ...new Set([...code.matchAll(/"([A-Z][A-Za-z]*[a-z][A-Za-z]*)"/gu)].map(([, word]) => word ?? "")),
].filter((word) => !others.has(word));
/** The reasons of a job's state, as the condition Running has them. */
const ofStates = jobStates.map((state) => state.charAt(0) + state.slice(1).toLowerCase());

describe("reasons", () => {
  test.for([...reasons, ...ofStates])("%s is explained", (reason) => {
    expect([...named]).toContain(reason);
  });

  test("all of them are found in the code", () => {
    expect(reasons).toEqual(
      expect.arrayContaining(["JobEnded", "OOMKilled", "ClusterExists", "JobManagerIsDeploying"]),
    );
  });

  test("none is explained that the code does not have", () => {
    const passedOn = ["FailedCreate"];
    const tables = ["### Ready", "### Degraded"].flatMap((heading) => tableRows(section(page, heading)));
    const explained = tables.flatMap((cells) => codeIn(cells.find((cell) => cell.startsWith("`")) ?? ""));
    expect(explained.length).toBeGreaterThan(25);
    expect(explained.filter((reason) => !reasons.includes(reason) && !passedOn.includes(reason))).toEqual([]);
  });
});

describe("events", () => {
  const published = [...code.matchAll(/\b(normal|warning)\(\s*"(\w+)",\s*"(\w+)"/gu)].map(
    ([, type, component, reason]) => ({
      type: type === "normal" ? "Normal" : "Warning",
      component: component ?? "",
      reason: reason ?? "",
    }),
  );
  const rows = tableRows(section(page, "## Events")).map(([type = "", component = "", reason = ""]) => ({
    type,
    component,
    reasons: codeIn(reason),
  }));

  test.for(published)("$type $component $reason is in the table", ({ type, component, reason }) => {
    const places = rows.filter((row) => row.type === type && row.component === component);
    expect(places.flatMap((row) => row.reasons)).toContain(reason);
  });

  test("no other is", () => {
    const real = published.map(({ type, component, reason }) => `${type} ${component} ${reason}`);
    const told = rows.flatMap((row) => row.reasons.map((reason) => `${row.type} ${row.component} ${reason}`));
    expect(told.toSorted()).toEqual([...new Set(real)].toSorted());
  });
});

describe("fields", () => {
  const fields = tableRows(section(page, "## Fields")).flatMap(([field = ""]) => codeIn(field));

  test("every field of status is explained", () => {
    const real = Object.keys(flinkDeploymentStatus.shape);
    const explained = fields.map((field) => field.split(".")[0]);
    expect(real.filter((field) => field !== "conditions" && !explained.includes(field))).toEqual([]);
    expect(explained.filter((field) => !real.includes(field ?? ""))).toEqual([]);
  });

  test.for([...lifecycleStates, ...jobManagerDeploymentStatuses])("%s is explained", (state) => {
    expect([...named]).toContain(state);
  });
});

test("every type of condition has a place", () => {
  const judged = /^const judges.*? = \{([^}]*)\}/mu.exec(code)?.[1] ?? "";
  const types = [...judged.matchAll(/(\w+): /gu)].map(([, type]) => type ?? "");
  expect(types).toHaveLength(5);
  for (const type of types) expect(section(page, `### ${type}`)).not.toBe("");
});
