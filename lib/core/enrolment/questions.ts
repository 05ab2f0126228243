import type { Rule } from "../rights.ts";

/** authorization.k8s.io/v1 ResourceAttributes: one thing that somebody may do or not. */
export interface Question {
  /** `undefined`: in all namespaces. */
  readonly namespace: string | undefined;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string | undefined;
  readonly verb: string;
}

/** One question for each verb of a rule. */
export const questions = ({ apiGroups, resources, verbs }: Rule, namespace: string | undefined): readonly Question[] =>
  apiGroups.flatMap((group) =>
    resources.flatMap((path) => {
      const [resource = "", subresource] = path.split("/");
      return verbs.map((verb) => ({ namespace, group, resource, subresource, verb }));
    }),
  );
