import { expect, test } from "vitest";
import type { KubernetesObject } from "../../../../lib/core/kubernetes.ts";
import { isLostHa } from "../../../../lib/core/lifecycle/drift/isLostHa.ts";
import type { Seen } from "../../../../lib/core/lifecycle/seen.ts";
import { later, millis, minutes } from "../../../../lib/core/time.ts";
import { aJob, aLook, anApplication, answered, aSession, deployed, job, noon } from "../support/builders.ts";

const map = (name: string): KubernetesObject => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });
const kept = [map("counts-cluster-config-map"), map(`counts-${job}-config-map`)];
const others = [map("counts-cluster-config-map"), map(`counts-${"f".repeat(32)}-config-map`)];

/** A minute after the start of its job. */
const running = (parts: Partial<Seen> = {}): Seen =>
  aLook({
    resource: deployed(anApplication()),
    flink: answered(aJob("RUNNING")),
    at: later(noon, minutes(1)),
    ...parts,
  });

test.for<readonly [string, Seen, readonly KubernetesObject[], boolean]>([
  ["nothing is kept of the job", running(), [], true],
  ["something is kept of another job", running(), others, true],
  ["it is kept", running(), kept, false],
  ["it was just started", running({ at: later(noon, millis(59_999)) }), [], false],
  ["the job is restarting", running({ flink: answered(aJob("RESTARTING")) }), [], false],
  ["Flink cannot be asked", running({ flink: { kind: "unreachable", because: "silence" } }), [], false],
  ["it is a session cluster", running({ resource: deployed(aSession()) }), [], false],
])("HA metadata where %s", ([, seen, configMaps, isLost]) => {
  expect(isLostHa(seen, configMaps)).toBe(isLost);
});
