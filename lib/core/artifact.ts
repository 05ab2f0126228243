/** A jar on its way. Its bytes pass through: they are never in memory all at once. */
export interface Artifact {
  /** A file name that Flink takes for an upload: it ends in `.jar`. */
  readonly name: string;
  /** Bytes, where the other side said so before the first one. */
  readonly size: number | undefined;
  /**
   * Can be read once. Throws `Faulted`: `rejected` for more bytes than the limit, `unavailable` for a connection that breaks or
   * stands still.
   */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Gives back what it holds, read or unread. Harmless when it is done already. */
  close(): void;
}
