import { readFileSync } from "node:fs";
import { delimiter, dirname, resolve } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { Faulted } from "../../core/fault.ts";
import { errorField } from "../system/errorField.ts";

export interface Kubeconfig {
  /** Absolute path, for messages. */
  readonly path: string;
  readonly config: KubeConfig;
}

/** Throws `Faulted`: `missing` for a file that is not there, `rejected` for one that is no kubeconfig. Its contents are never quoted. */
export function readKubeconfig(file: string): Kubeconfig {
  const path = resolve(file);
  const config = new KubeConfig();
  const text = textOf(path);
  try {
    config.loadFromString(text);
    config.makePathsAbsolute(dirname(path));
  } catch (error) {
    throw new Faulted({ kind: "rejected", what: `kubeconfig ${path}`, because: whyNot(error) });
  }
  if (config.getContexts().length > 0) return { path, config };
  throw new Faulted({ kind: "rejected", what: `kubeconfig ${path}`, because: "it has no contexts" });
}

/** Names of the contexts in the file, in its order. */
export const contextsOf = ({ config }: Kubeconfig): readonly string[] => config.getContexts().map(({ name }) => name);

/** Throws `Faulted` `rejected` when the file does not say. */
export function currentContextOf({ path, config }: Kubeconfig): string {
  const current: unknown = config.getCurrentContext();
  if (typeof current === "string" && current !== "") return current;
  throw new Faulted({ kind: "rejected", what: `kubeconfig ${path}`, because: "it has no current-context" });
}

const onlyOne = "it is a list of files, and only one is read: name it with --kubeconfig";

function textOf(path: string): string {
  const what = `kubeconfig ${path}`;
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = errorField(error, "code") ?? "unknown error";
    if (code === "ENOENT" && path.includes(delimiter)) throw new Faulted({ kind: "rejected", what, because: onlyOne });
    if (code === "ENOENT") throw new Faulted({ kind: "missing", what });
    throw new Faulted({ kind: "rejected", what, because: `it cannot be read: ${code}` });
  }
}

/** A YAML error quotes the lines around it, which may hold a token: only the number of the line is told. */
function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return "it is not a kubeconfig";
  if ("mark" in error && isMark(error.mark)) return `it is not valid YAML: line ${error.mark.line + 1}`;
  return /^(clusters|contexts|users)\[\d+\]\.\S+ is missing$/.test(error.message)
    ? error.message
    : "it is not a kubeconfig: clusters, contexts and users are expected";
}

const isMark = (mark: unknown): mark is { readonly line: number } =>
  typeof mark === "object" && mark !== null && "line" in mark && typeof mark.line === "number";
