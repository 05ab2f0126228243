import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checked, sentence } from "../../../lib/api/problem.ts";
import { requests } from "../../../lib/api/events/requests.ts";
import { schemaFile } from "../../../lib/api/events/schemaFile.ts";
import { schemas } from "../../../lib/api/schemas.ts";

const folder = new URL("../../../docs/schemas/", import.meta.url);

test("docs/schemas holds what `npm run schemas` would write, and nothing else", () => {
  const found = readdirSync(folder).map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));
  const wanted = Object.entries(schemas).map(([name, schema]) => schemaFile(name, schema));
  expect(found).toEqual(wanted.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
});

const redeploy = { version: 1, changeId: "c-1", selector: { names: ["orders"] }, image: "r/orders:1" };
const digest = `sha256:${"0".repeat(64)}`;

describe("a request that is not right is told what would be:", () => {
  test.for([
    { with: { version: 2 }, because: /^version is 2, must be 1$/ },
    { with: { changeId: "not an id" }, because: /^changeId is "not an id", must be 1 to 128/ },
    { with: { color: "red" }, because: /^color is not a field/ },
    { with: { selector: {} }, because: /clusters: \["\*"\] means everything/ },
    { with: { selector: { kinds: ["FlinkDeployment"] } }, because: /must have at least one of clusters/ },
    { with: { selector: { labels: {} } }, because: /must have at least one label/ },
    { with: { selector: { labels: { a: "b,c" } } }, because: /must be the value of a label/ },
    { with: { image: undefined }, because: /must have at least one of image, jarURI, args and flinkConfiguration/ },
    { with: { digest: "sha256:12" }, because: /^digest is "sha256:12", must be sha256: and 64/ },
    {
      with: { image: `r/orders@${digest}`, digest },
      because: /^digest is .* must stand beside an image that has none/,
    },
    { with: { requestedAt: "yesterday" }, because: /^requestedAt is "yesterday", must be a time as RFC 3339/ },
  ])("$because", ({ with: over, because }) => {
    const read = checked(requests["redeploy.requested"], { ...redeploy, ...over });
    expect(read.kind === "invalid" ? read.problems.map(sentence).join("; ") : read.kind).toMatch(because);
  });

  test.for([
    { image: "flink" },
    { image: "localhost:5000/team/orders:V1_2" },
    { image: "r/orders:1", digest },
    { image: `111122223333.dkr.ecr.eu-central-1.amazonaws.com/orders:2@${digest}` },
    {
      args: ["--a"],
      flinkConfiguration: { "state.backend.type": "rocksdb", "taskmanager.numberOfTaskSlots": 2, gone: null },
    },
    { requestedAt: "2026-01-31T12:00:00.5+01:00" },
  ])("and %o is", (over) => {
    expect(checked(requests["redeploy.requested"], { ...redeploy, ...over }).kind).toBe("valid");
  });
});
