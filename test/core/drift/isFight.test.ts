import { describe, expect, test } from "vitest";
import { isFight, type Repair } from "../../../lib/core/drift/isFight.ts";
import { instant, later, minutes } from "../../../lib/core/time.ts";

const now = instant(Date.UTC(2026, 10, 22, 12));
const object = { kind: "Service", namespace: "web", name: "clicks-rest" } as const;
const path = "/spec/ports/rest/port";
const ago = (count: number, of: Partial<Repair> = {}): Repair => ({
  object,
  path,
  at: later(now, minutes(-count)),
  ...of,
});

describe("a field that somebody keeps setting", () => {
  test.for<readonly [string, readonly Repair[], boolean]>([
    ["never put right", [], false],
    ["twice", [ago(2), ago(1)], false],
    ["three times", [ago(3), ago(2), ago(1)], true],
    ["three times, just within the bound", [ago(60), ago(30), ago(1)], true],
    ["one of them too long ago", [ago(61), ago(30), ago(1)], false],
    ["another field among them", [ago(3), ago(2, { path: "/spec/type" }), ago(1)], false],
    ["another name among them", [ago(3), ago(2, { object: { ...object, name: "clicks" } }), ago(1)], false],
    ["another kind among them", [ago(3), ago(2, { object: { ...object, kind: "Ingress" } }), ago(1)], false],
    ["another namespace among them", [ago(3), ago(2, { object: { ...object, namespace: "b" } }), ago(1)], false],
    ["more, in any order", [ago(1), ago(500), ago(9), ago(2), ago(3, { path: "/" })], true],
  ])("%s", ([, history, fight]) => {
    expect(isFight(history, { object, path }, now, minutes(60))).toBe(fight);
  });

  test("may be tried again once that is long enough ago", () => {
    const history = [ago(3), ago(2), ago(1)];
    expect(isFight(history, { object, path }, later(now, minutes(57)), minutes(60))).toBe(true);
    expect(isFight(history, { object, path }, later(now, minutes(58)), minutes(60))).toBe(false);
  });

  test("within another bound, for repairs that are rare", () => {
    const history = [ago(3000), ago(1500), ago(1)];
    expect(isFight(history, { object, path }, now, minutes(10_000))).toBe(true);
  });
});
