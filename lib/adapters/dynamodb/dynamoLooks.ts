import {
  type DynamoDBClient,
  paginateQuery,
  paginateScan,
  PutItemCommand,
  type AttributeValue,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { LookNote, Looks } from "../../ports/index.ts";
import { awsFault } from "../eks/awsFault.ts";
import { itemOf, noteOf } from "./lookItem.ts";

interface Page {
  readonly Items?: Record<string, AttributeValue>[] | undefined;
}

/** A table with one item for each shard of a spoke: partition key `spoke`, sort key `shard` (`index/of`), time to live `expires`. */
export class DynamoLooks implements Looks {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async all(): Promise<readonly LookNote[]> {
    return await this.#notes(paginateScan({ client: this.#client }, { TableName: this.#table }));
  }

  async of(spoke: string): Promise<readonly LookNote[]> {
    const query = {
      TableName: this.#table,
      KeyConditionExpression: "#spoke = :spoke",
      ExpressionAttributeNames: { "#spoke": "spoke" },
      ExpressionAttributeValues: { ":spoke": { S: spoke } },
      ConsistentRead: true,
    };
    return await this.#notes(paginateQuery({ client: this.#client }, query));
  }

  async note(note: LookNote): Promise<void> {
    await this.#client
      .send(new PutItemCommand({ TableName: this.#table, Item: marshall(itemOf(note)) }))
      .catch((error: unknown) => Promise.reject(this.#fault(error)));
  }

  async #notes(pages: AsyncIterable<Page>): Promise<readonly LookNote[]> {
    const notes: LookNote[] = [];
    try {
      for await (const { Items = [] } of pages) {
        notes.push(...Items.map((item) => noteOf(unmarshall(item), this.#table)));
      }
    } catch (error) {
      throw this.#fault(error);
    }
    return notes;
  }

  readonly #fault = (error: unknown) => awsFault(error, `table ${this.#table}`);
}
