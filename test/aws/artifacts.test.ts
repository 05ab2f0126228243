import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { readFleet } from "../../lib/api/fleet/readFleet.ts";
import { ambientCredentials } from "../../lib/adapters/eks/credentials.ts";
import { DeclaredFleet } from "../../lib/adapters/fleet/declaredFleet.ts";
import { systemClock } from "../../lib/adapters/system/systemClock.ts";
import { artifactRules } from "../../lib/core/configuration/artifactRules.ts";
import { operatorDefaults } from "../../lib/core/configuration/operatorDefaults.ts";
import type { Artifacts } from "../../lib/ports/index.ts";
import { bytesOf } from "../adapters/artifacts/support/fetching.ts";
import { faultOf } from "../adapters/support/connecting.ts";
import { certificate } from "../adapters/support/tls.ts";

const jar = Buffer.alloc(9_000_000, "PK\x03\x04");

beforeAll(async () => {
  vi.stubEnv("AWS_ENDPOINT_URL", inject("moto"));
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIATEST");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  const client = new S3Client({ region: "eu-west-1" });
  const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" } as const;
  await client.send(new CreateBucketCommand({ Bucket: "jars", CreateBucketConfiguration }));
  await client.send(new PutObjectCommand({ Bucket: "jars", Key: "team a/job.jar", Body: jar }));
});
afterAll(() => {
  vi.unstubAllEnvs();
});

/** Those of a cluster whose role is assumed, as a fleet file with these lines has them. */
async function artifactsOf(more: string): Promise<Artifacts> {
  const ca = Buffer.from(certificate).toString("base64");
  const cluster =
    `region: eu-west-1, roleArn: "arn:aws:iam::123456789012:role/fleet", ` +
    `endpoint: "https://127.0.0.1:1", certificateAuthority: "${ca}"`;
  const schemes = '{ kubernetes.operator.user.artifacts.allowed-schemes: "https;s3" }';
  const text = `clusters: { one: { ${cluster} } }\ndefaults: { flinkConfiguration: ${schemes} }\n${more}`;
  const reading = readFleet(text, "fleet.yaml");
  if (reading.kind === "invalid") throw new Error(reading.messages.join("\n"));
  const [spoke] = await new DeclaredFleet(reading.fleet, {
    resolve: String,
    kubeconfig: "",
    ambient: ambientCredentials(),
    clock: systemClock,
    artifacts: artifactRules(operatorDefaults(reading.fleet).configuration),
  }).spokes();
  if (spoke === undefined) throw new Error("the fleet is empty");
  return (await spoke.connect()).artifacts;
}

describe("a jar in emulated S3", () => {
  test("comes as it was put there", async () => {
    const artifact = await (await artifactsOf("")).open("s3://jars/team%20a/job.jar");
    expect(artifact).toMatchObject({ name: "job.jar", size: jar.length });
    expect((await bytesOf(artifact)).equals(jar)).toBe(true);
  });

  test("that is not there is missed by name", async () => {
    const artifacts = await artifactsOf("");
    expect(await faultOf(artifacts.open("s3://jars/none.jar"))).toMatchObject({
      because: expect.stringContaining("no such object"),
    });
    expect(await faultOf(artifacts.open("s3://no-jars/none.jar"))).toMatchObject({
      because: expect.stringContaining("no bucket no-jars"),
    });
  });

  test("that is larger than the fleet file allows is refused", async () => {
    const artifacts = await artifactsOf("artifacts: { maxSize: 8Mi }");
    expect(await faultOf(artifacts.open("s3://jars/team%20a/job.jar"))).toMatchObject({
      kind: "rejected",
      because: expect.stringContaining("it has 9000000 bytes, more than the 8388608 bytes"),
    });
  });
});
