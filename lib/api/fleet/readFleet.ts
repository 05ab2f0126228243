import { type Problem, checked, sentence } from "../problem.ts";
import { type Place, type YamlSource, yamlSource } from "../yamlSource.ts";
import { type FleetFile, fleetFile } from "../fleet.ts";

export type FleetReading =
  | { readonly kind: "valid"; readonly fleet: FleetFile }
  /** `fleet.yaml:12:20: clusters.orders.limits.callsInFlight is 25, must be at most 19`, in the order of the file. */
  | { readonly kind: "invalid"; readonly messages: readonly string[] };

/** Reads a fleet file. `file` is its name for messages. */
export function readFleet(text: string, file: string): FleetReading {
  const source = yamlSource(text);
  if (source.faults.length > 0) {
    return invalid(
      file,
      source.faults.map(({ place, because }) => [place, because]),
    );
  }
  const read = checked(fleetFile, source.content ?? {});
  if (read.kind === "valid") return { kind: "valid", fleet: read.value };
  return invalid(
    file,
    read.problems.map((problem) => [placeOf(source, problem), sentence(problem)]),
  );
}

const placeOf = (source: YamlSource, { at, of }: Problem): Place =>
  of === "key" ? source.placeOfKey(at) : source.place(at);

function invalid(file: string, found: readonly (readonly [Place, string])[]): FleetReading {
  const inOrder = found.toSorted(([a], [b]) => a.line - b.line || a.column - b.column);
  return {
    kind: "invalid",
    messages: inOrder.map(([{ line, column }, because]) => `${file}:${line}:${column}: ${because}`),
  };
}
