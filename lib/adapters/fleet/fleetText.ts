import { readFileSync } from "node:fs";
import { Faulted } from "../../core/fault.ts";
import type { CredentialSource } from "../eks/credentials.ts";
import { errorField } from "../system/errorField.ts";

/**
 * Reads the fleet file where it is kept: `ssm:NAME`, a parameter; `s3://bucket/key`, an object; anything else is a path. Throws
 * `Faulted`. The clients of AWS are loaded when they are needed.
 */
export function fleetText(location: string, credentials: CredentialSource): () => Promise<string> {
  const [, parameter] = /^ssm:(.+)$/u.exec(location) ?? [];
  if (parameter !== undefined) {
    return async () => (await import("./parameterText.ts")).parameterText(parameter, credentials);
  }
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/u.exec(location) ?? [];
  if (bucket !== undefined && key !== undefined) {
    return async () => (await import("./objectText.ts")).objectText({ bucket, key }, credentials);
  }
  return async () => bundledText(location);
}

function bundledText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = errorField(error, "code");
    if (code === "ENOENT") throw new Faulted({ kind: "missing", what: path }, { cause: error });
    throw new Faulted({ kind: "rejected", what: path, because: String(code ?? error) }, { cause: error });
  }
}
