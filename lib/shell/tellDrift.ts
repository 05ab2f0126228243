import type { FlinkDeploymentStatus } from "../api/resources/flinkDeployment.ts";
import { driftNews } from "../core/lifecycle/drift/driftNews.ts";
import type { FlinkResource } from "../core/lifecycle/flinkResource.ts";
import type { Log } from "../ports/index.ts";

/** One line of log for each field that others have changed: when it was put right, when it was left as it is, when that was over. */
export function tellDrift({ metadata, status: before }: FlinkResource, after: FlinkDeploymentStatus, log: Log): void {
  const resource = `${metadata.namespace}/${metadata.name}`;
  for (const news of driftNews(before.fleet?.drift, after.fleet?.drift)) log.info("Drift", { resource, ...news });
}
