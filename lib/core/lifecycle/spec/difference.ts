import { modeOf } from "../../configuration/mode.ts";
import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import type { FlinkSessionJobSpec } from "../../../api/resources/flinkSessionJob.ts";
import { flattened } from "../../configuration/flinkConfiguration.ts";
import type { Mode } from "../../configuration/versions.ts";
import {
  changeClasses,
  configurationClasses,
  rows,
  type ChangeClass,
  type FieldClass,
  type Row,
} from "./changeClasses.ts";
import { comparable, comparableTemplate, type Comparable } from "./comparable.ts";
import { leavesOf } from "./leaves.ts";
import { isObject } from "./readFields.ts";

/** One value that differs. `from` and `to` are short texts for people; secrets are hidden in them. */
export interface Change {
  /** For instance `job.parallelism`, `flinkConfiguration.state.backend.type`, `podTemplate.spec.containers.0.image`. */
  readonly field: string;
  readonly class: ChangeClass;
  readonly from: string;
  readonly to: string;
}

export interface Difference {
  readonly of: keyof typeof rows;
  /** The strongest of the changes; `ignore` when there are none. */
  readonly class: ChangeClass;
  readonly changes: readonly Change[];
}

/** What has to be done about the spec of a FlinkDeployment, given the one that was reconciled last. */
export const changes = (last: FlinkDeploymentSpec, wanted: FlinkDeploymentSpec): Difference =>
  difference("FlinkDeploymentSpec", last, wanted, modeOf(last));

/** As `changes`, for a FlinkSessionJob; the mode is that of its session cluster. */
export const sessionJobChanges = (last: FlinkSessionJobSpec, wanted: FlinkSessionJobSpec, mode: Mode): Difference =>
  difference("FlinkSessionJobSpec", last, wanted, mode);

/** The message of the event SpecChanged, as the Apache operator words it. */
export function changesText(found: Difference): string {
  return `${found.class.replace("Redeploy", "_redeploy").toUpperCase()} change(s) detected (Diff: ${found.of}[${changedFields(found)}]), starting reconciliation.`;
}

const mostShown = 25;

/** `job.parallelism : 2 -> 1, restartNonce : null -> 1` */
export function changedFields({ changes: all }: Difference): string {
  const shown = all.slice(0, mostShown).map(({ field, from, to }) => `${field} : ${from} -> ${to}`);
  const left = all.length - shown.length;
  return (left === 0 ? shown : [...shown, `and ${left} more`]).join(", ");
}

function difference(of: keyof typeof rows, last: object, wanted: object, mode: Mode): Difference {
  const found = changesWithin({ rows: rows[of], path: "", mode }, { ...last }, { ...wanted });
  const strongest = found.reduce<ChangeClass>(
    (before, { class: one }) => (changeClasses.indexOf(one) > changeClasses.indexOf(before) ? one : before),
    "ignore",
  );
  return { of, class: strongest, changes: found };
}

type Values = Readonly<Record<string, unknown>>;
interface Place {
  readonly rows: readonly Row[];
  readonly path: string;
  readonly mode: Mode;
}

function changesWithin({ rows: within, path, mode }: Place, last: Values, wanted: Values): readonly Change[] {
  return within.flatMap((row) => {
    const field = `${path}${row.field}`;
    const [from, to] = [last[row.field], wanted[row.field]];
    if ("keys" in row) return configurationChanges(field, from, to, mode);
    if (!("inner" in row)) return valueChanges(field, from, to, classIn(mode, row, to));
    if (!isObject(from) || !isObject(to)) return valueChanges(field, from, to, "upgrade");
    return changesWithin({ rows: row.inner, path: `${field}.`, mode }, from, to);
  });
}

function classIn(
  mode: Mode,
  row: { readonly class: FieldClass; readonly removalIsIgnored?: true },
  to?: unknown,
): ChangeClass {
  if (row.removalIsIgnored && to === undefined) return "ignore";
  if (row.class === "scaleInStandalone") return mode === "standalone" ? "scale" : "upgrade";
  if (row.class === "scaleInNative") return mode === "native" ? "scale" : "upgrade";
  return row.class;
}

function configurationChanges(field: string, from: unknown, to: unknown, mode: Mode): readonly Change[] {
  const [before, after] = [flattened(from as Values), flattened(to as Values)];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return keys.flatMap((key) => {
    const row = configurationClasses.find(({ prefix }) => key.startsWith(prefix)) ?? { class: "upgrade" as const };
    return valueChanges(`${field}.${key}`, before[key], after[key], classIn(mode, row));
  });
}

function valueChanges(field: string, from: unknown, to: unknown, as: ChangeClass): readonly Change[] {
  const old = new Map(leavesOf(field, normal(field, from)).map((leaf) => [leaf.path, leaf]));
  const now = new Map(leavesOf(field, normal(field, to)).map((leaf) => [leaf.path, leaf]));
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path)?.text !== now.get(path)?.text)
    .map((path) => ({
      field: path,
      class: as,
      from: old.get(path)?.shown ?? "null",
      to: now.get(path)?.shown ?? "null",
    }));
}

function normal(field: string, value: unknown): Comparable | undefined {
  if (field.endsWith("podTemplate")) return comparableTemplate(value);
  if (!isObject(value) || value["podTemplate"] === undefined) return comparable(value);
  return comparable({ ...value, podTemplate: comparableTemplate(value["podTemplate"]) });
}
