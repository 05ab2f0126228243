import * as z from "zod";
import { clusterName, externalId, region, roleArn } from "./aws.ts";
import { scope } from "./scope.ts";
import { strictKind } from "./strict.ts";

const pem = /^LS0tLS1CRUdJTi[0-9A-Za-z+/=\s]+$/;

const eksCluster = strictKind("eks", {
  region: region.describe("Where the cluster is."),
  roleArn: roleArn.optional().describe("The role to assume; the process's own identity when left out."),
  externalId: externalId.optional().describe("The external id that roleArn asks for."),
  clusterName: clusterName.optional().describe("Its name in EKS, where that is not the name in this file."),
  endpoint: z
    .url({ protocol: /^https$/, error: "must be an https URL, as DescribeCluster tells it" })
    .optional()
    .describe("The API server. Looked up with DescribeCluster when left out."),
  certificateAuthority: z
    .string()
    .regex(pem, { error: "must be PEM in base64, as DescribeCluster tells it" })
    .optional()
    .describe("Of the API server, as PEM in base64. Together with endpoint."),
  ...scope,
}).superRefine((cluster, context) => {
  const required = (field: string, by: string): void =>
    context.addIssue({ code: "custom", path: [field], message: `must be set, because ${by} is` });
  if (cluster.endpoint !== undefined && cluster.certificateAuthority === undefined) {
    required("certificateAuthority", "endpoint");
  }
  if (cluster.certificateAuthority !== undefined && cluster.endpoint === undefined) {
    required("endpoint", "certificateAuthority");
  }
  if (cluster.externalId !== undefined && cluster.roleArn === undefined) required("roleArn", "externalId");
});
export type EksCluster = z.output<typeof eksCluster>;

const kubeconfigCluster = strictKind("kubeconfig", {
  kubeconfig: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Path, from the folder of this file. As kubectl finds it when left out: KUBECONFIG, then ~/.kube/config.",
    ),
  context: z.string().min(1).optional().describe("A context of it; its current context when left out."),
  ...scope,
});
export type KubeconfigCluster = z.output<typeof kubeconfigCluster>;

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A cluster is reached through a kubeconfig where one of its two fields is there, else through EKS. */
export const cluster = z.preprocess(
  (written) =>
    isMap(written) && !("kind" in written)
      ? { ...written, kind: "kubeconfig" in written || "context" in written ? "kubeconfig" : "eks" }
      : written,
  z.discriminatedUnion("kind", [eksCluster, kubeconfigCluster], {
    error: (issue) => (issue.code === "invalid_union" ? "must be eks or kubeconfig, or left out" : undefined),
  }),
);
export type FleetCluster = EksCluster | KubeconfigCluster;
