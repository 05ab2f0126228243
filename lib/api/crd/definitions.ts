import type * as z from "zod";
import { flinkBlueGreenDeployment } from "../resources/flinkBlueGreenDeployment.ts";
import { flinkDeployment } from "../resources/flinkDeployment.ts";
import { flinkSessionJob } from "../resources/flinkSessionJob.ts";
import { flinkStateSnapshot } from "../resources/flinkStateSnapshot.ts";
import type { Rule } from "./rule.ts";
import { rules } from "./rules.ts";
import { type StructuralSchema, structural } from "./structural.ts";

interface Column {
  readonly name: string;
  readonly jsonPath: string;
  readonly type: "string" | "date";
}

/** apiextensions.k8s.io/v1, ready to be applied. */
export interface Definition {
  readonly apiVersion: "apiextensions.k8s.io/v1";
  readonly kind: "CustomResourceDefinition";
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

interface Described {
  readonly kind: keyof typeof rules;
  readonly shortName: string;
  readonly schema: z.ZodType;
  readonly columns: readonly Column[];
  readonly subresources?: Readonly<Record<string, unknown>>;
}

const group = "flink.apache.org";
const column = (name: string, jsonPath: string): Column => ({ name, jsonPath, type: "string" });
const age: Column = { name: "Age", jsonPath: ".metadata.creationTimestamp", type: "date" };
const jobState = column("Job Status", ".status.jobStatus.state");
const lifecycle = column("Lifecycle State", ".status.lifecycleState");

const described: readonly Described[] = [
  {
    kind: "FlinkDeployment",
    shortName: "flinkdep",
    schema: flinkDeployment,
    columns: [jobState, lifecycle],
    subresources: {
      scale: {
        specReplicasPath: ".spec.taskManager.replicas",
        statusReplicasPath: ".status.taskManager.replicas",
        labelSelectorPath: ".status.taskManager.labelSelector",
      },
    },
  },
  { kind: "FlinkSessionJob", shortName: "sessionjob", schema: flinkSessionJob, columns: [jobState, lifecycle] },
  {
    kind: "FlinkStateSnapshot",
    shortName: "flinksnp",
    schema: flinkStateSnapshot,
    columns: [
      column("Path", ".status.path"),
      column("Result Timestamp", ".status.resultTimestamp"),
      column("Snapshot State", ".status.state"),
    ],
  },
  {
    kind: "FlinkBlueGreenDeployment",
    shortName: "flinkbgdep",
    schema: flinkBlueGreenDeployment,
    columns: [jobState],
  },
];

/** The CustomResourceDefinitions of all kinds, made from the schemas that resources are read with. */
export const definitions: readonly Definition[] = described.map(definition);

function definition({ kind, shortName, schema, columns, subresources }: Described): Definition {
  const singular = kind.toLowerCase();
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${singular}s.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { kind, listKind: `${kind}List`, plural: `${singular}s`, singular, shortNames: [shortName] },
      versions: [
        {
          name: "v1beta1",
          served: true,
          storage: true,
          subresources: { status: {}, ...subresources },
          additionalPrinterColumns: [...columns, age],
          schema: { openAPIV3Schema: withRules(root(structural(schema)), rules[kind]) },
        },
      ],
    },
  };
}

/** The API server owns what stands beside spec and status, and refuses a schema that says more about it. */
function root(schema: StructuralSchema): StructuralSchema {
  const properties = {
    ...schema.properties,
    apiVersion: { type: "string" },
    kind: { type: "string" },
    metadata: { type: "object" },
  };
  return { ...schema, properties };
}

function withRules(schema: StructuralSchema, all: readonly Rule[]): StructuralSchema {
  return all.reduce((whole, { at, ...rule }) => withRule(whole, at === "" ? [] : at.split("."), rule), schema);
}

function withRule(schema: StructuralSchema, path: readonly string[], rule: Omit<Rule, "at">): StructuralSchema {
  const [name, ...rest] = path;
  if (name === undefined) {
    return { ...schema, "x-kubernetes-validations": [...(schema["x-kubernetes-validations"] ?? []), rule] };
  }
  const child = schema.properties?.[name];
  if (child === undefined) throw new Error(`a rule speaks of ${name}, which is no field`);
  return { ...schema, properties: { ...schema.properties, [name]: withRule(child, rest, rule) } };
}
