import * as z from "zod";
import { changeNote } from "../resources/changeNote.ts";
import { imageText } from "../events/requests.ts";
import { selector } from "../events/selector.ts";
import { roleArn } from "./aws.ts";
import { strict } from "./strict.ts";

const account = z.string().regex(/^[0-9]{12}$/, { error: "must be an account of AWS in quotes: 12 digits" });
const wildcard = z.string().min(1).max(256);

const webhook = strict({
  kind: z
    .enum(["github", "gitlab", "flink-fleet"])
    .describe(
      "How it proves who it is: X-Hub-Signature-256; webhook-signature or X-Gitlab-Token; X-Flink-Fleet-Signature.",
    ),
  secret: z
    .string()
    .regex(/^\/[-._/\w]{1,1010}$/, {
      error: "must be the name of an SSM parameter, such as /flink-fleet/github, or /aws/reference/secretsmanager/NAME",
    })
    .describe(
      "The SSM parameter (SecureString) with the shared secret; whsec_… is a signing token of GitLab. The secret itself has no place in this file.",
    ),
});

/** Who may ask for changes, of what, and how it is known. */
const sender = strict({
  source: z.string().min(1).max(256).optional().describe("The source of its events on the bus."),
  account: account.optional().describe("The account that its events come from, which nobody can make up."),
  principal: roleArn.optional().describe("The role that signs its requests over HTTPS."),
  webhook: webhook.optional().describe("Its webhook: the function URL with the name of the sender as path."),
  may: z.array(changeNote.shape.action).min(1).describe("What it may ask for."),
  selector: selector.describe("What it may touch."),
}).superRefine(({ source, account: from, principal, webhook: hook }, context) => {
  const ways = [source ?? from, principal, hook].filter((way) => way !== undefined);
  if (ways.length === 0)
    context.addIssue({ code: "custom", message: "must have source, account, principal or webhook: how is it known?" });
});
export type Sender = z.output<typeof sender>;

/** A push to a repository of ECR redeploys what runs images of it. */
const imageRule = strict({
  repository: wildcard.describe("The name of the repository, without its registry; * stands for any characters."),
  tags: z.array(wildcard).min(1).optional().describe("Only pushes of these tags; * stands for any characters."),
  account: account.optional().describe("Of the registry; the account of flink-fleet when left out."),
  selector: selector.describe("Of these, those are redeployed that run an image of the repository."),
});
export type ImageRule = z.output<typeof imageRule>;

/** Success of a CodePipeline or CodeBuild redeploys or restarts. */
const pipelineRule = strict({
  pipeline: z.string().min(1).optional().describe("The name of a CodePipeline."),
  project: z.string().min(1).optional().describe("The name of a CodeBuild project."),
  account: account.optional().describe("Where it runs; the account of flink-fleet when left out."),
  action: z.enum(["redeploy", "restart"]).default("redeploy").describe("What is done."),
  image: imageText.optional().describe("For redeploy: a tag in ECR, which is resolved to its digest then."),
  jarURI: z.string().min(1).optional().describe("For redeploy."),
  selector: selector.describe("What is changed."),
}).superRefine(({ pipeline, project, action, image, jarURI }, context) => {
  const issue = (message: string): void => context.addIssue({ code: "custom", message });
  if ((pipeline === undefined) === (project === undefined)) issue("must have exactly one of pipeline and project");
  const names = image !== undefined || jarURI !== undefined;
  if (action === "redeploy" && !names) issue("must have image or jarURI, or action: restart");
  if (action === "restart" && names) issue("must have neither image nor jarURI, as its action is restart");
});
export type PipelineRule = z.output<typeof pipelineRule>;

const senderName = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Who may change what by events, and which events of AWS change what. */
export const triggers = strict({
  senders: z
    .record(
      z.string().regex(senderName, { error: "must be a name of small letters, digits and dashes, at most 63" }),
      sender,
    )
    .default({})
    .describe("By name, which answers and notes carry."),
  images: z.array(imageRule).default([]).describe("What pushes to ECR redeploy."),
  pipelines: z.array(pipelineRule).default([]).describe("What successful pipelines and builds change."),
  allowTags: z
    .boolean()
    .default(false)
    .describe("Takes images by tag alone where the registry is not ECR: what runs then depends on when it was pulled."),
});
export type Triggers = z.output<typeof triggers>;
