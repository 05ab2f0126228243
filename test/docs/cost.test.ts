import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { alarms as alarmsOf } from "../../infra/stack/alarms.ts";
import { measure } from "../../lib/shell/checkHealth.ts";
import { health } from "../../lib/core/health/health.ts";
import { instant, minutes } from "../../lib/core/time.ts";
import { alarms, assumed, besides, type Counts, metrics, monthly, perChange, rows } from "../bench/cost.ts";
import { mixed, ofHundred } from "../bench/mix.ts";
import { stackSettings } from "./stackSettings.ts";
import { codeIn, section, tableRows } from "./markdown.ts";

const folder = join(import.meta.dirname, "../../docs");
const page = readFileSync(join(folder, "cost.md"), "utf8");
const counts = JSON.parse(readFileSync(join(folder, "cost.json"), "utf8")) as Counts;

/** The cells of a row after its name in code font. */
const told = (heading: string): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    tableRows(section(page, heading)).flatMap(([, name = "", ...cells]) =>
      name.startsWith("`") && cells.length > 0 ? [[codeIn(name)[0] ?? "", cells]] : [],
    ),
  );
const inDollars = (amount: number): string => amount.toFixed(2);
const total = (every: number): number => Object.values(monthly(counts, every)).reduce((all, one) => all + one, 0);

describe("the cost page", () => {
  test("has the counts that the bench wrote", () => {
    const { quietSweep, health: ofHealth, upgrade, redeploy } = counts;
    const measured = [quietSweep, ofHealth, upgrade, redeploy];
    const expected = Object.entries(rows).map(([name, of]) => [
      name,
      measured.map((one) => of(one).toLocaleString("en")),
    ]);
    expect(told("## Counts")).toEqual(Object.fromEntries(expected));
  });

  test("names the assumptions that are computed with", () => {
    const expected = Object.entries(assumed).map(([name, value]) => [name, [String(value)]]);
    expect(told("## Assumptions")).toEqual(Object.fromEntries(expected));
  });

  test.for([
    { heading: "## A month", of: (every: number) => ({ ...monthly(counts, every), total: total(every) }) },
    { heading: "## On top of it", of: (every: number) => besides(counts, every) },
  ])("has in $heading what follows from both", ({ heading, of }) => {
    const [often, seldom]: Readonly<Record<string, number>>[] = [of(1), of(5)];
    const names = Object.keys(often ?? {});
    const expected = names.map((name) => [name, [often, seldom].map((one) => inDollars(one?.[name] ?? Number.NaN))]);
    expect(told(heading)).toEqual(Object.fromEntries(expected));
  });

  test("says in its first lines what comes out, and what was measured", () => {
    const [introduction = ""] = page.split("\n## ");
    for (const every of [1, 5]) expect(introduction).toContain(`**$${total(every).toFixed(0)}`);
    const { nativeApplications = 0, standaloneApplications = 0, sessionClusters = 0, sessionJobs = 0 } = counts.fleet;
    expect(introduction.replaceAll("\n", " ")).toContain(
      `${nativeApplications} native and ${standaloneApplications} standalone applications, ${sessionClusters} session clusters with ${sessionJobs} session jobs`,
    );
  });

  test("has the price of changes", () => {
    const cells = tableRows(section(page, "## A change")).map(([, cell]) => cell);
    expect(cells).toEqual([counts.upgrade, counts.redeploy].map((one) => inDollars(1000 * perChange(one))));
  });

  test("counts as many metrics and alarms as there are", async () => {
    const names: string[] = [];
    const nothing = { spokes: [], notes: [], deadLetters: 0, problems: [] };
    measure(health(nothing, minutes(15), instant(0)), {
      put: (figures) => void names.push(...figures.map(({ name }) => name)),
    });
    expect(names).toHaveLength(metrics);
    const functions = ["sweep", "reconcile-default", "trigger", "request", "audit", "health"];
    expect(Object.keys(alarmsOf(await stackSettings(), functions))).toHaveLength(alarms);
  });
});

describe("the fleet of the bench", () => {
  test("is the one that was measured", () => {
    const { clusters = 0, resources } = counts.fleet;
    expect(mixed(1)).toHaveLength(100);
    expect(resources).toBe(100 * clusters);
    for (const [kind, count] of Object.entries(ofHundred)) expect(counts.fleet[kind]).toBe(count * clusters);
  });

  test("is quiet in a quiet sweep: LISTs, one call for each running Flink cluster, and a note for each cluster", () => {
    const { clusters = 0 } = counts.fleet;
    const { kubernetes, flink, aws } = counts.quietSweep;
    const ours = ["flinkdeployments", "flinksessionjobs", "flinkstatesnapshots"];
    const kinds = [...ours, "deployments", "configmaps", "services"];
    expect(kubernetes).toEqual(Object.fromEntries(kinds.map((kind) => [`list ${kind}`, clusters])));
    const { nativeApplications = 0, standaloneApplications = 0, sessionClusters = 0 } = counts.fleet;
    expect(flink).toEqual({ "GET /jobs/overview": nativeApplications + standaloneApplications + sessionClusters });
    expect(aws).toMatchObject({ "DynamoDB.PutItem": clusters });
  });
});
