import { arnOf, fullName, logsOf, type Resource, type Value } from "./names.ts";

export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: readonly Value[];
  readonly Condition?: Readonly<Record<string, unknown>>;
  /** Why a wildcard is needed, where there is one: becomes metadata of the role, and a test asks for it. */
  readonly because?: string;
}

/** The role of one function: what it may do beside writing its own log. */
export function role(of: string, stage: string, statements: readonly Statement[]): Resource {
  const all = [ownLog(of), ...statements];
  const reasons = all.flatMap(({ Sid, because, Resource }) =>
    because !== undefined && isWild(Resource) ? [[Sid, because] as const] : [],
  );
  return {
    Type: "AWS::IAM::Role",
    Metadata: { Wildcards: Object.fromEntries(reasons) },
    Properties: {
      // Trust policies of spokes name the path: names of roles are made by CloudFormation.
      Path: `/flink-fleet/${stage}/`,
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      },
      Policies: [
        {
          PolicyName: "own",
          PolicyDocument: { Version: "2012-10-17", Statement: all.map(written) },
        },
      ],
    },
  };
}

/** Without what IAM does not know. */
function written(one: Statement): object {
  const { because: _metadata, ...statement } = one;
  return statement;
}

const isWild = (resources: readonly Value[]): boolean => /[*?]/.test(JSON.stringify(resources));

export const allow = (
  Sid: string,
  Action: readonly string[],
  Resource: readonly Value[],
  because?: string,
): Statement => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
  ...(because === undefined ? {} : { because }),
});

/** The ARN of a log group ends with `:*` by itself: its streams. */
const ownLog = (of: string): Statement =>
  allow("OwnLog", ["logs:CreateLogStream", "logs:PutLogEvents"], [arnOf(logsOf(of))]);

const interfaces = [
  "ec2:CreateNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
];

/** Lambda makes network interfaces with the role of the function; the function's own code may not. */
export const inVpc = (stage: string, of: string): readonly Statement[] => [
  allow("Network", interfaces, ["*"], "Lambda refuses a role in a VPC whose rights to network interfaces are narrower"),
  {
    Sid: "NetworkForLambdaOnly",
    Effect: "Deny",
    Action: interfaces,
    Resource: ["*"],
    Condition: {
      ArnEquals: {
        "lambda:SourceFunctionArn": {
          "Fn::Sub": `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${fullName(stage, of)}`,
        },
      },
    },
    because: "it takes away: the code of the function gets none of what Lambda needs",
  },
];
