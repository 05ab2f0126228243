import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { flinkFleet } from "../../lib/cli/program.ts";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import { surroundings } from "./surroundings.ts";

const folder = mkdtempSync(join(tmpdir(), "flink-fleet-render-"));
afterAll(() => rmSync(folder, { recursive: true }));
const examples = join(import.meta.dirname, "../../examples");
const files = readdirSync(examples).filter((file) => file.endsWith(".yaml"));

const orders = `apiVersion: flink.apache.org/v1beta1
kind: FlinkDeployment
metadata:
  name: orders
spec:
  image: flink:1.20
  flinkVersion: v1_20
  serviceAccount: flink
  jobManager: { resource: { cpu: 1, memory: 1600m } }
  taskManager: { resource: { cpu: 1, memory: 1600m } }
  job: { jarURI: "local:///opt/job.jar", parallelism: 2 }
`;

function fileWith(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function render(words: readonly string[], input = "") {
  const { of, out, err } = surroundings({ input });
  const code = await flinkFleet(["render", ...words], of);
  return { code, out: out(), err: err() };
}

const names = (objects: readonly KubernetesObject[]) => objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe("render", () => {
  test("prints YAML documents that say everything in their place", async () => {
    const { code, out } = await render(["-f", fileWith("orders.yaml", orders)]);
    expect(code).toBe(0);
    expect(names(parseAllDocuments(out).map((document) => document.toJS() as KubernetesObject))).toEqual([
      "Deployment orders",
      "ConfigMap flink-config-orders",
      "Service orders",
      "Service orders-rest",
    ]);
    expect(out).not.toMatch(/[&*]a\d/u);
  });

  test.for([
    { words: ["orders"], renders: ["orders"] },
    { words: ["team/*"], renders: ["clicks"] },
    { words: ["-n", "default"], renders: ["orders"] },
    { words: ["-l", "of=orders"], renders: ["orders"] },
    { words: ["--kind", "FlinkSessionJob"], renders: [] },
  ])("$words: what is not selected is left out, and told", async ({ words, renders }) => {
    const labelled = orders.replace("name: orders", "name: orders\n  labels: { of: orders }");
    const clicks = orders.replace("name: orders", "name: clicks\n  namespace: team");
    const { code, out, err } = await render(["-f", "-", ...words], `${labelled}---\n${clicks}`);
    expect(code).toBe(0);
    const made = parseAllDocuments(out).flatMap((document) => (document.toJS() as KubernetesObject | null) ?? []);
    expect(made.filter(({ kind }) => kind === "Deployment").map(({ metadata }) => metadata.name)).toEqual(renders);
    expect(err.match(/is not selected: left out/gu)).toHaveLength(2 - renders.length);
  });

  test("a name that no file has is a mistake, and so is a file that is taken for one", async () => {
    const { code, err } = await render(["-f", "-", "oders"], orders);
    expect(code).toBe(1);
    expect(err).toContain("error: oders: not in the files: there is default/orders");
    expect((await render(["-f", "-", "other.yaml"], orders)).err).toContain("each file wants -f before it");
  });

  test("-o json is one v1 List, and the same every time", async () => {
    const file = fileWith("orders.yaml", orders);
    const { out } = await render(["-f", file, "-o", "json"]);
    const list = JSON.parse(out) as { apiVersion: string; kind: string; items: readonly KubernetesObject[] };
    expect([list.apiVersion, list.kind]).toEqual(["v1", "List"]);
    expect(list.items).toHaveLength(4);
    expect((await render(["-f", file, "-o", "json"])).out).toBe(out);
  });

  test("reads several documents from stdin, and puts them into the namespace that is asked for", async () => {
    const { out } = await render(
      ["-f", "-", "-n", "shop", "-o", "json"],
      `${orders}---\n---\n${orders.replace(": orders", ": bills")}`,
    );
    const { items } = JSON.parse(out) as { items: readonly KubernetesObject[] };
    expect(items.filter(({ kind }) => kind === "Deployment").map(({ metadata }) => metadata)).toMatchObject([
      { name: "orders", namespace: "shop" },
      { name: "bills", namespace: "shop" },
    ]);
  });

  test.for(files)("examples/%s renders", async (file) => {
    const { code, out } = await render(["-f", join(examples, file)]);
    expect(code).toBe(0);
    expect(out).toContain("kind: Deployment");
  });

  test("a folder stands for the files in it", async () => {
    const { code, out } = await render(["-f", examples]);
    expect(code).toBe(0);
    expect(out.match(/^ {2}name: .*-rest$/gmu)).toHaveLength(files.length);
  });

  test("what is not ours is named and left out", async () => {
    const claim = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n";
    const { code, out, err } = await render(["-f", "-"], orders + claim);
    expect(code).toBe(0);
    expect(err).toBe("note: stdin:13: ConfigMap is not a Flink resource: left out");
    expect(out).not.toContain("name: other");
  });

  test.for([
    {
      because: "a value is wrong",
      text: orders.replace("parallelism: 2", "parallelism: two"),
      says: 'orders.yaml:11: spec.job.parallelism is "two"',
    },
    {
      because: "a version is unknown",
      text: orders.replace("v1_20", "v1_09"),
      says: 'orders.yaml:7: spec.flinkVersion is "v1_09"',
    },
    {
      because: "a rule forbids it",
      text: `${orders}  flinkConfiguration:\n    kubernetes.cluster-id: mine\n`,
      says: "orders.yaml:13: Forbidden Flink config key",
    },
    {
      because: "a value is missing",
      text: orders.replace("  name: orders\n", "  labels: {}\n"),
      says: "orders.yaml:4: metadata.name is missing",
    },
    {
      because: "it is not YAML",
      text: "a: [1,\nb: 2\n",
      says: "orders.yaml:2: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
    },
    { because: "a key is there twice", text: "a: 1\na: 2\n", says: "orders.yaml:2: not YAML: Map keys must be unique" },
    {
      because: "a required part is missing",
      text: orders.replace("  serviceAccount: flink\n", ""),
      says: "spec.serviceAccount",
    },
  ])("$because: says where, prints nothing, exits 1", async ({ text, says }) => {
    const { code, out, err } = await render(["-f", fileWith("orders.yaml", text)]);
    expect(err).toContain(says);
    expect(err).not.toContain("column");
    expect(out).toBe("");
    expect(code).toBe(1);
  });

  test("one bad resource keeps the good ones from being printed, so that nobody applies half", async () => {
    const { out, err } = await render(["-f", "-"], `${orders}---\n${orders.replace("v1_20", "v9")}`);
    expect(out).toBe("");
    expect(err).toContain("stdin:19:");
  });

  test("a field that nobody knows comes with a note, wherever it is", async () => {
    const text = orders.replace("image:", "imgae:").replace("jarURI", "jarUri").replace("spec:", "specs: {}\nspec:");
    const { code, err } = await render(["-f", "-"], text);
    expect(code).toBe(0);
    expect(err.split("\n").map((line) => line.replace(/ is not a field.*/u, ""))).toEqual([
      "note: stdin:5: specs",
      "note: stdin:7: spec.imgae",
      "note: stdin:12: spec.job.jarUri",
    ]);
  });

  test("free maps, pod templates, nulls and what API servers fill in hold no unknown fields", async () => {
    const free = `  flinkConfiguration: { a: { b: 1 } }
  podTemplate: { spec: { new: 1 } }
  mode: null
  ingress: null
status: { new: 1 }
`;
    const { err } = await render(["-f", "-"], orders.replace("metadata:\n", "metadata:\n  managedFields: []\n") + free);
    expect(err).toBe("");
  });

  test.for(["", "# nothing\n", "--- hello\n"])("a file without resources says so: %j", async (text) => {
    const { code, out, err } = await render(["-f", fileWith("none.yaml", text)]);
    expect([code, out]).toEqual([0, ""]);
    expect(err).toMatch(/note: no FlinkDeployment in .*none\.yaml$/u);
  });

  test("a version that works but is not supported comes with a note", async () => {
    const { code, err } = await render(["-f", "-"], orders.replace("v1_20", "v1_17"));
    expect(code).toBe(0);
    expect(err).toMatch(/^note: stdin:7: Flink 1\.17 runs in native mode, but/u);
  });

  test("the defaults of a fleet file apply", async () => {
    const defaults = "defaults: { flinkConfiguration: { state.backend.type: rocksdb } }\n";
    const fleet = fileWith("fleet.yaml", `clusters: { one: { context: one } }\n${defaults}`);
    expect((await render(["-f", "-", "--fleet", fleet], orders)).out).toContain("state.backend.type: rocksdb");
    expect((await render(["-f", "-"], orders)).out).not.toContain("rocksdb");
  });

  test("a mistake in the fleet file is told with its line", async () => {
    const fleet = fileWith("wrong.yaml", "clusters:\n  one: { region: x }\n");
    const { code, err } = await render(["-f", "-", "--fleet", fleet], orders);
    expect(code).toBe(1);
    expect(err).toContain("wrong.yaml:2:");
  });

  test("a file of a folder that cannot be read is told by its name", async () => {
    const linked = join(folder, "linked");
    mkdirSync(linked);
    symlinkSync("gone.yaml", join(linked, "orders.yaml"));
    const { code, err } = await render(["-f", linked]);
    expect({ code, err }).toEqual({ code: 1, err: `error: ${join(linked, "orders.yaml")}: no such file` });
    expect((await render(["-f", "-", "--fleet", linked], orders)).err).toContain(
      `${linked}: it is a directory, must be a file`,
    );
  });

  test.for([
    { file: "nowhere.yaml", says: "no such file or directory" },
    { file: join(import.meta.dirname, "../architecture/broken"), says: "no .yaml, .yml or .json file" },
  ])("$says", async ({ file, says }) => {
    const { code, err } = await render(["-f", file]);
    expect(code).toBe(1);
    expect(err).toContain(says);
  });
});

describe("render of a session job", () => {
  const cluster = orders.replace(/ {2}job: .*\n/u, "  flinkConfiguration: { a: of the cluster }\n");
  const clicks = `---
apiVersion: flink.apache.org/v1beta1
kind: FlinkSessionJob
metadata:
  name: clicks
spec:
  deploymentName: orders
  flinkConfiguration: { fs.s3a.secret.key: mine, b: of the job }
  job:
    jarURI: https://repo.example.com/clicks.jar
    entryClass: org.example.Clicks
    args: [--fast]
    parallelism: 2
    initialSavepointPath: s3://example/sp-1
`;
  const note = (err: string): string => err.split("\n").find((line) => line.includes("clicks")) ?? "";

  test("prints no object, and a note of what Flink is asked for, without secrets", async () => {
    const { code, out, err } = await render(["-f", "-"], cluster + clicks);
    expect(code).toBe(0);
    expect(out).not.toContain("clicks");
    const [told = "", request = ""] = note(err).split(", with ");
    expect(told).toBe("note: stdin:13: FlinkSessionJob clicks makes no objects: Flink is asked to run it on orders");
    expect(JSON.parse(request)).toEqual({
      jarURI: "https://repo.example.com/clicks.jar",
      entryClass: "org.example.Clicks",
      programArgsList: ["--fast"],
      parallelism: 2,
      savepointPath: "s3://example/sp-1",
      flinkConfiguration: {
        "pipeline.name": "clicks",
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
        "fs.s3a.secret.key": "******",
        b: "of the job",
      },
    });
  });

  test.for([
    { when: "without its cluster", text: clicks, says: "; orders is not among these files" },
    {
      when: "whose cluster is in another namespace",
      text: cluster.replace("name: orders", "name: orders\n  namespace: other") + clicks,
      says: "; orders is not among these files",
    },
  ])("$when: says so", async ({ text, says }) => {
    const { code, err } = await render(["-f", "-"], text);
    expect(code).toBe(0);
    expect(note(err)).toContain(says);
  });

  test("secrets in the address of the jar and in arguments are not shown", async () => {
    const text = clicks.replace("//repo", "//me:pw@repo").replace("--fast", "--db.password=pw");
    const { err } = await render(["-f", "-"], cluster + text);
    expect(note(err)).toContain('"jarURI":"******"');
    expect(note(err)).not.toContain("pw");
  });

  test("before Flink 1.17 no configuration is sent", async () => {
    const { err } = await render(["-f", "-"], cluster.replace("v1_20", "v1_16") + clicks);
    expect(note(err)).not.toContain("of the job");
  });

  test.for([
    {
      when: "its jar may not be fetched",
      text: cluster + clicks.replace("https:", "ftp:"),
      says: "stdin:21: spec.job.jarURI 'ftp://repo.example.com/clicks.jar' has the scheme ftp",
    },
    {
      when: "its cluster is an application",
      text: orders + clicks,
      says: "stdin:18: Can not submit session job to application cluster",
    },
    {
      when: "a value is wrong",
      text: cluster + clicks.replace("parallelism: 2", "parallelism: two"),
      says: 'spec.job.parallelism is "two"',
    },
    {
      when: "it names no cluster",
      text: clicks.replace("deploymentName: orders", "deploymentName: Orders"),
      says: "stdin:7: The FlinkDeployment name: Orders is invalid",
    },
  ])("$when: says where, and exits 1", async ({ text, says }) => {
    const { code, out, err } = await render(["-f", "-"], text);
    expect(err).toContain(says);
    expect(out).toBe("");
    expect(code).toBe(1);
  });
});
