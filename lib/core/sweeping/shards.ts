/** Which part of a spoke one message asks for: of these namespaces the resources whose hash falls on `index`. */
export interface ShardOf {
  readonly namespaces: readonly string[];
  /** Where one namespace alone is more than a shard. `index` is 0-based. */
  readonly part?: Part | undefined;
}

export interface Part {
  readonly index: number;
  readonly of: number;
}

/** Where a text falls: the same for the same text at all times. */
export type Hash = (text: string) => number;

/**
 * All namespaces, in shards of at most `most` resources. Those of one namespace stay together where they can, so that a shard lists as few
 * namespaces as possible; which ones share a shard tells their hash, so that neighbours by name, which tend to be alike, are spread.
 */
export function shards(counts: ReadonlyMap<string, number>, most: number, hash: Hash): readonly ShardOf[] {
  const small = [...counts].filter(([, count]) => count <= most);
  const large = [...counts].filter(([, count]) => count > most);
  return [...large.flatMap(([namespace, count]) => partsOf(namespace, count, most)), ...packed()];

  function packed(): readonly ShardOf[] {
    const filled: { namespaces: string[]; count: number }[] = [];
    for (const [namespace, count] of small.toSorted(([a], [b]) => hash(a) - hash(b) || (a < b ? -1 : 1))) {
      const last = filled.at(-1);
      if (last !== undefined && last.count + count <= most) {
        last.namespaces.push(namespace);
        last.count += count;
      } else filled.push({ namespaces: [namespace], count });
    }
    return filled.map(({ namespaces }) => ({ namespaces }));
  }
}

/** Hashes do not spread evenly, so that there is room left in each. */
function partsOf(namespace: string, count: number, most: number): readonly ShardOf[] {
  const of = Math.ceil(count / (0.8 * most));
  return Array.from({ length: of }, (_, index) => ({ namespaces: [namespace], part: { index, of } }));
}

export const isIn = (name: string, part: Part | undefined, hash: Hash): boolean =>
  part === undefined || hash(name) % part.of === part.index;
