import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from "aws-lambda";
import type { Health } from "../lib/core/health/health.ts";
import { checkHealth, measure, type HealthPorts } from "../lib/shell/checkHealth.ts";
import type { Metrics } from "../lib/ports/index.ts";
import { healthWiring } from "./wiring.ts";

type Asked = Partial<Pick<LambdaFunctionURLEvent, "rawPath">>;

const live = "/live";

/** Whether a path is answered by 200. */
const answers: Readonly<Record<string, (health: Health) => boolean>> = {
  "/ready": ({ ready }) => ready,
  "/": ({ healthy }) => healthy,
};

/** On a schedule the figures that alarms watch; over HTTP 200 or 503 with all that was found out, for load balancers and uptime checks. */
export const checking =
  (wired: () => Promise<HealthPorts & { readonly metrics: Metrics }>) =>
  async ({ rawPath }: Asked): Promise<LambdaFunctionURLResult | undefined> => {
    // That it runs at all is enough: what it would ask may be slow, and no restart mends that.
    if (rawPath === live) return answer(200, { live: true });
    const isWell = rawPath === undefined ? undefined : answers[rawPath];
    if (rawPath !== undefined && isWell === undefined) {
      return answer(404, {
        error: `there is nothing at ${rawPath}: ask for ${[live, ...Object.keys(answers)].join(", ")}`,
      });
    }
    const ports = await wired();
    const health = await checkHealth(ports);
    if (isWell !== undefined) return answer(isWell(health) ? 200 : 503, health);
    measure(health, ports.metrics);
    return undefined;
  };

const answer = (statusCode: number, body: object): LambdaFunctionURLResult => ({
  statusCode,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: JSON.stringify(body),
});

export const handler = checking(healthWiring);
