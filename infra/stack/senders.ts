import { arnOf, type Resources } from "./names.ts";
import type { Settings } from "./settings.ts";

/** Lets other accounts put requests on the bus. The fleet file says what each of them may change. */
export const senders = ({ senderAccounts }: Settings): Resources =>
  senderAccounts.length === 0
    ? {}
    : {
        BusPolicy: {
          Type: "AWS::Events::EventBusPolicy",
          Properties: {
            EventBusName: { "Fn::GetAtt": ["Bus", "Name"] },
            StatementId: "Senders",
            Statement: {
              Effect: "Allow",
              Principal: {
                AWS: senderAccounts.map((account) => ({ "Fn::Sub": `arn:\${AWS::Partition}:iam::${account}:root` })),
              },
              Action: "events:PutEvents",
              Resource: arnOf("Bus"),
            },
          },
        },
      };
