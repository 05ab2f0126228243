import { expect, test } from "vitest";
import { readable } from "../../lib/shell/readable.ts";
import { handedBack } from "../../lib/core/charge/handedBack.ts";
import { apacheStory, ApacheWorld } from "./support/apacheStory.ts";

/** What only time, chance and the cluster tell. */
const aside = new Set([
  "lastTransitionTime",
  "reconciliationTimestamp",
  "startTime",
  "updateTime",
  "jobName",
  "clusterInfo",
]);

function told(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(told);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !aside.has(key))
      .map(([key, inner]) => [key, key === "jobId" || key === "upgradeSavepointPath" ? kindOf(inner) : told(inner)]),
  );
}

const kindOf = (text: unknown): string =>
  /^[0-9a-f]{32}$/u.test(String(text)) ? "a job" : String(text).includes("/") ? "a path" : String(text);

/** By field: what it writes, and what we hand back. */
type Differing = Readonly<Record<string, readonly [unknown, unknown]>>;

const stale: Differing = { "jobStatus.upgradeSavepointPath": ["KUBERNETES_OPERATOR_LAST_STATE", undefined] };

/** The state of rest that each act of the story leads to, in either operator's hands. */
const rests: readonly { readonly after: string; readonly native?: Differing; readonly standalone?: Differing }[] = [
  { after: "create" },
  { after: "restartNonce (savepoint upgrade)" },
  // It leaves a finished native cluster until the job is resumed; we remove it, as it does itself with a standalone one.
  { after: "suspend", native: { jobManagerDeploymentStatus: ["READY", "MISSING"] } },
  { after: "resume" },
  { after: "last-state upgrade" },
  // It leaves word of a state from which the job was not started.
  { after: "stateless upgrade, parallelism 1", native: stale, standalone: stale },
];

test.for(
  (["native", "standalone"] as const).flatMap((mode) =>
    rests.map(({ after, ...rest }) => ({ mode, after, except: rest[mode] ?? {} })),
  ),
)(
  "$mode, after $after: the status that is handed back is the Apache operator's own",
  async ({ mode, after, except }) => {
    const story = apacheStory(mode);
    const line = story.log.findIndex((one) => one.kind === "user" && one.does === after);
    const next = story.log.findIndex((one, at) => at > line && one.kind === "user");
    const theirs = new ApacheWorld(story);
    await theirs.until(next - 1);
    const ours = new ApacheWorld(story);
    await ours.until(line);
    await ours.settle();
    const status = handedBack(readable("FlinkDeployment", ours.resource));
    const [back, own] = [leaves(told(status)), leaves(told(theirs.resource["status"]))];
    const fields = [...new Set([...back.keys(), ...own.keys()])];
    const differing = fields
      .filter((field) => back.get(field) !== own.get(field))
      .map((field) => [field, [own.get(field), back.get(field)]]);
    expect(Object.fromEntries(differing)).toEqual(except);
  },
);

/** Every value by its place. */
function leaves(value: unknown, path = ""): ReadonlyMap<string, unknown> {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0)
    return new Map([[path, typeof value === "object" ? JSON.stringify(value) : value]]);
  const within = Object.entries(value).map(([key, inner]) => leaves(inner, path === "" ? key : `${path}.${key}`));
  return new Map(within.flatMap((each) => [...each]));
}
