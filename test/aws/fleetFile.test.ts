import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ambientCredentials } from "../../lib/adapters/eks/credentials.ts";
import { fleetText } from "../../lib/adapters/fleet/fleetText.ts";
import { faultOf } from "../adapters/support/connecting.ts";
import { useAccount } from "./support/account.ts";

const text = 'clusters: { grüße: { region: "eu-north-1" } }\n';

beforeAll(async () => {
  useAccount("eu-north-1");
  const CreateBucketConfiguration = { LocationConstraint: "eu-north-1" } as const;
  await new S3Client().send(new CreateBucketCommand({ Bucket: "fleet-files", CreateBucketConfiguration }));
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const read = async (location: string): Promise<string> => await fleetText(location, ambientCredentials())();

test.for(["String", "SecureString"] as const)("a fleet file in a parameter of SSM: %s", async (Type) => {
  const Name = `/flink-fleet/${Type}`;
  await new SSMClient().send(new PutParameterCommand({ Name, Type, Value: text }));
  expect(await read(`ssm:${Name}`)).toBe(text);
});

test("a fleet file in S3", async () => {
  await new S3Client().send(new PutObjectCommand({ Bucket: "fleet-files", Key: "of/one team/fleet.yaml", Body: text }));
  expect(await read("s3://fleet-files/of/one team/fleet.yaml")).toBe(text);
});

test.for([
  { location: "ssm:/none", what: "parameter /none of SSM" },
  { location: "s3://fleet-files/none", what: "s3://fleet-files/none" },
  { location: "s3://no-fleet-files/none", what: "s3://no-fleet-files/none" },
])("one that is not there is missed: $location", async ({ location, what }) => {
  expect(await faultOf(read(location))).toEqual({ kind: "missing", what });
});
