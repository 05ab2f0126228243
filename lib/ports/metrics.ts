/** Figures of this moment. Dimensions cost: there are none but the stack's own. */
export interface Metrics {
  put(figures: readonly Figure[]): void;
}

export interface Figure {
  readonly name: string;
  readonly unit: "Seconds" | "Count";
  readonly value: number;
}
