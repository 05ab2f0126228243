/** A rule in CEL, that the API server checks at every write. Fields are named as in `x-kubernetes-validations`. */
export interface Rule {
  /** Path of the object that `self` is, such as `spec.taskManager`; empty for the whole resource. */
  readonly at: string;
  readonly rule: string;
  readonly message: string;
  /** CEL as well; wins over `message`, which is shown where it fails. */
  readonly messageExpression?: string;
  /** The field that is named as wrong, relative to `at`, such as `.mode`. */
  readonly fieldPath?: string;
  /** The rule also runs when the resource is created; `oldSelf` is then an optional without a value. */
  readonly optionalOldSelf?: true;
}

/** Rules of a part, for the place where that part stands. */
export const under = (place: string, rules: readonly Rule[]): readonly Rule[] =>
  rules.map(({ at, ...rule }) => ({ at: at === "" ? place : `${place}.${at}`, ...rule }));
