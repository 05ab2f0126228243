import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { CloudWatchLogsEvent, Handler, KinesisStreamEvent } from "aws-lambda";
import { audit } from "../lib/shell/audit.ts";
import { type Wiring, wiring } from "./wiring.ts";

const unpacked = promisify(gunzip);
/** Bytes; CloudWatch Logs sends at most 6 MB, packed. */
const largest = 64 * 1024 * 1024;

type Wired = Pick<Wiring, "queue" | "log"> & { readonly file: Pick<Wiring["file"], "clusters"> };

/** A batch of a log group of our own account, or several of others that lay in the stream. */
type Delivery = CloudWatchLogsEvent | KinesisStreamEvent;
const batches = (event: Delivery): readonly string[] =>
  "awslogs" in event ? [event.awslogs.data] : event.Records.map(({ kinesis }) => kinesis.data);

/** For each batch of a cluster's audit log: asks for looks at what was changed there by others. */
export const auditing =
  (wired: () => Promise<Wired>): Handler<Delivery, void> =>
  async (event, { invokedFunctionArn }) => {
    const [, , , region = "", home = ""] = invokedFunctionArn.split(":");
    const { file, queue, log } = await wired();
    for (const data of batches(event)) {
      const bytes = await unpacked(Buffer.from(data, "base64"), { maxOutputLength: largest });
      await audit(JSON.parse(bytes.toString("utf8")), { queue, log, clusters: file.clusters, home, region });
    }
  };

export const handler = auditing(wiring);
