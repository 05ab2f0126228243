import type { User } from "@kubernetes/client-node";
import { Faulted } from "../../core/fault.ts";
import { shortened } from "../../core/shortened.ts";
import { errorField } from "../system/errorField.ts";

/** Credentials could not be had. What a plugin prints to its standard output is never quoted: that is where its token is. */
export function credentialFault(error: unknown, user: User, what: string): Faulted {
  return new Faulted({ kind: "denied", what, because: `${whyNot(error, user)} (user "${user.name}")` });
}

function whyNot(error: unknown, user: User): string {
  const plugin: unknown = user.exec?.command;
  if (typeof plugin === "string") return whyNoPlugin(error, plugin);
  const code = errorField(error, "code") ?? "";
  const path = errorField(error, "path");
  if (path !== undefined) return `${path} cannot be read: ${code}`;
  if (code.startsWith("ERR_OSSL")) return "the client certificate is not valid PEM";
  return "the credentials are broken";
}

function whyNoPlugin(error: unknown, plugin: string): string {
  if (errorField(error, "code") === "ENOENT") return `the credential plugin "${plugin}" is not installed`;
  if (error instanceof SyntaxError || error instanceof TypeError) {
    return `the credential plugin "${plugin}" did not print an ExecCredential`;
  }
  const said = error instanceof Error ? shortened(lastLine(error.message)) : "";
  return `the credential plugin "${plugin}" failed: ${said || "it said nothing"}`;
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";
