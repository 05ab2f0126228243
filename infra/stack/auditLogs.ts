import { auditFilterPattern } from "../../lib/api/auditFilterPattern.ts";
import { arnOf, lambdaOf, type Resources } from "./names.ts";
import type { Settings } from "./settings.ts";

/** The audit logs of clusters of this account. */
export const auditLogs = ({ auditLogGroups }: Settings): Resources => ({
  AuditPermission: {
    Type: "AWS::Lambda::Permission",
    Metadata: {
      Wildcards: { SourceArn: "log groups of EKS clusters, of which the parameter auditLogGroups subscribes some" },
    },
    Properties: {
      Action: "lambda:InvokeFunction",
      FunctionName: arnOf(lambdaOf("audit")),
      Principal: "logs.amazonaws.com",
      SourceAccount: { Ref: "AWS::AccountId" },
      SourceArn: { "Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/eks/*" },
    },
  },
  ...Object.fromEntries(
    auditLogGroups.map((group, index) => [
      `AuditLog${index + 1}`,
      {
        Type: "AWS::Logs::SubscriptionFilter",
        DependsOn: ["AuditPermission"],
        Properties: {
          LogGroupName: group,
          FilterPattern: auditFilterPattern,
          DestinationArn: arnOf(lambdaOf("audit")),
        },
      },
    ]),
  ),
});
