import { expect, test } from "vitest";
import { seconds } from "../../lib/core/time.ts";
import { merged } from "../../lib/core/triggers/json.ts";
import { address, argument, mark, secretive } from "../core/decisions/support/secrets.ts";
import { Scene } from "../sequence/support/scene.ts";
import type { Fields } from "../sequence/support/application.ts";
import { ask, fileOf } from "./support/planning.ts";

const changes: readonly { readonly what: string; readonly spec: Fields; readonly told: string }[] = [
  { what: "other arguments", spec: { job: { args: ["--password", `${mark}-another`] } }, told: "is restarted" },
  {
    what: "another state to start from",
    spec: { job: { initialSavepointPath: address("savepoints/savepoint-2"), savepointRedeployNonce: 3 } },
    told: "example.com/savepoints/savepoint-2",
  },
  {
    what: "a parallelism that cannot be",
    spec: { job: { parallelism: 0, args: ["--password", `${mark}-other`] } },
    told: "blocked",
  },
  { what: "log settings", spec: { logConfiguration: { "x.properties": `password = ${mark}-log` } }, told: "logConfig" },
];

test.for(changes)("a plan of $what tells no secret but in the manifest", async ({ spec, told }) => {
  const scene = new Scene();
  const object = secretive();
  scene.apply(object);
  await scene.passFor(seconds(40));
  scene.spoke.failJob({ namespace: "default", name: "orders" }, `java.lang.Error: ${argument} was refused`);
  const file = fileOf({ ...object, spec: merged(object["spec"], spec) });
  for (const output of ["text", "markdown", "json"]) {
    const { out, err } = await ask(scene, ["plan", "-f", file, "-o", output]);
    const said = output === "json" ? withoutManifests(out) : out;
    expect(said.replaceAll("\\", "")).toContain(output === "json" ? "orders" : told);
    const at = said.indexOf(mark);
    expect(at < 0 ? "" : said.slice(Math.max(0, at - 200), at + 80), output).toBe("");
    expect(err).not.toContain(mark);
  }
});

function withoutManifests(out: string): string {
  const { resources, ...plan } = JSON.parse(out) as { readonly resources: readonly Fields[] };
  return JSON.stringify({ ...plan, resources: resources.map(({ manifest: _held, ...rest }) => rest) });
}
