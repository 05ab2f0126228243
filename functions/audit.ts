import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { CloudWatchLogsHandler } from "aws-lambda";
import { audit } from "../lib/shell/audit.ts";
import { wiring } from "./wiring.ts";

const unpacked = promisify(gunzip);
/** Bytes; CloudWatch Logs sends at most 6 MB, packed. */
const largest = 64 * 1024 * 1024;

/** For each batch of a cluster's audit log: asks for looks at what was changed there by others. */
export const handler: CloudWatchLogsHandler = async ({ awslogs: { data } }, { invokedFunctionArn }) => {
  const [, , , region = "", home = ""] = invokedFunctionArn.split(":");
  const bytes = await unpacked(Buffer.from(data, "base64"), { maxOutputLength: largest });
  const { file, queue, log } = await wiring();
  await audit(JSON.parse(bytes.toString("utf8")), { queue, log, clusters: file.clusters, home, region });
};
