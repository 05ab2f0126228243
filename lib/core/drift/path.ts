/** An item of a list whose items have keys, such as a container by its name. */
export interface Item {
  /** What it is called in a path for people. */
  readonly shown: string;
  /** The fields that tell it apart for server-side apply, with their values. */
  readonly key: Readonly<Record<string, unknown>>;
}

/** One step into an object: a field, or an item of a list. */
export type Step = string | Item;
export type Path = readonly Step[];

/** `/metadata/labels/app.kubernetes.io~1name`, escaped as JSON pointers are (RFC 6901). */
export const pathText = (path: Path): string => path.map((step) => `/${escaped(nameOf(step))}`).join("");

/** The names of the steps that such a text shows. */
export const namesIn = (path: string): readonly string[] =>
  path
    .split("/")
    .slice(1)
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));

/** The last field of a path; items of a list have the name of their list. */
export const fieldAt = (path: Path): string => path.findLast((step) => typeof step === "string") ?? "";

const nameOf = (step: Step): string => (typeof step === "string" ? step : step.shown);

const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");
