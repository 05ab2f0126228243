import { type Document, LineCounter, isMap, isNode, isScalar, parseDocument } from "yaml";

export interface Place {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** One YAML document that knows where everything in it stands. */
export interface YamlSource {
  readonly content: unknown;
  /** Where it is not YAML, or has a key twice. `content` is of no use then. */
  readonly faults: readonly { readonly place: Place; readonly because: string }[];
  /** The value at the path; the key, where the path ends in one that has no value of its own; else what is around it. */
  readonly place: (path: readonly PropertyKey[]) => Place;
  /** The key that the path ends in. */
  readonly placeOfKey: (path: readonly PropertyKey[]) => Place;
}

export function yamlSource(text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  return {
    content: document.errors.length === 0 ? document.toJS() : undefined,
    faults: document.errors.map((error) => ({ place: placeAt(error.pos[0]), because: error.message })),
    place: (path) => placeAt(valueStart(document, path) ?? keyStart(document, path) ?? 0),
    placeOfKey: (path) => placeAt(keyStart(document, path) ?? 0),
  };
}

function valueStart(document: Document, path: readonly PropertyKey[]): number | undefined {
  const node: unknown = document.getIn(path, true);
  const [start, end] = isNode(node) ? (node.range ?? []) : [];
  return start === end ? undefined : start;
}

/** The nearest key at or above the path; a list has none, so its place stands for the keys of its entries. */
function keyStart(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let depth = path.length; depth > 0; depth--) {
    const above: unknown = document.getIn(path.slice(0, depth - 1), true);
    const pair = isMap(above)
      ? above.items.find(({ key }) => isScalar(key) && String(key.value) === String(path[depth - 1]))
      : undefined;
    if (isNode(pair?.key) && pair.key.range) return pair.key.range[0];
  }
  return undefined;
}
