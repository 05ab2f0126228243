import { modeOf } from "../../configuration/mode.ts";
import { flattened, type FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { otherNames } from "../../configuration/optionNames.ts";
import type { Mode } from "../../configuration/versions.ts";
import {
  changeClasses,
  configurationClasses,
  rows,
  type ChangeClass,
  type FieldClass,
  type Row,
} from "./changeClasses.ts";
import { comparable, comparableTemplate, isEmpty, type Comparable } from "./comparable.ts";
import type { FlinkSpec } from "../flinkResource.ts";
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
  /** The class that the Apache operator gives to the same changes, by which its events are worded. */
  readonly told: Told;
  readonly changes: readonly Change[];
}

type Told = Exclude<ChangeClass, "ingress">;

/** What has to be done about a spec, given the one that was reconciled last. */
export function changes(last: FlinkSpec, wanted: FlinkSpec): Difference {
  const of = wanted.deploymentName === undefined ? "FlinkDeploymentSpec" : "FlinkSessionJobSpec";
  const mode = modeOf(last);
  const found = changesWithin({ rows: rows[of], path: "" }, { ...last }, { ...wanted });
  const told = found.map((one) => toldIn(mode, one.as));
  const all = found.map(({ as, ...change }) => ({ ...change, class: as.class }));
  return { of, class: strongest(all.map((change) => change.class)), told: strongest(told), changes: all };
}

/** The message of the event SpecChanged, as the Apache operator words it. */
export function changesText(found: Difference): string {
  return `${found.told.replace("Redeploy", "_redeploy").toUpperCase()} change(s) detected (Diff: ${found.of}[${changedFields(found)}]), starting reconciliation.`;
}

const mostShown = 25;

/** `job.parallelism : 2 -> 1, restartNonce : null -> 1` */
export function changedFields({ changes: all }: Difference): string {
  const shown = all.slice(0, mostShown).map(({ field, from, to }) => `${field} : ${from} -> ${to}`);
  const left = all.length - shown.length;
  return (left === 0 ? shown : [...shown, `and ${left} more`]).join(", ");
}

function strongest<C extends ChangeClass>(all: readonly C[]): C | "ignore" {
  return all.reduce<C | "ignore">(
    (before, one) => (changeClasses.indexOf(one) > changeClasses.indexOf(before) ? one : before),
    "ignore",
  );
}

function toldIn(mode: Mode, as: FieldClass): Told {
  const told = as.told ?? as.class;
  if (told === "scaleInStandalone") return mode === "standalone" ? "scale" : "upgrade";
  if (told === "scaleInNative") return mode === "native" ? "scale" : "upgrade";
  return told === "ingress" ? "upgrade" : told;
}

type Values = Readonly<Record<string, unknown>>;
interface Place {
  readonly rows: readonly Row[];
  readonly path: string;
}
type Found = Omit<Change, "class"> & { readonly as: FieldClass };

const ignored: FieldClass = { class: "ignore" };
const upgrade: FieldClass = { class: "upgrade" };

function changesWithin({ rows: within, path }: Place, last: Values, wanted: Values): readonly Found[] {
  return within.flatMap((row) => {
    const field = `${path}${row.field}`;
    const [from, to] = [last[row.field], wanted[row.field]];
    if ("keys" in row) return configurationChanges(field, flattened(from as Values), flattened(to as Values));
    if (!("inner" in row))
      return valueChanges(field, from, to, row.removalIsIgnored && to === undefined ? ignored : row);
    const [before, after] = [from ?? row.whenAbsent, to ?? row.whenAbsent];
    if (!isObject(before) || !isObject(after)) return valueChanges(field, from, to, upgrade);
    return changesWithin({ rows: row.inner, path: `${field}.` }, before, after);
  });
}

/** Of an option that Flink renamed, any name is the same option. */
function configurationChanges(field: string, before: FlinkConfiguration, after: FlinkConfiguration): readonly Found[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return keys
    .filter((key) => underAnyName(before, key) !== underAnyName(after, key))
    .flatMap((key) => {
      const as = configurationClasses.find(({ prefix }) => key.startsWith(prefix)) ?? upgrade;
      return valueChanges(`${field}.${key}`, before[key], after[key], as);
    });
}

const underAnyName = (configuration: FlinkConfiguration, key: string): string | undefined =>
  otherNames(key)
    .map((name) => configuration[name])
    .find((text) => text !== undefined);

function valueChanges(field: string, from: unknown, to: unknown, as: FieldClass): readonly Found[] {
  const old = new Map(leavesOf(field, normal(field, from)).map((leaf) => [leaf.path, leaf]));
  const now = new Map(leavesOf(field, normal(field, to)).map((leaf) => [leaf.path, leaf]));
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path)?.text !== now.get(path)?.text)
    .map((path) => ({
      field: path,
      as,
      from: old.get(path)?.shown ?? "null",
      to: now.get(path)?.shown ?? "null",
    }));
}

/** Nothing is asked for by an empty map, but by an empty set of log files: none, in place of the default ones. */
function normal(field: string, value: unknown): Comparable | undefined {
  const found = field.endsWith("podTemplate") ? comparableTemplate(value) : comparable(value);
  return found !== undefined && isEmpty(found) && field !== "logConfiguration" ? undefined : found;
}
