import type { Readable } from "node:stream";
import { GetObjectCommand, type GetObjectCommandOutput, S3Client } from "@aws-sdk/client-s3";
import type { Artifact } from "../../core/artifact.ts";
import { Faulted } from "../../core/fault.ts";
import { seconds } from "../../core/time.ts";
import { type CredentialSource, sdkForm, timeouts } from "../eks/credentials.ts";
import { boundedBytes, checkSize } from "./boundedBytes.ts";
import { fileName } from "./fileName.ts";
import { s3Fault } from "./s3Fault.ts";
import type { Wanted } from "./wanted.ts";

/** Whose rights count in S3. */
export interface Identity {
  /** Where to ask first; as the SDK finds it in the surroundings of the process when absent. */
  readonly region?: string | undefined;
  readonly credentials: CredentialSource;
  /** The ARN of the role, where it is one that is assumed: for messages. */
  readonly role?: string | undefined;
}

const anyRegion = "us-east-1";

/** The bucket may be in any region: S3 says which, and the SDK asks there. */
export async function s3Client({ region, credentials }: Identity): Promise<S3Client> {
  const options = {
    credentials: async () => sdkForm(await credentials()),
    followRegionRedirects: true,
    // A stall is noticed by whoever reads; the SDK would count the time that a slow reader takes for itself.
    requestHandler: { ...timeouts, requestTimeout: seconds(30), socketTimeout: 0 },
    // The stream that checks would hold on to the connection when it is given up. TLS keeps the bytes whole.
    responseChecksumValidation: "WHEN_REQUIRED" as const,
  };
  if (region !== undefined) return new S3Client({ ...options, region });
  const client = new S3Client(options);
  const found = await client.config.region().catch(() => undefined);
  return found === undefined ? new S3Client({ ...options, region: anyRegion }) : client;
}

/** GetObject. Throws `Faulted`. */
export async function s3Artifact(url: URL, wanted: Wanted, client: S3Client, role?: string): Promise<Artifact> {
  const { what, limit, stall } = wanted;
  const at = objectOf(url, what);
  const faultOf = (error: unknown): Faulted => s3Fault(error, { what, ...at, role });
  const { Body, ContentLength: size } = await client
    .send(new GetObjectCommand({ Bucket: at.bucket, Key: at.key }))
    .catch((error: unknown) => Promise.reject(faultOf(error)));
  const body = streamOf(Body, what);
  try {
    checkSize(size, { what, limit });
  } catch (error) {
    body.destroy();
    throw error;
  }
  const bytes = boundedBytes(body, { what, limit, stall, faultOf });
  return { name: fileName(at.key), size, bytes, close: () => void body.destroy() };
}

interface S3Object {
  readonly bucket: string;
  readonly key: string;
}

function objectOf(url: URL, what: string): S3Object {
  const refused = (because: string) => new Faulted({ kind: "rejected", what, because });
  const [bucket, path] = [url.host, url.pathname.replace(/^\/+/, "")];
  if (bucket === "" || path === "" || url.search !== "" || url.hash !== "" || url.username !== "") {
    throw refused("it must be s3://bucket/key and nothing more");
  }
  try {
    return { bucket, key: decodeURIComponent(path) };
  } catch {
    throw refused("its % signs are not those of a URI: write % itself as %25");
  }
}

/** In Node a stream of Node's, which is given up by destroying it. */
function streamOf(body: GetObjectCommandOutput["Body"], what: string): Readable {
  if (body !== undefined && "destroy" in body) {
    body.on("error", () => undefined);
    return body;
  }
  throw new Faulted({ kind: "unavailable", what, because: "S3 answered without a body" });
}
