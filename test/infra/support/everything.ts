/** All that parameters can ask for, at once. */
export const everything = {
  parameters: {
    fleetFile: "ssm:/flink-fleet/fleet",
    keys: "arn:aws:kms:eu-central-1:123456789012:key/0b6ec2f0-5e0c-4c0c-9f0e-3c8f6c0a1b2d",
    jars: "arn:aws:s3:::jars/*",
    webhookSecrets: "/flink-fleet/github, /flink-fleet/gitlab/*",
    senderAccounts: "210987654321",
    auditLogGroups: "/aws/eks/one/cluster,/aws/eks/two/cluster",
    auditAccounts: "210987654321, 321098765432",
    healthUrl: "public",
    alarmTopic: "arn:aws:sns:eu-central-1:123456789012:alarms",
    sweepSchedule: "rate(2 minutes)",
    staleAfter: "600",
    logRetention: "7",
    zonesFile: "zones.yml",
    tagsFile: "tags.yml",
  },
  files: {
    "zones.yml":
      "default: {}\nprivate: { subnets: [subnet-0123456789abcdef0], securityGroups: [sg-0123456789abcdef0], maximumConcurrency: 5 }\n",
    "tags.yml": 'cost-centre: "42"\n',
  },
} as const;
