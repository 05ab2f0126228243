import type { Audited } from "./auditedResource.ts";

interface Wake {
  readonly spoke: string;
  readonly namespaces?: readonly string[];
  readonly resource?: { readonly kind: string; readonly namespace: string; readonly name: string };
}

/** Of one batch: more than this, and the whole cluster is looked at once. */
export const mostWakes = 50;

/** A wake for each resource, however often it was changed; for too many one for all of them. */
export function auditWakes(spoke: string, audited: readonly Audited[]): readonly Wake[] {
  const unnamed = new Set(audited.filter(({ name }) => name === undefined).map(({ namespace }) => namespace));
  const named = new Map(
    audited.flatMap(({ kind, namespace, name }) =>
      name === undefined || unnamed.has(namespace) ? [] : [[`${kind} ${namespace}/${name}`, { kind, namespace, name }]],
    ),
  );
  const wakes = [
    ...[...unnamed].map((namespace) => ({ spoke, namespaces: [namespace] })),
    ...[...named.values()].map((resource) => ({ spoke, resource })),
  ];
  return wakes.length > mostWakes ? [{ spoke }] : wakes;
}
