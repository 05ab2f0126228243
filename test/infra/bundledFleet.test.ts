import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BundledFleet } from "../../infra/stack/bundledFleet.ts";
import { osls, patience, serviceFolder } from "./support/packaged.ts";

describe("a deployment", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "flink-fleet-bundled-"));
    mkdirSync(join(folder, "dist"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function deploy(FLEET_FILE: string, files: readonly string[]): void {
    const archive = zipSync(Object.fromEntries(files.map((name) => [name, new Uint8Array()])));
    writeFileSync(join(folder, "dist/reconcile.zip"), archive);
    const service = { provider: { environment: { FLEET_FILE } } };
    new BundledFleet({ classes: { Error }, serviceDir: folder, service }).hooks["before:deploy:deploy"]?.();
  }

  test.for([
    { file: "fleet.yaml", files: ["fleet.yaml", "index.mjs"] },
    { file: "ssm:/flink-fleet/prod", files: ["index.mjs"] },
    { file: "s3://files/fleet.yaml", files: ["index.mjs"] },
  ])("is made with the fleet file at $file and a bundle of $files", ({ file, files }) => {
    expect(() => deploy(file, files)).not.toThrow();
  });

  test("is refused without a fleet file in the bundle that is to be there", () => {
    expect(() => deploy("fleet.yaml", ["index.mjs"])).toThrow("There is no fleet.yaml in the bundle");
  });
});

test(
  "osls refuses to deploy without a fleet file in the bundle, before it asks AWS for anything",
  { timeout: patience },
  async () => {
    const folder = serviceFolder();
    const nowhere = { HTTPS_PROXY: "http://127.0.0.1:9", HTTP_PROXY: "http://127.0.0.1:9" };
    try {
      await expect(osls("deploy", folder, {}, nowhere)).rejects.toThrow(
        "There is no fleet.yaml in the bundle: put it beside serverless.yml, or name it with the environment variable FLEET_FILE",
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
