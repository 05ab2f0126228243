import type { LambdaFunctionURLHandler } from "aws-lambda";
import * as z from "zod";
import { webhook, type WebhookPorts } from "../lib/shell/webhook.ts";
import { deadlineOf } from "./deadline.ts";
import { type Wiring, wiring } from "./wiring.ts";

/** Set by AWS alone, once it has checked the signature of a request. */
const signedByAws = z.object({ authorizer: z.object({ iam: z.object({ userArn: z.string() }) }) });

type Wired = Omit<WebhookPorts, "deadline" | "triggers"> & { readonly file: Pick<Wiring["file"], "triggers"> };

/** For each request over HTTPS: makes the change that it asks for, and answers what was accepted or refused. */
export const answering =
  (wired: () => Promise<Wired>): LambdaFunctionURLHandler =>
  async (event, context) => {
    const { file, ...ports } = await wired();
    const { rawPath: path, headers, body: sent = "", isBase64Encoded, requestContext } = event;
    const principal = signedByAws.safeParse(requestContext).data?.authorizer.iam.userArn;
    const body = isBase64Encoded ? Buffer.from(sent, "base64").toString("utf8") : sent;
    const deadline = deadlineOf(context, ports.clock);
    const answer = await webhook({ path, headers, body, principal }, { ...ports, triggers: file.triggers, deadline });
    return {
      statusCode: answer.status,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(answer.body),
    };
  };

export const handler = answering(wiring);
