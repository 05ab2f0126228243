import { expect, test } from "vitest";
import { SimulatedArtifacts } from "../../lib/world/simulatedArtifacts.ts";
import { World } from "../../lib/world/world.ts";
import { bytesOf } from "../adapters/artifacts/support/fetching.ts";
import { faultOf } from "../adapters/support/connecting.ts";

const uri = "https://repo.example.com/a/job.jar";

test("a jar is where a test has put it, and nowhere else", async () => {
  const spoke = new World().spoke();
  spoke.artifacts.put(uri, "PK".repeat(2000));
  const [port] = await new World().fleet.spokes();
  expect(await faultOf((await port?.connect())?.artifacts.open(uri) ?? Promise.resolve())).toMatchObject({
    kind: "rejected",
    what: `jar ${uri}`,
  });
  const artifact = await spoke.artifacts.open(uri);
  expect(artifact).toMatchObject({ name: "job.jar", size: 4000 });
  expect(String(await bytesOf(artifact))).toBe("PK".repeat(2000));
  expect(spoke.calls).toEqual([{ port: "artifacts", verb: "open", what: uri }]);
});

test("what is opened is held until it is closed or read", async () => {
  const artifacts = new SimulatedArtifacts(() => undefined);
  artifacts.put(uri, "PK");
  const [one, two] = [await artifacts.open(uri), await artifacts.open(uri)];
  expect(artifacts.held).toBe(2);
  await bytesOf(one);
  one.close();
  expect(artifacts.held).toBe(1);
  two.close();
  two.close();
  expect(artifacts.held).toBe(0);
});

test("it can be refused, too large, and break off", async () => {
  const artifacts = new SimulatedArtifacts(() => undefined);
  const fault = { kind: "unavailable", what: "jar", because: "status 503" } as const;
  artifacts.refuse(uri, fault);
  expect(await faultOf(artifacts.open(uri))).toEqual(fault);
  artifacts.put(uri, new Uint8Array(11));
  expect(await faultOf(artifacts.open(uri, { limit: 10 }))).toMatchObject({ kind: "rejected" });
  artifacts.breakOff(uri, "PKPK");
  const artifact = await artifacts.open(uri);
  expect(await faultOf(bytesOf(artifact))).toMatchObject({ kind: "unavailable" });
  expect(artifacts.held).toBe(0);
});
