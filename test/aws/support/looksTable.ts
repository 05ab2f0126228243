import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";

export async function createLooksTable(name: string): Promise<void> {
  const table = {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [
      { AttributeName: "spoke", AttributeType: "S" },
      { AttributeName: "shard", AttributeType: "S" },
    ],
    KeySchema: [
      { AttributeName: "spoke", KeyType: "HASH" },
      { AttributeName: "shard", KeyType: "RANGE" },
    ],
  } as const;
  await new DynamoDBClient().send(
    new CreateTableCommand({
      ...table,
      AttributeDefinitions: [...table.AttributeDefinitions],
      KeySchema: [...table.KeySchema],
    }),
  );
}
