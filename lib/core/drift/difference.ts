import type { ObjectRef } from "../kubernetes.ts";
import type { FieldManager } from "./managedFields.ts";

/** One field of an object of ours that is not as it should be. */
export interface Difference {
  readonly object: ObjectRef;
  /**
   * Like a JSON pointer, with the keys of items instead of their numbers:
   * `/spec/template/spec/containers/flink-main-container/image`, `/data/flink-conf.yaml/parallelism.default`. Empty: the object itself.
   */
  readonly path: string;
  /** A short text without secrets; undefined where the field should not be set. */
  readonly wanted: string | undefined;
  /** The same of what is there; undefined where there is nothing. */
  readonly found: string | undefined;
  /** Who has set what is there; undefined where nobody says so, and always where there is nothing. */
  readonly by: FieldManager | undefined;
  /**
   * Nobody has changed it since flink-fleet wrote it: a webhook, the API server or another version of flink-fleet has made it so. A
   * restart would change nothing of it.
   */
  readonly asMade: boolean;
}
