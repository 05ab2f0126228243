import type { Calls } from "./calls.ts";
import type { Hub } from "./hub.ts";
import type { SimulatedClusters } from "./simulatedClusters.ts";

type Counts = Readonly<Record<string, number>>;

/** What something took, in counts. */
export interface Measured {
  readonly messages: number;
  /** By function; of messages those that came due in the same second were one batch. */
  readonly invocations: Counts;
  /** Of API servers, by verb and resource. */
  readonly kubernetes: Counts;
  /** Through the service proxies of API servers. */
  readonly flink: Counts;
  /** By name; `events` are those put on the bus. */
  readonly aws: Counts;
  /** With HTTP's headers, without TLS. */
  readonly bytes: { readonly received: number; readonly sent: number };
  readonly log: { readonly lines: number; readonly bytes: number };
  /** Of simulated time. */
  readonly seconds: number;
}

interface Parts {
  readonly hub: Hub;
  readonly calls: Calls;
  readonly clusters: SimulatedClusters;
}

/** Also how much CPU time the hub has used, in ms: other than the counts this is of this machine. */
export async function measure(parts: Parts, does: () => Promise<void>): Promise<[Measured, number]> {
  const before = await counted(parts);
  const cpu = process.threadCpuUsage();
  await does();
  const { user } = process.threadCpuUsage(cpu);
  const after = await counted(parts);
  const of = (prefix: string): Counts => difference(before.calls, after.calls, prefix);
  const measured = {
    messages: after.messages - before.messages,
    invocations: difference(before.invocations, after.invocations),
    kubernetes: of("kubernetes "),
    flink: of("flink "),
    aws: difference(before.aws, after.aws),
    bytes: { received: after.bytes.received - before.bytes.received, sent: after.bytes.sent - before.bytes.sent },
    log: { lines: after.log.lines - before.log.lines, bytes: after.log.bytes - before.log.bytes },
    seconds: Math.round((after.now - before.now) / 1000),
  };
  return [measured, user / 1000];
}

async function counted({ hub, calls, clusters }: Parts) {
  const { bytes = {}, violations = [] } = await clusters.ask({ kind: "bytes" });
  if (violations.length > 0) throw new Error(violations.join("\n"));
  const sum = (of: "received" | "sent"): number => Object.values(bytes).reduce((all, one) => all + one[of], 0);
  return {
    messages: hub.messages,
    invocations: new Map(hub.invocations),
    calls: new Map(calls.counts),
    aws: new Map(hub.aws.calls),
    bytes: { received: sum("received"), sent: sum("sent") },
    log: { ...hub.log },
    now: clusters.clock.now(),
  };
}

function difference(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>, prefix = ""): Counts {
  const changed = [...after]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, count]) => [name.slice(prefix.length), count - (before.get(name) ?? 0)] as const)
    .filter(([, count]) => count > 0);
  return Object.fromEntries(changed.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
