import type { LambdaFunctionURLHandler } from "aws-lambda";
import * as z from "zod";
import { instant } from "../lib/core/time.ts";
import { webhook } from "../lib/shell/webhook.ts";
import { wiring } from "./wiring.ts";

const reserve = 20_000;

/** Set by AWS alone, once it has checked the signature of a request. */
const signedByAws = z.object({ authorizer: z.object({ iam: z.object({ userArn: z.string() }) }) });

/** For each request over HTTPS: makes the change that it asks for, and answers what was accepted or refused. */
export const handler: LambdaFunctionURLHandler = async (event, context) => {
  const wired = await wiring();
  const { rawPath: path, headers, body = "", isBase64Encoded, requestContext } = event;
  const request = {
    path,
    headers,
    body: isBase64Encoded ? Buffer.from(body, "base64").toString("utf8") : body,
    principal: signedByAws.safeParse(requestContext).data?.authorizer.iam.userArn,
  };
  const deadline = instant(wired.clock.now() + Math.max(0, context.getRemainingTimeInMillis() - reserve));
  const answer = await webhook(request, { ...wired, triggers: wired.file.triggers, deadline });
  return {
    statusCode: answer.status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(answer.body),
  };
};
