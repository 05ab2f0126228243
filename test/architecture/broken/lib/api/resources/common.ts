// breaks: nothing
export const jobStates = ["RUNNING"] as const;
export interface JobSpec {
  readonly parallelism: number;
}
