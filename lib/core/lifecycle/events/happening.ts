/** Who speaks, in the words of the Apache operator. */
export type Component = "JobManagerDeployment" | "Job" | "Operator" | "Snapshot";

/** Something worth telling the people who look at a resource. */
export interface Happening {
  readonly type: "Normal" | "Warning";
  /** One word: `Submit`, `SpecChanged`, `ValidationError` … */
  readonly reason: string;
  readonly component: Component;
  readonly message: string;
  /** What makes it the same event when the message differs, for instance `SpecChange: 4`; the message where absent. */
  readonly key?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The resource that an event is about. */
export interface Involved {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string };
}
