import { describe, expect, test } from "vitest";
import type { RepairRules } from "../../../../lib/api/fleet/repair.ts";
import { shippedDefaults } from "../../../../lib/core/configuration/defaults.ts";
import { mayRestart, type Repairs, repairsOf, repairsText } from "../../../../lib/core/lifecycle/drift/repairRules.ts";
import { instant, minutes } from "../../../../lib/core/time.ts";

const rules = (said: Partial<RepairRules> = {}): RepairRules => ({ namespaces: {}, ...said });
const window = { schedule: "0 0 2 ? * SUN", duration: minutes(90) };
const other = { schedule: "0 0 4 * * ?", duration: minutes(30) };

const inForce = (said: { fleet?: RepairRules; cluster?: RepairRules; annotation?: string }): Repairs =>
  repairsOf(
    {
      namespace: "web",
      annotations: said.annotation === undefined ? {} : { "flink-fleet/repair": said.annotation },
    },
    { defaults: { ...shippedDefaults, repair: said.fleet }, repair: said.cluster },
  );

describe("the closest says when what needs a restart is put right", () => {
  test.for<readonly [string, Parameters<typeof inForce>[0], Partial<Repairs>]>([
    ["nobody says anything", {}, { restart: "never", window: undefined }],
    ["there is a window", { fleet: rules({ window }) }, { restart: "window", window }],
    ["the fleet", { fleet: rules({ restart: "now" }) }, { restart: "now" }],
    [
      "its namespace in the fleet",
      { fleet: rules({ restart: "now", namespaces: { web: { restart: "never" } } }) },
      { restart: "never" },
    ],
    [
      "another namespace",
      { fleet: rules({ restart: "now", namespaces: { batch: { restart: "never" } } }) },
      { restart: "now" },
    ],
    [
      "the cluster",
      { fleet: rules({ namespaces: { web: { restart: "now" } } }), cluster: rules({ restart: "never" }) },
      { restart: "never" },
    ],
    [
      "its namespace in the cluster",
      { cluster: rules({ restart: "never", namespaces: { web: { restart: "now" } } }) },
      { restart: "now" },
    ],
    [
      "each field by itself",
      { fleet: rules({ window, restart: "never" }), cluster: rules({ restart: "window" }) },
      { restart: "window", window },
    ],
    [
      "the window of its namespace",
      { fleet: rules({ window, namespaces: { web: { window: other } } }) },
      { restart: "window", window: other },
    ],
    ["the annotation", { cluster: rules({ restart: "never" }), annotation: " now " }, { restart: "now" }],
  ])("%s", ([, said, repairs]) => {
    expect(inForce(said)).toMatchObject({ ...repairs, problem: undefined });
  });

  test("an annotation that is no policy allows nothing, and says what it has to be", () => {
    const found = inForce({ fleet: rules({ restart: "now" }), annotation: "always" });
    expect(found.restart).toBe("never");
    expect(found.problem).toBe('the annotation flink-fleet/repair is "always": it must be now, window, never');
    expect(repairsText(found)).toBe(found.problem);
  });
});

describe("a restart", () => {
  const repairs = (parts: Partial<Repairs>): Repairs => ({
    restart: "window",
    window: undefined,
    problem: undefined,
    ...parts,
  });
  /** A Sunday. */
  const at = (hour: number, minute: number) => instant(Date.UTC(2026, 10, 22, hour, minute));

  test.for<readonly [string, Partial<Repairs>, number, number, boolean]>([
    ["now", { restart: "now" }, 12, 0, true],
    ["never, in the window", { restart: "never", window }, 2, 0, false],
    ["window, and there is none", {}, 2, 0, false],
    ["before the window", { window }, 1, 59, false],
    ["as it opens", { window }, 2, 0, true],
    ["as it closes", { window }, 3, 29, true],
    ["once it is closed", { window }, 3, 30, false],
    ["a window that nobody understands", { window: { ...window, schedule: "every sunday at two" } }, 2, 0, false],
  ])("%s", ([, parts, hour, minute, may]) => {
    expect(mayRestart(repairs(parts), at(hour, minute))).toBe(may);
  });

  test("a window that is not understood is told", () => {
    expect(repairsText(repairs({ window: { ...window, schedule: "1 2 3 4 5 6 7 8" } }))).toContain(
      '"1 2 3 4 5 6 7 8" is no Quartz cron expression',
    );
  });
});
