import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { SQSHandler, SQSRecord } from "aws-lambda";
import { later, millis, seconds } from "../lib/core/time.ts";
import type { Delivery } from "../lib/ports/index.ts";
import { answering, type AnswerPorts } from "../lib/shell/answer.ts";
import { wiring } from "./wiring.ts";

const processor = new BatchProcessor(EventType.SQS);

/** For what is still to be written when the last call has been answered. */
const margin = seconds(5);

/** Messages fail one by one, even where all of them do: if the whole call failed, none of them could be put off. */
export const reconciling =
  (wired: () => Promise<AnswerPorts>): SQSHandler =>
  async (event, context) => {
    const ports = await wired();
    const until = later(ports.clock.now(), millis(context.getRemainingTimeInMillis() - margin));
    const answer = answering({ ...ports, until });
    const options = { context, throwOnFullBatchFailure: false };
    return await processPartialResponse(event, (record: SQSRecord) => answer(deliveryOf(record)), processor, options);
  };

const deliveryOf = ({ body, attributes, eventSourceARN, receiptHandle }: SQSRecord): Delivery => ({
  body,
  attempts: Number(attributes.ApproximateReceiveCount),
  from: { queue: eventSourceARN, receipt: receiptHandle },
});

/** From the queue of one network zone: for each message one look. */
export const handler = reconciling(wiring);
