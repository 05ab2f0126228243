import mergePatch from "json-merge-patch";

type Status = Readonly<Record<string, unknown>>;

/**
 * The JSON merge patch (RFC 7396) that makes one status out of another; `undefined` when they are the same.
 * Keys whose value is `undefined` count as absent, as they would be on the wire.
 */
export function statusPatch(from: unknown, to: Status): Status | undefined {
  const patch: Status | undefined = mergePatch.generate(asSent(from ?? {}), asSent(to));
  return patch;
}

const asSent = (value: unknown): Status => JSON.parse(JSON.stringify(value)) as Status;
