import { shippedDefaults } from "../../lib/core/configuration/defaults.ts";
import { type Fault, Faulted } from "../../lib/core/fault.ts";
import { randomIds } from "../../lib/adapters/system/randomIds.ts";
import type { JobId, TriggerId } from "../../lib/core/flink.ts";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import { instant, minutes, seconds } from "../../lib/core/time.ts";
import type { Candidate, Installation, Surroundings } from "../../lib/cli/surroundings.ts";
import type { Artifacts, Cluster, Flink, Spoke } from "../../lib/ports/index.ts";

export const noon = instant(Date.parse("2026-11-21T12:00:00Z"));

/** Surroundings that keep what was printed. Clusters and input are given by the test. */
export function surroundings(
  given: {
    readonly spokes?: readonly Spoke[];
    readonly installations?: readonly Installation[];
    readonly candidates?: readonly Candidate[];
    readonly input?: string;
    readonly passes?: number;
    readonly width?: number | undefined;
    /** What the person types when asked; nobody can be asked without it. */
    readonly answer?: string;
  } = {},
): { readonly of: Surroundings; readonly out: () => string; readonly err: () => string } {
  const out: string[] = [];
  const err: string[] = [];
  let passes = 0;
  const of: Surroundings = {
    terminal: {
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      input: async () => given.input ?? "",
      interactive: false,
      width: () => given.width,
      ask: given.answer === undefined ? undefined : async (question) => (err.push(question), given.answer ?? ""),
      draw: (text) => void out.push(text),
      progress: () => undefined,
      style: (_, text) => text,
    },
    clock: { now: () => noon },
    ids: {
      digest: (text) => randomIds.digest(text),
      jobId: () => "0123456789abcdef0123456789abcdef" as JobId,
      triggerId: () => "fedcba9876543210fedcba9876543210" as TriggerId,
      uuid: () => "00000000-0000-4000-8000-000000000000",
    },
    user: "jane",
    images: { digestOf: async () => `sha256:${"e".repeat(64)}` },
    log: { info: () => undefined, warn: () => undefined },
    recorder: () => ({ keep: () => undefined }),
    fleet: async () => ({
      fleet: { spokes: async () => given.spokes ?? [] },
      defaults: shippedDefaults,
      allowTags: false,
    }),
    installations: async () => given.installations ?? [],
    candidates: async () => given.candidates ?? [],
    simulation: () => Promise.reject(new Error("there is no simulation in this test")),
    sleep: async () => void (passes += 1),
    stopped: () => passes >= (given.passes ?? 1),
  };
  return { of, out: () => out.join("\n"), err: () => err.join("\n") };
}

const flink = new Proxy({} as Flink, {
  get: () => () => Promise.reject(new Faulted({ kind: "unavailable", what: "Flink", because: "there is none" })),
});

const artifacts: Artifacts = {
  open: () => Promise.reject(new Faulted({ kind: "rejected", what: "jar", because: "there is none" })),
};

const aSpoke = (name: string, connect: Spoke["connect"]): Spoke => ({
  name,
  zone: "default",
  namespaces: [],
  labelSelector: undefined,
  limits: { parallelism: 4, deadline: minutes(4), resourceDeadline: seconds(30) },
  connect,
});

/** A cluster that holds these objects and can only be read; some kinds not even that. */
export function spokeWith(
  name: string,
  objects: readonly KubernetesObject[],
  faults: Readonly<Partial<Record<string, Fault>>> = {},
): Spoke {
  const cluster: Pick<Cluster, "list"> = {
    list: async ({ kind, namespace }) => {
      const fault = faults[kind];
      if (fault !== undefined) throw new Faulted(fault);
      return objects.filter(
        (object) => object.kind === kind && (namespace === undefined || object.metadata.namespace === namespace),
      );
    },
  };
  return aSpoke(name, async () => ({ cluster: cluster as Cluster, flink, artifacts }));
}

export const brokenSpoke = (name: string, fault: Fault): Spoke =>
  aSpoke(name, () => Promise.reject(new Faulted(fault)));

export function aSessionJob(name: string, given: Parameters<typeof aDeployment>[1] = {}): KubernetesObject {
  const { spec: _its, ...deployment } = aDeployment(name, given);
  const job = { jarURI: "https://repo.example.com/job.jar", parallelism: 1 };
  return { ...deployment, kind: "FlinkSessionJob", spec: { deploymentName: "sessions", job, ...given.spec } };
}

export function aDeployment(
  name: string,
  given: { readonly spec?: object; readonly status?: object; readonly namespace?: string } = {},
): KubernetesObject {
  return {
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    metadata: {
      name,
      namespace: given.namespace ?? "default",
      uid: `uid-of-${name}`,
      resourceVersion: "1",
      generation: 1,
      creationTimestamp: "2026-11-21T11:57:00Z",
    },
    spec: {
      image: "flink:1.20",
      flinkVersion: "v1_20",
      serviceAccount: "flink",
      job: { parallelism: 1 },
      ...given.spec,
    },
    ...(given.status === undefined ? {} : { status: given.status }),
  };
}
