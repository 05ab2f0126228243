import { auditLine, logBatch } from "../api/auditLine.ts";
import type { FleetCluster } from "../api/fleet/cluster.ts";
import { type Audited, auditedResource } from "../core/triggers/auditedResource.ts";
import { auditWakes } from "../core/triggers/auditWakes.ts";
import { clusterOfLogGroup, spokeOf } from "../core/triggers/spokeOf.ts";
import { seconds } from "../core/time.ts";
import type { Log, Queue } from "../ports/index.ts";

export interface AuditPorts {
  readonly queue: Queue;
  readonly log: Log;
  readonly clusters: Readonly<Record<string, FleetCluster>>;
  readonly home: string;
  /** Where the log group is. */
  readonly region: string;
}

/**
 * Asks for a look at what a batch of audit log says was changed by others. What cannot be read is passed over: the schedule finds it. Nothing
 * of the lines but the names of resources is told to anybody.
 */
export async function audit(batch: unknown, { queue, log, clusters, home, region }: AuditPorts): Promise<void> {
  const { messageType, owner, logGroup, logEvents } = logBatch.parse(batch);
  if (messageType !== "DATA_MESSAGE") return;
  const name = clusterOfLogGroup(logGroup);
  if (name === undefined) {
    log.warn("Log group is not that of an EKS cluster", { logGroup });
    return;
  }
  const spoke = spokeOf({ name, region, account: owner }, clusters, home);
  const wakes = auditWakes(
    spoke,
    logEvents.flatMap(({ message }) => audited(message)),
  );
  log.info("Audit log was read", { spoke, lines: logEvents.length, wakes: wakes.length });
  // What follows one edit of somebody's comes together: a moment later one look sees all of it.
  if (wakes.length > 0) await queue.send(wakes.map((wake) => ({ wake, after: seconds(1) })));
}

function audited(message: string): readonly Audited[] {
  const line = auditLine.safeParse(parsed(message)).data;
  const found = line === undefined ? undefined : auditedResource(line);
  return found === undefined ? [] : [found];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
