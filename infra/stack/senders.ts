import { arnOf, lambdaOf, type Resource, type Resources } from "./names.ts";
import type { Settings } from "./settings.ts";

/** Lets other accounts ask for changes. The fleet file says what each of them may change. */
export const senders = ({ senderAccounts }: Settings): Resources =>
  senderAccounts.length === 0
    ? {}
    : { BusPolicy: busPolicy(senderAccounts), ...Object.fromEntries(senderAccounts.flatMap(callsOfUrl)) };

const busPolicy = (accounts: readonly string[]): Resource => ({
  Type: "AWS::Events::EventBusPolicy",
  Properties: {
    EventBusName: { "Fn::GetAtt": ["Bus", "Name"] },
    StatementId: "Senders",
    Statement: {
      Effect: "Allow",
      Principal: {
        AWS: accounts.map((account) => ({ "Fn::Sub": `arn:\${AWS::Partition}:iam::${account}:root` })),
      },
      Action: "events:PutEvents",
      Resource: arnOf("Bus"),
    },
  },
});

/** A URL with credentials of AWS asks for two rights; the second one holds for calls by way of the URL alone. */
function callsOfUrl(account: string): readonly (readonly [string, Resource])[] {
  const of = { FunctionName: arnOf(lambdaOf("request")), Principal: account };
  const url = { ...of, Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "AWS_IAM" };
  const call = { ...of, Action: "lambda:InvokeFunction", InvokedViaFunctionUrl: true };
  return [
    [`RequestUrlOf${account}`, { Type: "AWS::Lambda::Permission", Properties: url }],
    [`RequestCallOf${account}`, { Type: "AWS::Lambda::Permission", Properties: call }],
  ];
}
