import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { SQSHandler, SQSRecord } from "aws-lambda";
import { wake } from "../lib/api/wake.ts";
import { look } from "../lib/shell/look.ts";
import { wiring } from "./wiring.ts";

const processor = new BatchProcessor(EventType.SQS);

/** For each message one look. A look that throws gives its message back to the queue; the others are done. */
export const handler: SQSHandler = async (event, context) =>
  await processPartialResponse(event, lookAt, processor, { context });

async function lookAt({ body }: SQSRecord): Promise<void> {
  await look(wake.parse(JSON.parse(body)), wiring());
}
