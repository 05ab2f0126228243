import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mostBytes, mostNotes } from "../../lib/core/decisions/notesAfter.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Log } from "../../lib/ports/index.ts";
import { application } from "../sequence/support/application.ts";
import { Scene } from "../sequence/support/scene.ts";
import { codeIn, section, tableRows } from "./markdown.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/explain.md"), "utf8");

class LoggedScene extends Scene {
  readonly keys = new Set<string>();
  readonly log: Log = {
    info: (message, keys) => {
      if (message === "Decision") for (const key of Object.keys(keys)) this.keys.add(key);
    },
    warn: () => undefined,
  };

  override get ports(): Scene["ports"] {
    return { ...super.ports, log: this.log };
  }
}

test("every field of a line of the log is explained", async () => {
  const scene = new LoggedScene();
  scene.apply(application({ mode: "standalone" }));
  await scene.passFor(seconds(30));
  const of = { kind: "FlinkDeployment", namespace: "default", name: "orders" } as const;
  scene.spoke.api.patch(of, { type: "merge", body: { spec: { restartNonce: 1 } } });
  await scene.passFor(minutes(1), seconds(2));
  scene.spoke.api.patch(of, { type: "merge", body: { spec: { job: { parallelism: -1 } } } });
  await scene.passFor(seconds(10));
  const told = tableRows(section(page, "## Records")).flatMap(([first = ""]) => codeIn(first));
  const written = [...scene.keys].map((key) => (key.startsWith("facts.") ? "facts.…" : key));
  expect(written).toContain("obstacle.message");
  for (const key of written) expect(told).toContain(key);
});

test("the size of the journal is as it says", () => {
  expect(page).toContain(`It is ${mostBytes / 1000} kB at most`);
  expect(page).toContain("the newest twenty");
  expect(mostNotes).toBe(20);
});
