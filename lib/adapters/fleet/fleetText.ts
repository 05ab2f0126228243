import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { Faulted } from "../../core/fault.ts";
import type { CredentialSource } from "../eks/credentials.ts";
import { errorField } from "../system/errorField.ts";

/** `ssm:NAME`, a parameter of SSM; `s3://bucket/key`, an object of S3; anything else is a path. */
type Location =
  | { readonly kind: "parameter"; readonly name: string }
  | { readonly kind: "object"; readonly bucket: string; readonly key: string }
  | { readonly kind: "path"; readonly path: string };

/** Reads the fleet file where it is kept. Throws `Faulted`. The clients of AWS are loaded when they are needed. */
export function fleetText(location: string, credentials: CredentialSource): () => Promise<string> {
  const at = read(location);
  switch (at.kind) {
    case "parameter":
      return async () => (await import("./parameterText.ts")).parameterText(at.name, credentials);
    case "object":
      return async () => (await import("./objectText.ts")).objectText(at, credentials);
    case "path":
      return async () => bundledText(at.path);
  }
}

/** Where paths in the fleet file begin: beside it, or where the process runs when it is no file. */
export function fleetFolder(location: string): string {
  const at = read(location);
  return at.kind === "path" ? dirname(at.path) : ".";
}

function read(location: string): Location {
  const [, name] = /^ssm:(.+)$/u.exec(location) ?? [];
  if (name !== undefined) return { kind: "parameter", name };
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/u.exec(location) ?? [];
  if (bucket !== undefined && key !== undefined) return { kind: "object", bucket, key };
  return { kind: "path", path: location };
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
