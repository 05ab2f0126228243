import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { triggers } from "../../../lib/api/fleet/triggers.ts";
import { flattened } from "../../../lib/core/configuration/flinkConfiguration.ts";
import { configurationPatch } from "../../../lib/core/triggers/configurationPatch.ts";
import { ecrName, ecrRepository, imageReference } from "../../../lib/core/triggers/imageReference.ts";
import { merged, patchBetween, sameJson } from "../../../lib/core/triggers/json.ts";
import { matches } from "../../../lib/core/triggers/matches.ts";
import { mayAsk } from "../../../lib/core/triggers/mayAsk.ts";
import { passesOver } from "../../../lib/core/triggers/passesOver.ts";
import { selects, selectorText } from "../../../lib/core/triggers/selects.ts";

describe("matches", () => {
  test.for([
    ["orders", "orders", true],
    ["orders", "orders-2", false],
    ["orders-*", "orders-", true],
    ["*-prod", "eu-prod", true],
    ["*a*a", "a", false],
    ["a*a", "a", false],
    ["a*b*c", "a-c-b-c", true],
    ["a*b*c", "a-c", false],
    ["a.c", "abc", false],
  ] as const)("%s, %s: %s", ([pattern, text, answer]) => {
    expect(matches(pattern, text)).toBe(answer);
  });

  test("as the regular expression of the same meaning would", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 }), (pattern, text) => {
        const meaning = new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
        expect(matches(pattern, text)).toBe(meaning.test(text));
      }),
    );
  });
});

describe("selects", () => {
  const subject = {
    spoke: "eu",
    kind: "FlinkDeployment",
    namespace: "a",
    name: "orders",
    labels: { team: "x", tier: "1" },
  } as const;
  test.for([
    { selector: { clusters: ["e*"] }, is: true },
    { selector: { clusters: ["us", "ap"] }, is: false },
    { selector: { namespaces: ["a"], names: ["orders"] }, is: true },
    { selector: { namespaces: ["a"], names: ["bills"] }, is: false },
    { selector: { labels: { team: "x", tier: "1" } }, is: true },
    { selector: { labels: { team: "x", tier: "2" } }, is: false },
    { selector: { names: ["*"], kinds: ["FlinkSessionJob" as const] }, is: false },
  ])("%o", ({ selector, is }) => {
    expect(selects(selector, subject)).toBe(is);
  });

  test("is told in words", () => {
    expect(selectorText({ namespaces: ["a", "b-*"], labels: { team: "x" } })).toBe("namespaces a, b-*; labels team=x");
  });
});

describe("a canary", () => {
  const label = { "flink.apache.org/canary": "true" };
  const canary = { name: "canary", labels: { ...label, team: "x" } };
  test.for([
    { selector: { namespaces: ["*"] }, is: true },
    { selector: { clusters: ["eu"], names: ["*"] }, is: true },
    { selector: { names: ["canar*", "orders"] }, is: true },
    { selector: { labels: { team: "x" } }, is: true },
    { selector: { names: ["orders", "canary"] }, is: false },
    { selector: { labels: label }, is: false },
  ])("is passed over by $selector: $is", ({ selector, is }) => {
    expect(passesOver(selector, canary)).toBe(is);
  });

  test("is what has its label, and nothing else", () => {
    for (const labels of [{}, { "flink.apache.org/canary": "false" }]) {
      expect(passesOver({ namespaces: ["*"] }, { name: "canary", labels })).toBe(false);
    }
  });
});

describe("mayAsk", () => {
  const home = "111122223333";
  const selector = { clusters: ["*"] };
  const { senders } = triggers.parse({
    senders: {
      both: { source: "ci", account: home, may: ["restart"], selector },
      wide: { account: home, may: ["redeploy"], selector },
      role: { principal: `arn:aws:iam::${home}:role/teams/deployer`, may: ["redeploy"], selector },
      hook: { webhook: { kind: "github", secret: "/s" }, may: ["redeploy"], selector },
    },
  });
  const arn = (account: string, role: string) => `arn:aws:sts::${account}:assumed-role/${role}/s`;
  test.for([
    { caller: { kind: "event", source: "ci", account: home }, action: "restart", by: "both" },
    { caller: { kind: "event", source: "ci", account: home }, action: "redeploy", by: "wide" },
    { caller: { kind: "event", source: "ci", account: "9" }, action: "restart", by: undefined },
    { caller: { kind: "event", source: "other", account: home }, action: "restart", by: undefined },
    { caller: { kind: "iam", arn: arn(home, "deployer") }, action: "redeploy", by: "role" },
    { caller: { kind: "iam", arn: `arn:aws:iam::${home}:role/teams/deployer` }, action: "redeploy", by: "role" },
    { caller: { kind: "iam", arn: arn(home, "deployer2") }, action: "redeploy", by: undefined },
    { caller: { kind: "iam", arn: arn("999999999999", "deployer") }, action: "redeploy", by: undefined },
    { caller: { kind: "webhook", name: "hook" }, action: "redeploy", by: "hook" },
    { caller: { kind: "webhook", name: "role" }, action: "redeploy", by: undefined },
  ] as const)("$action by $caller.kind: $by", ({ caller, action, by }) => {
    const permission = mayAsk({ senders }, caller, action);
    expect(permission.kind === "allowed" ? permission.sender.name : undefined).toBe(by);
  });
});

describe("an image", () => {
  test.for([
    ["flink", { repository: "flink", tag: undefined, digest: undefined }],
    ["host:5000/a/b", { repository: "host:5000/a/b", tag: undefined, digest: undefined }],
    ["host:5000/a/b:1@sha256:0", { repository: "host:5000/a/b", tag: "1", digest: "sha256:0" }],
  ] as const)("%s is taken apart", ([image, parts]) => {
    expect(imageReference(image)).toEqual(parts);
  });

  test.for([
    "1.dkr.ecr.eu-west-1.amazonaws.com/a",
    "111122223333.dkr.ecr.eu-west-1.amazonaws.com.evil.com/a",
    "quay.io/a",
  ])("%s is not of ECR", (repository) => {
    expect(ecrRepository(repository)).toBeUndefined();
  });

  test.for(["111122223333.dkr.ecr.eu-west-1.amazonaws.com/a/b", "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/a"])(
    "%s is of ECR, and named so again",
    (repository) => {
      const found = ecrRepository(repository);
      expect(found === undefined ? undefined : ecrName(found)).toBe(repository);
    },
  );
});

const keys = fc.constantFrom("a", "b", "c");
const json = fc.letrec((tie) => ({
  node: fc.oneof(
    fc.integer({ min: 0, max: 2 }),
    fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 2 }),
    tie("map"),
  ),
  map: fc.dictionary(keys, tie("node"), { maxKeys: 3 }),
}));
const maps = json.map as fc.Arbitrary<Record<string, unknown>>;

test("a merge patch between two makes the second of the first", () => {
  fc.assert(
    fc.property(maps, maps, (from, to) => {
      expect(sameJson(merged(from, patchBetween(from, to)), to)).toBe(true);
    }),
  );
});

describe("options of the configuration", () => {
  test.for([
    { present: {}, options: { "a.b": "1" }, after: { "a.b": "1" } },
    { present: { a: { b: "0", c: "2" } }, options: { "a.b": "1" }, after: { a: { b: "1", c: "2" } } },
    { present: { a: { "b.c": "0" } }, options: { "a.b.c": "1" }, after: { a: { "b.c": "1" } } },
    { present: { "a.b": "0", a: { b: "9" } }, options: { "a.b": "1" }, after: { "a.b": "1", a: {} } },
    { present: { a: { b: { c: "0" } } }, options: { "a.b": "1" }, after: { a: { b: { c: "0" } }, "a.b": "1" } },
    { present: { a: { b: "0" } }, options: { "a.b": null }, after: { a: {} } },
    { present: { x: "0" }, options: { "a.b": null }, after: { x: "0" } },
  ])("$present with $options", ({ present, options, after }) => {
    expect(merged(present, configurationPatch(present, options))).toEqual(after);
  });

  test("mean afterwards what was asked for, and no other has changed", () => {
    const option = fc.array(keys, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("."));
    fc.assert(
      fc.property(maps, option, fc.constantFrom("new", null), (present, key, value) => {
        const after = flattened(
          merged(present, configurationPatch(present, { [key]: value })) as Record<string, unknown>,
        );
        const { [key]: now, ...others } = after;
        const { [key]: _, ...before } = flattened(present);
        expect([now, others]).toEqual([value ?? undefined, before]);
      }),
    );
  });
});
