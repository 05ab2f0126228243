import { CreateQueueCommand, type Message, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

/** Returns the URL. `visibility`: seconds for which a message that was received is out of sight. */
export async function createQueue(name: string, visibility = 30): Promise<string> {
  const attributes = { VisibilityTimeout: String(visibility) };
  const { QueueUrl } = await new SQSClient().send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  if (QueueUrl === undefined) throw new Error(`${name} was not created`);
  return QueueUrl;
}

/** What can be received now; it stays on the queue, out of sight. */
export async function received(url: string): Promise<readonly Message[]> {
  const client = new SQSClient();
  const all: Message[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      }),
    );
    if (Messages.length === 0) return all;
    all.push(...Messages);
  }
}
