import type { ResourceRequirements } from "../../flink.ts";
import type { JobSize } from "./extent.ts";

export type WantedRequirements =
  | { readonly kind: "requirements"; readonly requirements: ResourceRequirements }
  | { readonly kind: "none"; readonly because: string };

export interface RequirementsQuestion {
  readonly current: ResourceRequirements;
  /** What the job may have by now. */
  readonly from: readonly JobSize[];
  readonly to: JobSize;
}

/**
 * Resource requirements of all vertices of a running job. As in the Apache operator (NativeFlinkService.scale) a vertex with an override gets
 * it as its upper bound and the lower bound is never raised. Better: vertices that have the parallelism of the job follow that as well.
 */
export function wantedRequirements(question: RequirementsQuestion): WantedRequirements {
  const because = lostOverride(question) ?? badOverride(question) ?? ambiguity(question);
  if (because !== undefined) return { kind: "none", because };
  const { current } = question;
  const requirements = Object.fromEntries(
    Object.entries(current).map(([vertex, bounds]) => {
      const upperBound = wantedOf(question, vertex) ?? bounds.upperBound;
      return [vertex, { lowerBound: Math.min(upperBound, bounds.lowerBound), upperBound }];
    }),
  );
  return { kind: "requirements", requirements };
}

function wantedOf(question: RequirementsQuestion, vertex: string): number | undefined {
  const override = question.to.overrides[vertex];
  if (override !== undefined) return Number(override);
  return followers(question).includes(vertex) ? question.to.parallelism : undefined;
}

/** Vertices that have the parallelism of the job, as far as can be told: what a program sets for a vertex, Flink does not tell. */
function followers({ current, from, to }: RequirementsQuestion): readonly string[] {
  const known = from.map((one) => one.parallelism).filter((one) => one !== to.parallelism);
  return Object.entries(current)
    .filter(([vertex, bounds]) => to.overrides[vertex] === undefined && known.includes(bounds.upperBound))
    .map(([vertex]) => vertex);
}

function lostOverride({ current, from, to }: RequirementsQuestion): string | undefined {
  const before = from.flatMap((one) => Object.keys(one.overrides));
  const lost = before.find((vertex) => vertex in current && to.overrides[vertex] === undefined);
  return lost && `vertex ${lost} loses its override, and which parallelism it has of its own is not known`;
}

function badOverride({ current, to }: RequirementsQuestion): string | undefined {
  const bad = Object.entries(to.overrides).find(([vertex, text]) => vertex in current && !/^[1-9]\d*$/.test(text));
  return bad && `the override '${bad[1]}' of vertex ${bad[0]} is not a whole number of at least 1`;
}

/** A program sets 1 on purpose, for the sake of order; scaled with the rest, the job would be another one. */
function ambiguity(question: RequirementsQuestion): string | undefined {
  const single = followers(question).filter((vertex) => question.current[vertex]?.upperBound === 1);
  if (single.length === 0 || Object.keys(question.current).length === 1) return undefined;
  return "vertices that are to stay at 1 cannot be told from those that have the job's parallelism of 1";
}
