import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changeStatus } from "../../lib/api/events/status.ts";
import { isRequestType, requests } from "../../lib/api/events/requests.ts";
import { published } from "../../lib/api/events/published.ts";
import { readFleet } from "../../lib/api/fleet/readFleet.ts";
import { mostPending } from "../../lib/core/triggers/notes.ts";
import { mostWakes } from "../../lib/core/triggers/auditWakes.ts";
import { codeIn, section, tableRows } from "./markdown.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/triggers.md"), "utf8");
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)\`\`\``, "gmu"))].map(([, text]) => text ?? "");

test.for(blocks("yaml"))("its fleet file is right: %s", (text) => {
  expect(readFleet(text, "fleet.yaml")).toMatchObject({ kind: "valid" });
});

test.for(blocks("json"))("its request is right: %s", (text) => {
  const { type, detail } = JSON.parse(text) as { readonly type: string; readonly detail: unknown };
  const schema = isRequestType(type) ? requests[type] : changeStatus;
  expect(schema.safeParse(detail)).toMatchObject({ success: true });
});

test("it tells of every request and every answer that is published", () => {
  const told = [...tableRows(section(page, "## Requests")), ...tableRows(section(page, "## Answers"))];
  const types = told.flatMap(([first = ""]) => codeIn(first));
  const events = Object.keys(published).filter(
    (type) => type.endsWith(".requested") || /^change\.(accepted|refused|completed)$/.test(type),
  );
  expect(types.toSorted()).toEqual(events.toSorted());
});

test("its numbers are those of the code", () => {
  expect(page).toContain(`At most ${mostPending} changes`);
  expect(page).toContain(`at most ${mostWakes} looks`);
});

test("the snippets name senders that a fleet file takes, and the script that there is", () => {
  for (const name of ["github-actions.yml", "gitlab-ci.yml", "buildspec.yml"]) {
    const text = readFileSync(join(root, "examples/ci", name), "utf8");
    const [, senders = ""] = /^#\s+senders:\n((?:#\s+.*\n)+?)(?!#\s{6})/mu.exec(text) ?? [];
    const yaml = `clusters: { a: { region: eu-central-1 } }\ntriggers:\n  senders:\n${senders.replaceAll(/^#/gmu, "")}`;
    expect(readFleet(yaml, name)).toMatchObject({
      kind: "valid",
      fleet: { triggers: { senders: { "orders-ci": {} } } },
    });
    expect(text).toContain("./flink-fleet.sh redeploy.requested");
  }
});
