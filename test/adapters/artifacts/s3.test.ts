import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FetchedArtifacts } from "../../../lib/adapters/artifacts/fetchedArtifacts.ts";
import { artifactRules } from "../../../lib/core/configuration/artifactRules.ts";
import { Faulted } from "../../../lib/core/fault.ts";
import { millis } from "../../../lib/core/time.ts";
import { faultOf } from "../support/connecting.ts";
import { bytesOf } from "./support/fetching.ts";
import { site, type Site } from "./support/site.ts";

const credentials = async () => ({ accessKeyId: "ASIATEST", secretAccessKey: "s", sessionToken: "t" });
const role = "arn:aws:iam::111111111111:role/fleet";
const uri = "s3://Jars-1/a%20b/job.jar";

beforeEach(() => {
  // Nothing but what a test says may count: no files of this machine, no metadata service.
  vi.stubEnv("AWS_CONFIG_FILE", "/nowhere");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere");
  vi.stubEnv("AWS_REGION", undefined);
  vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** As much of S3 as it takes; the SDK of the test that starts it talks to it. */
async function s3(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Site> {
  const server = await site(answer);
  vi.stubEnv("AWS_ENDPOINT_URL_S3", `http://127.0.0.1:${server.port}`);
  return server;
}
const failing = (status: number, code: string, headers = {}) =>
  s3((_request, response) => {
    response.writeHead(status, { "content-type": "application/xml", ...headers });
    response.end(`<Error><Code>${code}</Code><Message>Told by S3</Message><RequestId>R1</RequestId></Error>`);
  });

const artifacts = (
  over: { region?: string; limit?: number; stall?: number; credentials?: () => Promise<never> } = {},
) =>
  new FetchedArtifacts({
    rules: { ...artifactRules({}), schemes: ["s3"], limit: over.limit ?? 1000 },
    identity: { credentials: over.credentials ?? credentials, region: over.region ?? "eu-west-1", role },
    stall: millis(over.stall ?? 5000),
  });

const regionOf = ({ headers }: Site["heard"][number]): string | undefined =>
  /Credential=ASIATEST\/\d+\/([^/]+)\/s3\//.exec(headers.authorization ?? "")?.[1];

describe("a jar in S3", () => {
  test("is asked for with the session of the role, in its region", async () => {
    const server = await s3((_request, response) => void response.end("PK"));
    const artifact = await artifacts().open(uri);
    expect(artifact).toMatchObject({ name: "job.jar" });
    expect(String(await bytesOf(artifact))).toBe("PK");
    expect(server.heard).toHaveLength(1);
    expect(server.heard[0]?.url).toBe("/Jars-1/a%20b/job.jar?x-id=GetObject");
    expect(server.heard.map(regionOf)).toEqual(["eu-west-1"]);
  });

  test("has its size", async () => {
    await s3((_request, response) => void response.setHeader("content-length", 2).end("PK"));
    const artifact = await artifacts().open(uri);
    artifact.close();
    expect(artifact.size).toBe(2);
  });

  test("is found in the region that its bucket is in", async () => {
    const server = await s3((request, response) => {
      if (request.headers.authorization?.includes("/us-west-2/")) response.end("PK");
      else {
        response.writeHead(301, { "x-amz-bucket-region": "us-west-2" });
        response.end("<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>");
      }
    });
    expect(String(await bytesOf(await artifacts().open(uri)))).toBe("PK");
    expect(server.heard.map(regionOf)).toEqual(["eu-west-1", "us-west-2"]);
  });

  test.for([
    ["of the process", "eu-central-1", "eu-central-1"],
    ["that is always there", undefined, "us-east-1"],
  ] as const)("without a role is asked for in the region %s", async ([, region, asked]) => {
    vi.stubEnv("AWS_REGION", region);
    const server = await s3((_request, response) => void response.end("PK"));
    const rules = { ...artifactRules({}), schemes: ["s3"] };
    await bytesOf(await new FetchedArtifacts({ rules, identity: { credentials } }).open(uri));
    expect(server.heard.map(regionOf)).toEqual([asked]);
  });

  test.for<["unread" | "abandoned"]>([["unread"], ["abandoned"]])(
    "that is closed %s lets go of its connection",
    async ([how]) => {
      const closed = Promise.withResolvers<void>();
      await s3((_request, response) => {
        response.on("close", () => closed.resolve());
        response.write("PK");
      });
      const artifact = await artifacts().open(uri);
      if (how === "abandoned") for await (const _chunk of artifact.bytes) break;
      else artifact.close();
      await expect(closed.promise).resolves.toBeUndefined();
    },
  );
});

describe("S3 says", () => {
  test.for<[number, string, "rejected" | "unavailable" | "denied", string]>([
    [404, "NoSuchKey", "rejected", "S3 has no such object: correct spec.job.jarURI"],
    [404, "NoSuchBucket", "rejected", "S3 has no bucket Jars-1"],
    [
      403,
      "AccessDenied",
      "rejected",
      `S3 denies access: give ${role} the right s3:GetObject on arn:aws:s3:::Jars-1/a b/job.jar`,
    ],
    [403, "InvalidObjectState", "rejected", "S3 has it in an archive only"],
    [403, "ExpiredToken", "denied", "ExpiredToken: Told by S3"],
    [503, "SlowDown", "unavailable", "SlowDown: Told by S3"],
    [500, "InternalError", "unavailable", "InternalError: Told by S3"],
  ])("%i %s: %s", async ([status, code, kind, because]) => {
    await failing(status, code);
    expect(await faultOf(artifacts().open(uri))).toMatchObject({
      kind,
      what: `jar ${uri}`,
      because: expect.stringContaining(because),
    });
  });

  test("nothing, and the jar may be there", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1");
    expect(await faultOf(artifacts().open(uri))).toMatchObject({ kind: "unavailable" });
  });

  test("nothing, because the role cannot be assumed", async () => {
    const denied = { kind: "denied", what: `role ${role}`, because: "not authorized" } as const;
    const none = () => Promise.reject(new Faulted(denied));
    expect(await faultOf(artifacts({ credentials: none }).open(uri))).toEqual(denied);
  });

  test("how large it is: too large is refused at once", async () => {
    await s3((_request, response) => void response.setHeader("content-length", 1001).end("x".repeat(1001)));
    expect(await faultOf(artifacts().open(uri))).toMatchObject({
      kind: "rejected",
      because: expect.stringContaining("1001 bytes"),
    });
  });

  test("not how large it is: too large is refused on its way", async () => {
    await s3((_request, response) => {
      response.write("x".repeat(600));
      response.end("x".repeat(600));
    });
    expect(await faultOf(bytesOf(await artifacts().open(uri)))).toMatchObject({ kind: "rejected" });
  });

  test("less than it promised", async () => {
    await s3((request, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write("PK", () => request.socket.destroy());
    });
    expect(await faultOf(artifacts().open(uri).then(bytesOf))).toMatchObject({ kind: "unavailable" });
  });

  test("nothing more for too long", async () => {
    await s3((_request, response) => void response.write("PK"));
    expect(await faultOf(bytesOf(await artifacts({ stall: 50 }).open(uri)))).toEqual({
      kind: "unavailable",
      what: `jar ${uri}`,
      because: "no byte came for 0.05 s",
    });
  });
});

test.for([
  "s3://bucket",
  "s3://bucket/",
  "s3:///key.jar",
  "s3://bucket/key.jar?versionId=1",
  "s3://bucket/key.jar#x",
  "s3://me@bucket/key.jar",
  "s3://bucket/%zz",
])("%s names no object", async (bad) => {
  const server = await s3((_request, response) => void response.end("PK"));
  expect(await faultOf(artifacts().open(bad))).toMatchObject({ kind: "rejected", what: `jar ${bad}` });
  expect(server.heard).toEqual([]);
});
