import { type Check, reasonOf, type Step, steps, type WayStep } from "../../core/enrolment/check.ts";
import { certificateCure, type Checked, cure } from "../../core/enrolment/cure.ts";
import { type Fault, Faulted } from "../../core/fault.ts";
import type { Identity, Review } from "../../ports/index.ts";
import type { Candidate } from "../surroundings.ts";
import { checkDefinitions } from "./checkDefinitions.ts";
import { checkProxy } from "./checkProxy.ts";
import { checkRights } from "./checkRights.ts";

export interface ClusterChecks {
  readonly cluster: string;
  readonly checks: readonly Check[];
}

/** Empty: all namespaces. */
export type Namespaces = readonly string[];

/** Tries each step of the way to a cluster, in order; what comes after one that fails cannot be tried. */
export async function checkCluster(
  candidate: Candidate,
  namespaces: Namespaces,
  checked: Checked,
): Promise<ClusterChecks> {
  const way = await walked(candidate.way, checked);
  const stopped = way.find(({ kind }) => kind === "failed");
  const rest = stopped === undefined ? await insideOf(candidate, namespaces, checked) : [];
  const notWalked = candidate.way.slice(way.length).map(({ step, what }) => untriedStep(step, what));
  const checks = [...way, ...notWalked, ...rest];
  return { cluster: checked.cluster, checks: [...checks, ...untried(checks)] };
}

async function walked(way: readonly WayStep[], checked: Checked): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const { step, what, take } of way) {
    const check = await tried(step, what, checked, take);
    checks.push(check);
    if (check.kind === "failed") break;
  }
  return checks;
}

async function tried(step: Step, what: string, checked: Checked, take: () => Promise<string>): Promise<Check> {
  try {
    return { step, what, kind: "passed", says: await take() };
  } catch (error) {
    if (error instanceof Faulted) return failed(step, what, checked, error.fault);
    throw error;
  }
}

const failed = (step: Step, what: string, checked: Checked, fault: Fault): Check => ({
  step,
  what,
  kind: "failed",
  because: reasonOf(fault),
  cure: cure(step, fault, checked),
});

/** From the API server on. */
async function insideOf(candidate: Candidate, namespaces: Namespaces, checked: Checked): Promise<readonly Check[]> {
  const review = await opened(candidate, checked);
  if ("kind" in review) return [review];
  const network = await reached(review, checked);
  if (network.kind === "failed") return [network];
  const { identity, groups } = await identified(review, checked);
  if (identity.kind === "failed") return [network, identity];
  const asked = await Promise.all([
    checkDefinitions(review, checked),
    checkRights(review, { namespaces, groups, checked }),
  ]);
  return [network, identity, ...asked.flat(), await checkProxy(candidate.spoke, namespaces)];
}

/** The steps before it went well a moment ago; what may fail now is the same. */
async function opened({ review }: Candidate, checked: Checked): Promise<Review | Check> {
  try {
    return await review();
  } catch (error) {
    if (error instanceof Faulted) return failed("network", error.fault.what, checked, error.fault);
    throw error;
  }
}

async function identified(review: Review, checked: Checked) {
  let who: Identity | undefined;
  const identity = await tried("identity", "whoever has these credentials", checked, async () => {
    who = await review.identity();
    return who === undefined ? "known, by a cluster that does not tell as whom" : `${who.username}, in ${listed(who)}`;
  });
  return { identity, groups: who?.groups };
}

const listed = ({ groups }: Identity): string => groups.join(", ") || "no groups";

async function reached(review: Review, checked: Checked): Promise<Check> {
  const at = { step: "network", what: "API server" } as const;
  const found = await review.reach();
  switch (found.kind) {
    case "answered":
      return { ...at, kind: "passed", says: found.says };
    case "distrusted":
      return { ...at, kind: "failed", because: found.because, cure: certificateCure(checked) };
    case "silent": {
      const fault = { kind: "unavailable", what: at.what, because: found.because } as const;
      return failed(at.step, at.what, checked, fault);
    }
  }
}

/** Steps that every cluster has, and that were not come to. */
const always: readonly Step[] = ["network", "identity", "definitions", "rights", "proxy"];

const untried = (checks: readonly Check[]): readonly Check[] =>
  steps
    .filter((step) => always.includes(step) && !checks.some((check) => check.step === step))
    .map((step) => untriedStep(step, "-"));

const untriedStep = (step: Step, what: string): Check => ({
  step,
  what,
  kind: "skipped",
  because: "a step before it failed",
});
