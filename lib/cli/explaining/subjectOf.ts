import { sentence } from "../../api/problem.ts";
import { readResource, type Resource } from "../../api/read.ts";
import { hidingOf } from "../../core/decisions/decisionRecord.ts";
import { rewritten } from "../../core/decisions/hiding.ts";
import type { Subject } from "../../core/decisions/story.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";

/** What a resource itself tells of what became of it, without secrets. */
export function subjectOf(cluster: string, object: KubernetesObject): Subject {
  const { kind, metadata } = object;
  const { namespace = "default", name, creationTimestamp: created } = metadata;
  const told = rewritten(toldOf(object), hidingOf({ kind, metadata: { namespace, name } }, object));
  return { cluster, kind, namespace, name, created, ...told };
}

function toldOf(object: KubernetesObject): Told {
  const read = readResource(object);
  if (read.kind === "valid") return toldBy(read.value);
  const trouble = `it cannot be read: ${read.problems.map(sentence).join("; ")}`;
  return { ...unknown, state: "FAILED", trouble };
}

const unknown = {
  state: undefined,
  job: undefined,
  trouble: undefined,
  drifted: undefined,
  step: undefined,
  notes: [],
};

type Told = Omit<Subject, "cluster" | "kind" | "namespace" | "name" | "created">;

function toldBy(resource: Resource): Told {
  switch (resource.kind) {
    case "FlinkDeployment":
    case "FlinkSessionJob": {
      const { status } = resource;
      const { step, decisions = [] } = status.fleet ?? {};
      return {
        state: status.lifecycleState,
        job: status.jobStatus?.state,
        trouble: saidBy("Degraded", status),
        drifted: saidBy("Drifted", status),
        step,
        notes: decisions,
      };
    }
    case "FlinkStateSnapshot": {
      const { status } = resource;
      const { triggerTimestamp: askedFor, resultTimestamp: cameOut, path, failures, error, fleet } = status;
      const since = fleet?.waitingSince;
      return {
        state: status.state,
        job: undefined,
        trouble: saidBy("Degraded", status),
        drifted: undefined,
        step: since === undefined ? undefined : { name: "job", since },
        snapshot: { askedFor, cameOut, path, failures, error },
        notes: undefined,
      };
    }
    case "FlinkBlueGreenDeployment":
      return unknown;
  }
}

interface WithConditions {
  readonly conditions: readonly { readonly type: string; readonly status: string; readonly message: string }[];
}

const saidBy = (condition: string, { conditions }: WithConditions): string | undefined =>
  conditions.find(({ type, status }) => type === condition && status === "True")?.message;
