import { Faulted } from "../../core/fault.ts";
import { shortened } from "../../core/shortened.ts";
import { errorField } from "../system/errorField.ts";

const denials = [
  "AccessDenied",
  "AccessDeniedException",
  "UnrecognizedClientException",
  "InvalidClientTokenId",
  "InvalidIdentityToken",
  "SignatureDoesNotMatch",
  "ExpiredToken",
  "ExpiredTokenException",
  "CredentialsProviderError",
  "TokenProviderError",
  "RegionDisabledException",
];
/** Of EKS and DynamoDB, SQS, SSM and S3. */
const absences = ["ResourceNotFoundException", "QueueDoesNotExist", "ParameterNotFound", "NoSuchKey", "NoSuchBucket"];
const mistakes = ["InvalidParameterException", "ValidationError", "InvalidRequestException", "BadRequestException"];

/**
 * What an AWS SDK's error means. Names and messages of AWS are kept (they name the role, the action and the resource), the error
 * itself is not: it carries the request with its signature, and an id that is another one every time.
 */
export function awsFault(error: unknown, what: string): Faulted {
  if (error instanceof Faulted) return error;
  const name = error instanceof Error ? error.name : "unknown error";
  if (absences.includes(name)) return new Faulted({ kind: "missing", what });
  const message = error instanceof Error ? shortened(error.message.replace(/,? ?\(?request ?id:? [\w-]+\)?/i, "")) : "";
  const because = `${errorField(error, "code") ?? name}: ${message || "no explanation"}`;
  if (denials.includes(name)) return new Faulted({ kind: "denied", what, because });
  return new Faulted({ kind: mistakes.includes(name) ? "rejected" : "unavailable", what, because });
}
