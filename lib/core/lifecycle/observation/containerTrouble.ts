import type { LiveContainer } from "../../../api/live.ts";
import { steady } from "../status/steady.ts";
import type { Trouble } from "../seen.ts";

/** Waiting reasons that do not pass by themselves; the Apache operator's list, and those that only newer kubelets have. */
const lasting = [
  "RunContainerError",
  "CreateContainerConfigError",
  "CreateContainerError",
  "InvalidImageName",
  "ErrImageNeverPull",
];

/**
 * Why a container does not come up, the same text at every look: back-off times, container ids and the switching
 * between the two names of a failed pull would write the status for ever.
 */
export function containerTrouble(container: LiveContainer): Trouble | undefined {
  const { waiting } = container.state;
  const reason = waiting?.reason ?? "";
  const message = waiting?.message ?? "";
  if (reason === "ErrImagePull" || reason === "ImagePullBackOff") {
    return { reason: "ImagePullBackOff", message: `[${container.name}] ${pullFailure(container.image, message)}` };
  }
  if (lasting.includes(reason)) return { reason, message: `[${container.name}] ${steady(message)}` };
  return crash(container, reason === "CrashLoopBackOff");
}

function crash(container: LiveContainer, waits: boolean): Trouble | undefined {
  if (!waits && !hasCrashed(container)) return undefined;
  const { reason = "", message = "", exitCode = "unknown" } = container.lastState.terminated ?? {};
  const killed = reason === "OOMKilled";
  const cause = crashCause(message) ?? (killed ? "out of memory" : `exit code ${exitCode}`);
  return { reason: killed ? reason : "CrashLoopBackOff", message: `[${container.name}] CrashLoop - ${cause}` };
}

/** Between two crashes a container runs for a moment; that is the same trouble still. */
const hasCrashed = ({ ready, restartCount, lastState }: LiveContainer): boolean =>
  !ready && restartCount > 0 && (lastState.terminated?.exitCode ?? 0) !== 0;

/** The innermost cause in the tail of a Java log, which is what the kubelet keeps of it; else its last line. */
export function crashCause(tail: string): string | undefined {
  const lines = tail
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const cause = lines.findLast((line) => line.startsWith("Caused by: "));
  const line =
    cause?.slice("Caused by: ".length) ?? lines.findLast((one) => !one.startsWith("at ") && !one.startsWith("... "));
  return line === undefined
    ? undefined
    : steady(line.replace(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*\s*/u, "")).slice(0, 512);
}

function pullFailure(image: string, message: string): string {
  const what = `image "${image}" cannot be pulled`;
  if (/not found|manifest unknown/iu.test(message)) return `${what}: there is no such image`;
  if (/unauthorized|denied|forbidden|authentication/iu.test(message)) return `${what}: the registry refuses access`;
  if (/no such host|timeout|refused|dial tcp|unreachable/iu.test(message))
    return `${what}: the registry cannot be reached`;
  return what;
}
