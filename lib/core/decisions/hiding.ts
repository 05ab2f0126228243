import { carriesSecret } from "../lifecycle/spec/secrets.ts";
import { isSecretOption } from "./secretOption.ts";

/** What becomes of texts, by where they stand. */
export interface Rewriting {
  /** A value that users may keep secret. */
  readonly secret: (text: string) => string;
  /** Files and notes that may hold such a value: nothing is told of them anywhere. */
  readonly aside: (text: string) => string;
  /** An annotation or a label: short, and nothing is told of it either. */
  readonly note: (text: string) => string;
  /** Sentences: they may hold such a value anywhere. */
  readonly prose: (text: string) => string;
}

type Place =
  | "difference"
  | "open"
  | "secret"
  | "aside"
  | "template"
  | "configuration"
  | "annotations"
  | "note"
  | "prose"
  | "record";

/** Whatever lies below one of these fields. */
const places: Readonly<Record<string, Place>> = {
  podTemplate: "template",
  flinkConfiguration: "configuration",
  /** Of the fleet's defaults, and of the operator on a session cluster. */
  configuration: "configuration",
  operator: "configuration",
  annotations: "annotations",
  args: "secret",
  logConfiguration: "aside",
  lastReconciledSpec: "record",
  lastStableSpec: "record",
  because: "prose",
  message: "prose",
  trouble: "prose",
  error: "prose",
  stackTrace: "prose",
  difference: "difference",
  differences: "difference",
  repairs: "difference",
};

/** Fields of a pod template that name things and sizes. */
const plain = new Set(
  "apiVersion kind name image nodeSelector matchLabels cpu memory ephemeral-storage imagePullPolicy restartPolicy serviceAccountName protocol mountPath".split(
    " ",
  ),
);

/**
 * A value with every text rewritten that is, or may hold, what users keep secret: environment, arguments and whatever else a pod template
 * holds, options of Flink by their names, log settings, annotations, and credentials in addresses; also in the records of specs in status.
 */
export const rewritten = <T>(value: T, by: Rewriting): T => within(value, "open", by, "") as T;

function within(value: unknown, place: Place, by: Rewriting, path: string): unknown {
  if (typeof value === "string") return textAt(value, place, by, path);
  if (typeof value === "number" && place === "configuration" && isSecretOption(path)) return by.secret(String(value));
  if (Array.isArray(value)) {
    const items = value.map((one) => within(one, place, by, path));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  return typeof value === "object" && value !== null ? fieldsWithin(value, place, by, path) : value;
}

/** What has nothing to be rewritten in it is not copied. */
function fieldsWithin(value: object, place: Place, by: Rewriting, path: string): object {
  let copy: Record<string, unknown> | undefined;
  for (const [field, inner] of Object.entries(value)) {
    const whole = place !== "configuration" ? "" : path === "" ? field : `${path}.${field}`;
    const next = within(inner, placeOf(field, place), by, whole);
    if (next !== inner) (copy ??= { ...value })[field] = next;
  }
  return copy ?? value;
}

/** Where what lies below a field stands; a place that is not named here ends with its field. */
const below: Readonly<Partial<Record<Place, (field: string) => Place>>> = {
  secret: () => "secret",
  aside: () => "aside",
  note: () => "note",
  configuration: () => "configuration",
  // What a field was and is may be anything that a spec holds.
  difference: (field) => (["from", "to", "wanted", "found"].includes(field) ? "aside" : "difference"),
  // Ours are read.
  annotations: (field) => (field.startsWith("flink-fleet/") ? "open" : "note"),
  template: (field) => {
    if (field === "annotations" || field === "labels") return "annotations";
    return plain.has(field) ? "open" : "template";
  },
};

const placeOf = (field: string, place: Place): Place => (below[place] ?? placeNamed)(field);

const placeNamed = (field: string): Place => (Object.hasOwn(places, field) ? places[field] : undefined) ?? "open";

function textAt(text: string, place: Place, by: Rewriting, path: string): string {
  if (place === "secret" || place === "template" || isSecretSetting(text, place, path)) return by.secret(text);
  if (place === "aside" || place === "note") return by[place](text);
  if (place === "record") return recordOf(text, by);
  const told = withoutCredentials(text, by);
  return place === "prose" ? by.prose(told) : told;
}

const isSecretSetting = (text: string, place: Place, path: string): boolean =>
  place === "configuration" && (isSecretOption(path) || carriesSecret(text));

/** A spec that is recorded as text; what is none may be anything. */
function recordOf(text: string, by: Rewriting): string {
  try {
    return JSON.stringify(rewritten(JSON.parse(text) as unknown, by));
  } catch {
    return text === "" ? text : by.aside(text);
  }
}

/** `user:password@`, and the values of the query. */
function withoutCredentials(text: string, by: Rewriting): string {
  if (!text.includes("://")) return text;
  return text
    .replaceAll(/(:\/\/)([^/\s@]+)(?=@)/g, (_all, start: string, user: string) => `${start}${by.secret(user)}`)
    .replaceAll(/([?&][^=&\s]+=)([^&\s]+)/g, (_all, start: string, value: string) => `${start}${by.secret(value)}`);
}
