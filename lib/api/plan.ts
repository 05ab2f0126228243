import * as z from "zod";

const change = z
  .strictObject({
    path: z.string().describe("`/spec/replicas`, with the keys of items in place of their numbers."),
    from: z.string().optional().describe("What is there; left out where nothing is. Short, and without secrets."),
    to: z.string().optional().describe("What it becomes; left out where nothing is left."),
  })
  .describe("One field.");
export type PlannedChange = z.output<typeof change>;

const objectChange = z.strictObject({
  object: z.string().describe("`Deployment orders/orders`: kind, namespace and name."),
  does: z.enum(["create", "change", "replace", "delete"]).describe("replace: deleted, and made anew."),
  changes: z.array(change),
  collapsed: z.int().describe("Fields that differ in ids alone which are chosen when it is carried out."),
});
export type PlannedObject = z.output<typeof objectChange>;

const state = z
  .strictObject({
    from: z
      .enum(["nothing", "newSavepoint", "savepoint", "checkpoint", "lastState"])
      .describe("newSavepoint: taken when the job is stopped. lastState: what Flink finds in its HA metadata."),
    path: z.string().optional(),
    at: z.string().optional().describe("RFC 3339: when it was taken."),
    verified: z.boolean().optional().describe("Flink itself told of it as complete."),
    moves: z.boolean().describe("The job runs, and will have newer state by then: path and at are as of now."),
  })
  .describe("What the job would start from.");
export type PlannedState = z.output<typeof state>;

const verb = z.enum([
  "create",
  "apply",
  "patch",
  "delete",
  "stop with savepoint",
  "cancel",
  "run",
  "rescale",
  "take a savepoint",
  "take a checkpoint",
  "dispose of a savepoint",
]);

const seen = z
  .strictObject({
    uid: z.string(),
    resourceVersion: z.string(),
    generation: z.int(),
    fields: z.record(z.string(), z.string()).describe("A digest of each field of spec, labels and annotations."),
  })
  .describe("The resource as it was when the plan was made.");
export type PlannedOn = z.output<typeof seen>;

const drift = z
  .strictObject({
    object: z.string().describe("`Deployment/orders`."),
    path: z.string().describe("Empty: the object itself."),
    class: z.enum(["fight", "restart", "stateAtRisk", "notOurs"]),
    by: z.string().optional().describe("The field manager that has set it."),
    becomes: z.string().describe("What becomes of it."),
  })
  .describe("What others have changed of what was deployed, and the plan does not put right.");

export const resourcePlan = z.strictObject({
  cluster: z.string(),
  server: z.string().optional().describe("Base URL of its API server: there may be another cluster of this name."),
  kind: z.enum(["FlinkDeployment", "FlinkSessionJob"]),
  namespace: z.string(),
  name: z.string(),
  sessionCluster: z.string().optional().describe("Of a FlinkSessionJob: the FlinkDeployment that it runs on."),
  effect: z
    .enum(["none", "start", "restart", "stop", "inPlace", "record", "delete"])
    .describe("inPlace: what runs goes on. record: nothing is changed but the resource."),
  because: z.string(),
  spec: z.array(change).describe("What applying the manifest changes in the resource."),
  objects: z.array(objectChange),
  writes: z
    .array(z.strictObject({ verb, object: z.string() }))
    .describe("All that is asked of the cluster and of Flink, in order."),
  state: state.optional(),
  downtimeSeconds: z.int().optional().describe("How long its last restart took; left out where that is not known."),
  slots: z.strictObject({ from: z.int(), to: z.int() }),
  blocked: z.array(z.strictObject({ reason: z.string(), message: z.string() })),
  drift: z.array(drift).default([]),
  seen: seen.optional().describe("Left out for one that is not there yet."),
  rests: z
    .record(z.string(), z.strictObject({ resourceVersion: z.string(), digest: z.string() }))
    .describe("Other objects that were there, and that it rests on."),
  manifest: z
    .looseObject({
      apiVersion: z.string(),
      kind: z.string(),
      metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
    })
    .optional()
    .describe("What is applied; left out where the resource is planned as it is."),
});
export type ResourcePlan = z.output<typeof resourcePlan>;

const totals = z.strictObject({
  resources: z.int(),
  changed: z.int(),
  starts: z.int(),
  restarts: z.int(),
  stops: z.int(),
  blocked: z.int(),
  clusters: z.int().describe("In which something changes."),
  slots: z.strictObject({ from: z.int(), to: z.int() }),
});
export type PlanTotals = z.output<typeof totals>;

/** What `plan -o json` prints and `apply --plan` reads. It holds the manifests it was made from, and so whatever secrets those hold. */
export const fleetPlan = z.strictObject({
  kind: z.literal("FlinkFleetPlan"),
  version: z.literal(1),
  madeAt: z.string().describe("RFC 3339."),
  salt: z.string().describe("Goes before whatever a digest of this plan is made of."),
  resources: z.array(resourcePlan),
  failures: z.array(z.strictObject({ cluster: z.string(), kind: z.string(), message: z.string() })),
  totals,
});
export type FleetPlan = z.output<typeof fleetPlan>;
