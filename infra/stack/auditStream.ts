import { arnOf, fullName, lambdaOf, type Resource, type Resources } from "./names.ts";
import type { Settings } from "./settings.ts";

const here = "${AWS::Partition}:logs:${AWS::Region}";

/**
 * Audit logs of clusters of other accounts. CloudWatch Logs calls functions of its own account alone; for others it takes a destination in front
 * of a stream. What passes the filter pattern is a few lines an hour, for which one shard is plenty.
 */
export function auditStream({ stage, auditAccounts }: Settings): Resources {
  if (auditAccounts.length === 0) return {};
  return {
    AuditStream: {
      Type: "AWS::Kinesis::Stream",
      Properties: {
        ShardCount: 1,
        RetentionPeriodHours: 24,
        StreamEncryption: { EncryptionType: "KMS", KeyId: "alias/aws/kinesis" },
      },
    },
    AuditStreamRole: streamRole(auditAccounts),
    AuditDestination: {
      Type: "AWS::Logs::Destination",
      Properties: {
        DestinationName: fullName(stage, "audit"),
        RoleArn: arnOf("AuditStreamRole"),
        TargetArn: arnOf("AuditStream"),
        DestinationPolicy: { "Fn::Sub": JSON.stringify(destinationPolicy(stage, auditAccounts)) },
      },
    },
    // What cannot be read is given up soon: the schedule finds what it would have told.
    AuditSource: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        EventSourceArn: arnOf("AuditStream"),
        FunctionName: arnOf(lambdaOf("audit")),
        StartingPosition: "LATEST",
        BatchSize: 100,
        MaximumRetryAttempts: 1,
        MaximumRecordAgeInSeconds: 300,
      },
    },
  };
}

/** What CloudWatch Logs puts records with; not below the path of the functions, which spokes trust. Logs of both accounts are asked for: that of the log group, and ours. */
function streamRole(accounts: readonly string[]): Resource {
  const sources = [...accounts, "${AWS::AccountId}"].map((account) => ({ "Fn::Sub": `arn:${here}:${account}:*` }));
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Logs",
            Effect: "Allow",
            Principal: { Service: "logs.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: { StringLike: { "aws:SourceArn": sources } },
          },
        ],
      },
      Policies: [
        {
          PolicyName: "own",
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [{ Sid: "Put", Effect: "Allow", Action: "kinesis:PutRecord", Resource: arnOf("AuditStream") }],
          },
        },
      ],
    },
  };
}

const destinationPolicy = (stage: string, accounts: readonly string[]): object => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Accounts",
      Effect: "Allow",
      Principal: { AWS: accounts },
      Action: "logs:PutSubscriptionFilter",
      Resource: `arn:${here}:\${AWS::AccountId}:destination:${fullName(stage, "audit")}`,
    },
  ],
});

/** For the parameter AuditDestination of infra/spoke/account.yml. */
export const auditOutputs = ({ auditAccounts }: Settings): Readonly<Record<string, object>> =>
  auditAccounts.length === 0
    ? {}
    : {
        AuditDestination: {
          Description: "Where audit logs of clusters of other accounts are sent (infra/spoke/account.yml)",
          Value: arnOf("AuditDestination"),
        },
      };
