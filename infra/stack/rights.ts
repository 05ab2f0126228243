import { arnOf, changerOf, lambdaOf, queueOf, type Value } from "./names.ts";
import { allow, type Statement } from "./role.ts";
import type { Settings } from "./settings.ts";
import { apart } from "./zones.ts";

const arn = (rest: string): Value => ({ "Fn::Sub": `arn:\${AWS::Partition}:${rest}` });

const parameter = (name: string): Value =>
  arn(`ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/${name.replace(/^\//, "")}`);

/** To read the fleet file, where it is not part of the bundle. */
export function fleetFile({ fleetFile: file, keys }: Settings): readonly Statement[] {
  if (file.startsWith("ssm:")) {
    return [allow("FleetFile", ["ssm:GetParameter"], [parameter(file.slice("ssm:".length))]), ...decryption(keys)];
  }
  if (!file.startsWith("s3://")) return [];
  return [allow("FleetFile", ["s3:GetObject"], [arn(`s3:::${file.slice("s3://".length)}`)]), ...decryption(keys)];
}

const decryption = (keys: readonly string[]): readonly Statement[] =>
  keys.length === 0 ? [] : [allow("Keys", ["kms:Decrypt"], keys)];

const secretsManager = "/aws/reference/secretsmanager/";

/** To check signatures of webhooks. */
export function webhookSecrets({ webhookSecrets: names, keys, fleetFile: file }: Settings): readonly Statement[] {
  const because = "the parameter webhookSecrets says which; names are those of the fleet file";
  const kept = names.filter((name) => name.startsWith(secretsManager)).map((name) => name.slice(secretsManager.length));
  const inSecretsManager = kept.map((name) =>
    arn(`secretsmanager:\${AWS::Region}:\${AWS::AccountId}:secret:${name}-??????`),
  );
  return [
    allow("WebhookSecrets", ["ssm:GetParameter"], names.map(parameter), because),
    ...(kept.length === 0
      ? []
      : [
          allow(
            "SecretsManager",
            ["secretsmanager:GetSecretValue"],
            inSecretsManager,
            "AWS ends each name with six characters of its own",
          ),
        ]),
    ...(file.includes(":") ? [] : decryption(keys)),
  ];
}

/** To know which clusters there are. Rights within Kubernetes are given there, to the role of the spoke or to the function's own. */
export const clusters = ({ spokeRole }: Settings): readonly Statement[] => [
  allow("Clusters", ["eks:ListClusters"], ["*"], "ListClusters knows no resources"),
  allow(
    "Cluster",
    ["eks:DescribeCluster"],
    [arn("eks:*:${AWS::AccountId}:cluster/*")],
    "the clusters of this account are named by the fleet file or found by tag, in any region",
  ),
  allow(
    "SpokeRole",
    ["sts:AssumeRole"],
    [arn(`iam::*:role/${spokeRole}`)],
    "the accounts are named by the fleet file; each lets the hub in by the trust policy of this role alone",
  ),
];

/** To ask for looks. */
export const wakes = (zones: readonly string[]): Statement =>
  allow(
    "Wakes",
    ["sqs:SendMessage"],
    zones.map((zone) => arnOf(queueOf(zone))),
  );

/** To have changes made in zones that are not reached from here. */
export function changers(settings: Settings): readonly Statement[] {
  const functions = apart(settings).map((zone) => arnOf(lambdaOf(changerOf(zone))));
  return functions.length === 0 ? [] : [allow("Zones", ["lambda:InvokeFunction"], functions)];
}

/** To take messages of its queue, and put aside those that cannot be answered. */
export const work = (zone: string): readonly Statement[] => [
  allow(
    "Work",
    ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
    [arnOf(queueOf(zone))],
  ),
  allow("DeadLetters", ["sqs:SendMessage"], [arnOf("DeadLetters")]),
];

/** To be called with what lies in the stream of audit logs: Lambda reads it with the role of the function. */
export const auditStream = ({ auditAccounts }: Settings): readonly Statement[] =>
  auditAccounts.length === 0
    ? []
    : [
        allow(
          "AuditStream",
          ["DescribeStream", "DescribeStreamSummary", "GetRecords", "GetShardIterator", "ListShards"].map(
            (action) => `kinesis:${action}`,
          ),
          [arnOf("AuditStream")],
        ),
      ];

export const looks = (...actions: readonly string[]): Statement =>
  allow(
    "Looks",
    actions.map((action) => `dynamodb:${action}`),
    [arnOf("Looks")],
  );

/** To pin images to their digests. */
export const images = allow(
  "Images",
  ["ecr:DescribeImages"],
  [arn("ecr:*:*:repository/*")],
  "resources may have images of any repository; only tags and digests are read, and other accounts have to allow it",
);

export const events = allow("Events", ["events:PutEvents"], [arnOf("Bus")]);

/** Jars that are fetched with the role of the function itself, for clusters of its own account. */
export const jars = ({ jars: objects }: Settings): readonly Statement[] =>
  objects.length === 0
    ? []
    : [allow("Jars", ["s3:GetObject"], objects, "the parameter jars says which; every upload may have another key")];
