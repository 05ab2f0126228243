import { GetObjectCommand } from "@aws-sdk/client-s3";
import { Faulted } from "../../core/fault.ts";
import { s3Client } from "../artifacts/s3Artifact.ts";
import { awsFault } from "../eks/awsFault.ts";
import type { CredentialSource } from "../eks/credentials.ts";

interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** The text of an object of S3, whatever region its bucket is in. Throws `Faulted`. */
export async function objectText({ bucket, key }: Place, credentials: CredentialSource): Promise<string> {
  const what = `s3://${bucket}/${key}`;
  const client = await s3Client({ credentials });
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (Body !== undefined) return await Body.transformToString("utf8");
  } catch (error) {
    throw awsFault(error, what);
  } finally {
    client.destroy();
  }
  throw new Faulted({ kind: "unavailable", what, because: "S3 answered without a body" });
}
