import { type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";

/** In which order is delivered what waits at the same time. */
export type Order = <T>(waiting: readonly T[]) => readonly T[];

const batch = 10;
/** Few enough to be delivered before they are in sight again. */
const mostShuffled = 40;

/** Takes one batch off a queue, as it comes; with an order all that waits there, in that order. */
export async function waiting(client: SQSClient, queue: string, order?: Order): Promise<readonly Message[]> {
  const found: Message[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queue,
        MaxNumberOfMessages: batch,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      }),
    );
    found.push(...Messages);
    if (order === undefined) return found;
    if (Messages.length === 0 || found.length >= mostShuffled) return order(found);
  }
}
