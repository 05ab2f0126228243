import type { JobId } from "../../core/flink.ts";

/** What becomes of a job that is handed to a session cluster. */
export type Submission =
  | { readonly kind: "accepted"; readonly id: JobId }
  /** Its id is taken. */
  | { readonly kind: "duplicate"; readonly name: string }
  /** It is there, and fails before it runs (org.apache.flink.client.ClientUtils.waitUntilJobInitializationFinished). The stack trace. */
  | { readonly kind: "failed"; readonly name: string; readonly because: string };

/** What becomes of the next submission to a cluster. */
export type SubmissionFate =
  /** main() throws this: no job comes of it. */
  | { readonly kind: "fails"; readonly because: string }
  /** The job is accepted, and the answer is lost on its way. */
  | { readonly kind: "unanswered" };
