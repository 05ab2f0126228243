import { Metrics as Emf } from "@aws-lambda-powertools/metrics";
import type { Figure, Metrics } from "../../ports/index.ts";

/** CloudWatch's embedded metric format, printed to the log. One dimension, `service`, which is the stage of the stack. */
export class EmfMetrics implements Metrics {
  readonly #emf: Emf;

  constructor(stage: string) {
    this.#emf = new Emf({ namespace: "FlinkFleet", serviceName: stage });
  }

  put(figures: readonly Figure[]): void {
    for (const { name, unit, value } of figures) this.#emf.addMetric(name, unit, value);
    this.#emf.publishStoredMetrics();
  }
}
