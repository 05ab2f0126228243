import type { Question } from "../core/enrolment/questions.ts";

/** Whether the API server was there. */
export type Reached =
  | { readonly kind: "answered"; readonly says: string }
  /** It was, and TLS ended with its certificate. */
  | { readonly kind: "distrusted"; readonly because: string }
  | { readonly kind: "silent"; readonly because: string };

export interface Identity {
  readonly username: string;
  readonly groups: readonly string[];
}

/** A CustomResourceDefinition; `because` is why it is not established. */
export type InstalledDefinition =
  | { readonly kind: "there"; readonly because: string | undefined }
  | { readonly kind: "missing" }
  /** We may not read it. */
  | { readonly kind: "hidden" };

/** What an API server tells whoever asks about itself and about them. Every method but `reach` throws `Faulted`. */
export interface Review {
  reach(): Promise<Reached>;
  /** SelfSubjectReview; `undefined` where the API server is too old for it (before 1.28). `denied`: it does not know us. */
  identity(): Promise<Identity | undefined>;
  /** SelfSubjectAccessReview */
  allowed(question: Question): Promise<boolean>;
  /** Plurals of flink.apache.org/v1beta1 that are served. */
  served(): Promise<readonly string[]>;
  /** Schemas of flink.apache.org/v1beta1 by kind, from the OpenAPI document. Empty where that is not told. */
  schemas(): Promise<Readonly<Record<string, unknown>>>;
  definition(name: string): Promise<InstalledDefinition>;
}
