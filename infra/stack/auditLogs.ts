import { arnOf, lambdaOf, type Resources } from "./names.ts";
import type { Settings } from "./settings.ts";

/**
 * Of the lines of an audit log those that tell of a change which has been made to a resource of Flink, or of the kinds that we create; whose
 * it is can only be told by its name. CloudWatch Logs takes 1024 characters.
 */
const pattern =
  '{ ($.stage = "ResponseComplete") && ($.responseStatus.code < 300) && ' +
  '($.verb = "create" || $.verb = "update" || $.verb = "patch" || $.verb = "delete") && ' +
  '($.objectRef.apiGroup = "flink.apache.org" || $.objectRef.resource = "deployments") }';

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
          FilterPattern: pattern,
          DestinationArn: arnOf(lambdaOf("audit")),
        },
      },
    ]),
  ),
});
