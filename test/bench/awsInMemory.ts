import { createHash } from "node:crypto";
import { Readable } from "node:stream";

interface HttpRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Message {
  readonly body: string;
  readonly afterSeconds: number;
}

type Fields = Readonly<Record<string, unknown>>;
interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
}

/** What the hub calls of AWS, in place of the network below the SDK's clients: calls are counted by name, and as AWS bills them. */
export class AwsInMemory {
  readonly calls = new Map<string, number>();
  /** Sent since they were last taken. */
  messages: Message[] = [];
  readonly #items = new Map<string, unknown>();

  readonly handle = async ({ headers, body = "" }: HttpRequest) => {
    const [service = "", action = ""] = (headers["x-amz-target"] ?? "").split(".");
    const name = `${service.replace(/_\d+$/u, "")}.${action}`;
    this.#count(name, 1);
    const sent = JSON.parse(typeof body === "string" ? body : new TextDecoder().decode(body)) as Fields;
    const text = JSON.stringify(this.#answer(action, sent));
    const response = { statusCode: 200, headers: { "content-type": "application/x-amz-json-1.0" } };
    return { response: { ...response, body: Readable.from([Buffer.from(text)]) } };
  };

  #count(name: string, by: number): void {
    this.calls.set(name, (this.calls.get(name) ?? 0) + by);
  }

  #answer(action: string, sent: Fields): object {
    switch (action) {
      case "SendMessageBatch":
        return this.#send(sent["Entries"] as readonly Entry[]);
      case "GetQueueAttributes":
        return { Attributes: { ApproximateNumberOfMessages: "0" } };
      case "PutEvents": {
        const entries = sent["Entries"] as readonly unknown[];
        this.#count("events", entries.length);
        return { FailedEntryCount: 0, Entries: entries.map((_, index) => ({ EventId: String(index) })) };
      }
      case "PutItem": {
        const item = sent["Item"] as Readonly<Record<string, { readonly S: string }>>;
        this.#items.set(`${item["spoke"]?.S} ${item["shard"]?.S}`, item);
        return {};
      }
      case "Scan":
        return { Items: [...this.#items.values()], Count: this.#items.size };
      default:
        throw new Error(`the bench knows no call ${action}`);
    }
  }

  #send(entries: readonly Entry[]): object {
    for (const { MessageBody, DelaySeconds = 0 } of entries)
      this.messages.push({ body: MessageBody, afterSeconds: DelaySeconds });
    const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
    return {
      Successful: entries.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: md5(MessageBody) })),
    };
  }
}
