import { createHash, createHmac } from "node:crypto";
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { imagesOnDemand } from "../../lib/adapters/ecr/imagesOnDemand.ts";
import { ambientCredentials } from "../../lib/adapters/eks/credentials.ts";
import { secretsOnDemand } from "../../lib/adapters/ssm/secretsOnDemand.ts";
import { systemClock } from "../../lib/adapters/system/systemClock.ts";
import { faultOf } from "../adapters/support/connecting.ts";
import { useAccount } from "./support/account.ts";

const region = "eu-west-1";
const account = "123456789012";

beforeAll(() => useAccount(region));
afterAll(() => {
  vi.unstubAllEnvs();
});

describe("images in ECR", () => {
  const repository = { account, region, name: "team/orders" };
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: { digest: `sha256:${"1".repeat(64)}`, size: 1 },
    layers: [],
  });

  test("a tag is resolved to the digest of its image", async () => {
    const client = new ECRClient({ region });
    await client.send(new CreateRepositoryCommand({ repositoryName: repository.name }));
    const put = await client.send(
      new PutImageCommand({ repositoryName: repository.name, imageManifest: manifest, imageTag: "1.2" }),
    );
    const digest = await imagesOnDemand(ambientCredentials()).digestOf(repository, "1.2");
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(digest).toBe(put.image?.imageId?.imageDigest);
  });

  test.for([
    { what: "a tag", of: repository, tag: "9" },
    { what: "a repository", of: { ...repository, name: "none" }, tag: "1" },
  ])("$what that is not there is missing", async ({ of, tag }) => {
    expect(await faultOf(imagesOnDemand(ambientCredentials()).digestOf(of, tag))).toEqual({
      kind: "missing",
      what: `image ${account}.dkr.ecr.${region}.amazonaws.com/${of.name}:${tag}`,
    });
  });
});

describe("secrets of webhooks in SSM", () => {
  const value = createHash("sha256").update("hush").digest("hex");
  const secrets = () => secretsOnDemand(ambientCredentials(), systemClock);

  beforeAll(async () => {
    const client = new SSMClient({ region });
    await client.send(new PutParameterCommand({ Name: "/flink-fleet/hook", Value: value, Type: "SecureString" }));
  });

  test("a signature of it is right, one of another text or secret is not", async () => {
    const signature = (text: string, key = value) => createHmac("sha256", key).update(text).digest("hex");
    const signed = async (digits: string) => await secrets().signed("/flink-fleet/hook", "body", digits);
    expect(await signed(signature("body"))).toBe(true);
    expect(await signed(signature("body").toUpperCase())).toBe(true);
    expect(await signed(signature("other"))).toBe(false);
    expect(await signed(signature("body", "guess"))).toBe(false);
    expect(await signed("")).toBe(false);
  });

  test("it is itself, and nothing else", async () => {
    expect(await secrets().is("/flink-fleet/hook", value)).toBe(true);
    expect(await secrets().is("/flink-fleet/hook", value.slice(1))).toBe(false);
    expect(await secrets().is("/flink-fleet/hook", "")).toBe(false);
  });

  test("one that is not there is missing", async () => {
    expect(await faultOf(secrets().is("/flink-fleet/none", "x"))).toEqual({
      kind: "missing",
      what: "SSM parameter /flink-fleet/none",
    });
  });
});
