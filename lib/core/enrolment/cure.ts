import type { Fault } from "../fault.ts";
import type { Step } from "./check.ts";

/** The cluster that is checked, as far as cures speak of it. */
export interface Checked {
  /** Its name in the fleet file, or its context. */
  readonly cluster: string;
  readonly access: "eks" | "kubeconfig";
  /** Of the kubeconfig, where that is what was named. */
  readonly context: string | undefined;
  /** The Kubernetes group that rights are bound to. */
  readonly group: string;
}

type Cures = Partial<Readonly<Record<Fault["kind"], string>>> & { readonly otherwise: string };

const template = "infra/spoke/account.yml makes it (docs/accounts.md)";
const signIn = "Sign in to AWS, or name a profile that has credentials in AWS_PROFILE.";

const eks: Partial<Readonly<Record<Step, Cures>>> = {
  credentials: { denied: signIn, otherwise: "See whether AWS can be reached from here." },
  role: {
    denied:
      "The role has to be there, and its trust policy has to let in this process with the externalId of the fleet file; and this process needs " +
      `sts:AssumeRole on it (parameter spokeRole of the hub). For the role: ${template}.`,
    otherwise:
      "See whether STS of the cluster's region can be reached from here; in a VPC by NAT or an endpoint for sts.",
  },
  discovery: {
    denied:
      `The role that is assumed has to trust this process, with the externalId of the fleet file, and to have eks:ListClusters and eks:DescribeCluster: ` +
      `${template}.`,
    otherwise:
      "See whether STS and EKS of that region can be reached from here, and whether the region is switched on in that account.",
  },
  cluster: {
    denied: `The role that is assumed needs eks:DescribeCluster for it: ${template}.`,
    missing:
      "Mend region, clusterName or roleArn in the fleet file: there is no such cluster in that account and region.",
    otherwise:
      "See whether the cluster is ACTIVE, and whether EKS of its region can be reached from here; in a VPC by NAT or an endpoint for eks.",
  },
  token: { denied: signIn, otherwise: signIn },
  network: {
    otherwise:
      "The API server has to be reachable from here: its public endpoint for the addresses that calls come from, or its private one from a VPC (zone in " +
      "the fleet file, docs/deploying.md), with port 443 open in the cluster's security group.",
  },
  identity: {
    denied:
      "The cluster does not know the role: it needs an access entry (aws eks create-access-entry --cluster-name NAME --principal-arn ROLE " +
      `--kubernetes-groups flink-fleet; ${template}), and an authentication mode with API. Where the name in EKS differs, set clusterName.`,
    otherwise: "Ask again: the API server did not say who we are.",
  },
};

const kubeconfig: Partial<Readonly<Record<Step, Cures>>> = {
  kubeconfig: {
    otherwise: "Name a kubeconfig with --kubeconfig, and a context of it with --context; or mend what it says.",
  },
  credentials: { otherwise: "Log in again, or mend the user of this context." },
  network: {
    otherwise:
      "See whether the server of this context is right, and whether it can be reached from here: VPN, proxy, firewall.",
  },
  identity: {
    denied:
      "The credentials have expired or are not known to the cluster: log in again, or mend the user of this context.",
    otherwise: "Ask again: the API server did not say who we are.",
  },
};

/** What to do about a step that failed with this fault. */
export function cure(step: Step, fault: Fault, { access }: Checked): string {
  const cures = (access === "eks" ? eks : kubeconfig)[step];
  return cures?.[fault.kind] ?? cures?.otherwise ?? "Try again.";
}

export const certificateCure = ({ access }: Checked): string =>
  access === "eks"
    ? "The API server's certificate is not that of the cluster's CA: leave out endpoint and certificateAuthority in the fleet file, which are then " +
      "looked up, and see whether something between here and there ends TLS."
    : "Set certificate-authority-data of this cluster in the kubeconfig to its CA, and see whether something between here and there ends TLS.";

/** Rights and definitions are given by somebody who has more of them than we should have. */
export const enrolCure = ({ group, context = "CONTEXT" }: Checked, more: readonly string[]): string => {
  const own = group === "flink-fleet" ? [] : ["--group", group];
  return `Somebody with rights to the cluster: flink-fleet enrol --apply ${["--context", context, ...more, ...own].join(" ")}`;
};

export const proxyCure =
  "The API server has to reach port 8081 of the pods: on EKS the nodes' security group has to let it in from the cluster's, and no NetworkPolicy may keep it " +
  "out. See also whether the JobManager is up.";
