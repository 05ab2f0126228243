/**
 * Netty refuses a request line of more than 4096 bytes (HttpObjectDecoder). What is left of it is for the path, which the API server
 * may make longer.
 */
const longest = 3500;

/** The names in as few values of `get` as a request line has room for. */
export function metricQueries(names: readonly string[]): readonly string[] {
  const queries: string[] = [];
  for (const name of new Set(names)) {
    const last = queries.at(-1);
    const joined = last === undefined ? name : `${last},${name}`;
    if (last !== undefined && encodedLength(joined) <= longest) queries[queries.length - 1] = joined;
    else queries.push(name);
  }
  return queries;
}

const encodedLength = (value: string): number => new URLSearchParams({ get: value }).toString().length;
