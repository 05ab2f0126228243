import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { fleetFaults } from "../../infra/fleetFaults.ts";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "flink-fleet-build-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a fleet file for the bundle", () => {
  test.for([
    { text: "clusters: { orders: { region: eu-central-1 } }", says: [] },
    { text: "discovery: [{ tags: { flink: yes }, regions: [eu-west-1] }]", says: [] },
    {
      text: "clusters: { orders: { region: here } }",
      says: ['fleet.yaml:1:31: clusters.orders.region is "here", must be a region of AWS, for example eu-central-1'],
    },
    {
      text: "clusters: { orders: { region: eu-central-1 }, mine: { context: mine }, his: { kubeconfig: his.conf } }",
      says: ["mine", "his"].map(
        (name) =>
          `fleet.yaml: clusters.${name} is reached by a kubeconfig, which is no part of the bundle: must have region, for a cluster on EKS`,
      ),
    },
  ])("$text: $says", ({ text, says }) => {
    expect(fleetFaults(text, "fleet.yaml")).toEqual(says);
  });
});

describe("the build", () => {
  const build = (FLEET_FILE: string) =>
    run(process.execPath, ["infra/build.ts"], { env: { PATH: process.env["PATH"], FLEET_FILE } });

  test("ends before it touches anything when the fleet file is not right", async () => {
    const file = join(folder, "wrong.yaml");
    writeFileSync(file, "clusters: { orders: { region: 5 } }");
    await expect(build(file)).rejects.toMatchObject({
      code: 1,
      stdout: "",
      stderr: `${file}:1:31: clusters.orders.region is 5, must be text\n`,
    });
  });

  test("ends when the fleet file that FLEET_FILE names is not there", async () => {
    const file = join(folder, "none.yaml");
    await expect(build(file)).rejects.toMatchObject({
      code: 1,
      stdout: "",
      stderr: `FLEET_FILE is ${file}, must be the path of a fleet file\n`,
    });
  });
});
