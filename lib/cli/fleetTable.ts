import { type Instant, millis } from "../core/time.ts";
import { age } from "./age.ts";
import { plainTable } from "./plainTable.ts";
import type { Row } from "./row.ts";
import type { Terminal } from "./terminal.ts";

const head = ["CLUSTER", "NAMESPACE", "RESOURCE", "MODE", "STATE", "JOB", "AGE", "MESSAGE", "NEXT"];

export function fleetTable(rows: readonly Row[], now: Instant, terminal: Terminal): string {
  const sorted = rows.toSorted(byPlace);
  return plainTable(
    head,
    sorted.map((row) => cells(row, now, terminal)),
    terminal,
    ["NEXT", "MESSAGE"],
  );
}

function cells(row: Row, now: Instant, terminal: Terminal): string[] {
  return [
    row.cluster,
    row.namespace,
    row.resource,
    sortText(row),
    terminal.style(colourOf(row), row.state),
    row.job ?? "-",
    row.created === undefined ? "-" : age(millis(now - Date.parse(row.created))),
    shortened(row.message),
    saysMore(row) ? shortened(row.next) : "-",
  ];
}

/** What is waited for is often all that there is to say, and stands in the message already. */
const saysMore = (row: Row): row is Row & { readonly next: string } =>
  row.next !== undefined && !row.next.endsWith(row.message);

const sortText = (row: Row): string =>
  row.kind === "FlinkSessionJob" ? `job on ${row.sessionCluster}` : `${row.mode} ${row.type}`;

/** Session jobs stand below their cluster. */
function place(row: Row): string {
  const { cluster, namespace, resource } = row;
  const [of, below] = row.kind === "FlinkSessionJob" ? [row.sessionCluster, resource] : [resource, ""];
  return [cluster, namespace, of, below].join("\0");
}
const byPlace = (a: Row, b: Row): number => (place(a) < place(b) ? -1 : 1);

function colourOf({ state }: Row): "green" | "red" | "yellow" {
  if (state === "STABLE") return "green";
  return state === "FAILED" ? "red" : "yellow";
}

/** One line of at most 80 characters: the whole is in `-o yaml` and in the resource. */
function shortened(text: string): string {
  const line = text.replaceAll(/\s+/gu, " ");
  return line.length <= 80 ? line : `${line.slice(0, 79)}…`;
}
