import { Faulted } from "../../core/fault.ts";
import { awsFault } from "../eks/awsFault.ts";

interface Asked {
  readonly what: string;
  readonly bucket: string;
  readonly key: string;
  readonly role?: string | undefined;
}

/** What an error of GetObject, or of the stream that it gave, means. */
export function s3Fault(error: unknown, asked: Asked): Faulted {
  const because = advice(error instanceof Error ? error.name : "", asked);
  return because === undefined
    ? awsFault(error, asked.what)
    : new Faulted({ kind: "rejected", what: asked.what, because });
}

function advice(name: string, { bucket, key, role }: Asked): string | undefined {
  switch (name) {
    case "NoSuchKey":
      return "S3 has no such object: correct spec.job.jarURI, or put the jar there";
    case "NoSuchBucket":
    case "InvalidBucketName":
      return `S3 has no bucket ${bucket}: correct spec.job.jarURI`;
    case "AccessDenied":
    case "Forbidden":
      return (
        `S3 denies access: give ${role ?? "the identity of flink-fleet"} the right s3:GetObject on ` +
        `arn:aws:s3:::${bucket}/${key} (and kms:Decrypt for its key, if it has one). Without s3:ListBucket S3 says the same of what is not there`
      );
    case "InvalidObjectState":
      return "S3 has it in an archive only: restore it first";
    default:
      return undefined;
  }
}
