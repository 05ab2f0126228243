import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { checking } from "../../functions/health.ts";
import { alarms as alarmsOf } from "../../infra/stack/alarms.ts";
import { logicalId } from "../../infra/stack/names.ts";
import { queues, workers } from "../../infra/stack/workers.ts";
import type { Fault } from "../../lib/core/fault.ts";
import { backOff } from "../../lib/core/sweeping/backOff.ts";
import { retryDelay } from "../../lib/core/sweeping/retryDelay.ts";
import { instant, minutes, seconds } from "../../lib/core/time.ts";
import { MemoryDeadLetters, MemoryLooks } from "../support/memoryPorts.ts";
import { codeIn, section, tableRows } from "./markdown.ts";
import { stackSettings } from "./stackSettings.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/operations.md"), "utf8");
const firstCodes = (heading: string): readonly string[] =>
  tableRows(section(page, heading)).flatMap(([first = ""]) => codeIn(first));

const figures: string[] = [];
const ports = {
  fleet: async () => ({ spokes: async () => [] }),
  looks: new MemoryLooks(),
  deadLetters: new MemoryDeadLetters(),
  clock: { now: () => instant(0) },
  mostStale: minutes(15),
  metrics: { put: (all: readonly { readonly name: string }[]) => void figures.push(...all.map(({ name }) => name)) },
};
const asked = checking(async () => ports);

describe("the hub on AWS", () => {
  test("every alarm is explained, with its cause and its cure, and no other", async () => {
    const settings = { ...(await stackSettings()), auditAccounts: ["210987654321"] };
    const names = Object.keys(alarmsOf(settings, ["sweep"])).map((id) =>
      id.replace(/^Sweep(?=Errors|Throttles)/u, "FUNCTION").replace(`Work${logicalId("default")}`, "WorkZONE"),
    );
    expect(names.length).toBeGreaterThan(8);
    expect(firstCodes("### Alarms").toSorted()).toEqual(names.toSorted());
    for (const [alarm = "", cause = "", cure = ""] of tableRows(section(page, "### Alarms"))) {
      expect([cause.length > 15, cure.length > 15], alarm).toEqual([true, true]);
    }
  });

  test("every metric is explained, and no other", async () => {
    await asked({});
    expect(firstCodes("### Metrics")).toEqual(figures);
  });

  test("every path of the health URL is explained, and no other", async () => {
    const answer = (await asked({ rawPath: "/none" })) as { readonly body: string };
    const paths = /ask for (.*)"/u.exec(answer.body)?.[1]?.split(", ");
    expect(firstCodes("### Health URLs")).toEqual(paths);
  });

  test("every fault of a cluster is in the table", () => {
    const faults: Record<Exclude<Fault["kind"], "conflict">, true> = {
      unavailable: true,
      denied: true,
      rejected: true,
      missing: true,
    };
    expect(firstCodes("### A cluster that cannot be looked at").toSorted()).toEqual(Object.keys(faults).toSorted());
  });

  test("its times are those of the code and the stack", async () => {
    const { staleAfter } = await stackSettings();
    const bound = section(page, "### How stale anything can be");
    expect(backOff(1, instant(0))).toBe(seconds(30));
    expect(backOff(99, instant(0))).toBe(minutes(15));
    expect(bound).toContain("30 s, 1 min, 2 min … at most 15 min");
    expect(bound).toContain(`\`staleAfter\` (${staleAfter} s)`);
    expect([retryDelay(1), retryDelay(99)]).toEqual([seconds(15), minutes(15)]);
    expect(section(page, "### Alarms")).toContain("15 s, 30 s … at most 15 min");
  });

  test("what it says of dead letters is what the stack does", async () => {
    const settings = await stackSettings();
    expect(queues(settings)).toMatchObject({
      WorkDefault: { Properties: { VisibilityTimeout: 1800, RedrivePolicy: { maxReceiveCount: 8 } } },
    });
    expect(workers(settings)).toMatchObject({ "reconcile-default": { environment: { MAX_RECEIVES: "5" } } });
    const text = section(page, "### Dead letters");
    expect(text).toContain("failed five times");
    expect(text).toContain("eight receives");
  });

  test("its destination of a replay is JSON", () => {
    const [, json = ""] = /--destination '(.*)'/u.exec(section(page, "### Replays of the archive")) ?? [];
    expect(parse(json)).toMatchObject({ Arn: expect.stringContaining("event-bus"), FilterArns: [expect.anything()] });
  });
});
