import * as z from "zod";
import { zoneName } from "../../lib/api/fleet/zoneName.ts";

/** What osls hands to a function that makes a part of its configuration. */
export interface Resolver {
  readonly resolveVariable: (name: string) => Promise<unknown>;
}

const id = (prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), { error: `must be an id such as ${prefix}-0123456789abcdef0` });

const concurrency = z.coerce.number().int().min(2).max(1000);

const zone = z
  .strictObject({
    subnets: z.array(id("subnet")).default([]),
    securityGroups: z.array(id("sg")).default([]),
    /** Invocations at the same time. */
    maximumConcurrency: concurrency.optional(),
  })
  .refine(({ subnets, securityGroups }) => (subnets.length === 0) === (securityGroups.length === 0), {
    error: "must have both subnets and securityGroups, or neither",
  });

const zones = z
  .record(z.string(), zone)
  .refine((all) => Object.keys(all).every((name) => zoneName.safeParse(name).success), {
    error: "must have names of small letters, digits and dashes, at most 24",
  })
  .refine((all) => Object.keys(all).length > 0, { error: "must have at least one zone" });

const topic = z.string().regex(/^(arn:aws[a-z-]*:sns:.+)?$/, { error: "must be the ARN of an SNS topic, or empty" });

/** Of CloudWatch Logs: it takes no other numbers. */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Separated by commas. */
const list = (each: RegExp, error: string) =>
  z
    .string()
    .transform((text) => text.split(",").flatMap((part) => (part.trim() === "" ? [] : [part.trim()])))
    .pipe(z.array(z.string().regex(each, { error: `must be ${error}, separated by commas, or empty` })));

/** The parameters of serverless.yml that parts of the stack are made from. */
const parameters = z.object({
  fleetFile: z.string().regex(/^(fleet\.yaml|ssm:[\w./-]+|s3:\/\/[a-z0-9.-]+\/[^*?]+)$/, {
    error: "must be ssm:NAME, s3://BUCKET/KEY, or fleet.yaml, its name in the bundle",
  }),
  keys: list(/^arn:aws[a-z-]*:kms:.+$/, "ARNs of KMS keys"),
  spokeRole: z.string().regex(/^[\w+=,.@/-]+\*?$/, {
    error: "must be the name of the role that is assumed in accounts of clusters, which may end with *",
  }),
  jars: list(/^arn:aws[a-z-]*:s3:::.+\/.+$/, "ARNs of objects in S3, such as arn:aws:s3:::jars/*"),
  webhookSecrets: list(/^\/[-._/\w]+\*?$/, "names of SSM parameters, such as /flink-fleet/github or /flink-fleet/*"),
  senderAccounts: list(/^[0-9]{12}$/, "accounts of AWS"),
  auditLogGroups: list(/^\/aws\/eks\/[\w-]+\/cluster$/, "log groups of EKS clusters, such as /aws/eks/NAME/cluster"),
  auditAccounts: list(/^[0-9]{12}$/, "accounts of AWS"),
  sweepSchedule: z.string().regex(/^(rate\([1-9][0-9]* (minute|hour)s?\)|cron\(.+\))$/, {
    error: "must be such as rate(1 minute), or cron(…)",
  }),
  alarmTopic: topic,
  staleAfter: z.coerce.number().int().min(60).max(86_400),
  logRetention: z.coerce.number().refine((days) => retentions.includes(days), {
    error: `must be one of ${retentions.join(", ")}`,
  }),
  maximumConcurrency: concurrency,
  healthUrl: z.enum(["iam", "public"], { error: "must be iam or public" }),
});

const stage = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,15}$/, { error: "must be small letters, digits and dashes, at most 16" });
const schema = parameters.extend({ stage, zones });

export type Settings = z.output<typeof schema>;
export type Zone = z.output<typeof zone>;

/** Throws with each parameter that is not right. */
export async function settings({ resolveVariable }: Resolver): Promise<Settings> {
  const names = Object.keys(parameters.shape);
  const given = await Promise.all(names.map(async (name) => [name, await resolveVariable(`param:${name}`)] as const));
  const zonesFile = z.string().parse(await resolveVariable("param:zonesFile"));
  const read = schema.safeParse({
    ...Object.fromEntries(given),
    stage: await resolveVariable("sls:stage"),
    zones: await resolveVariable(`file(${zonesFile})`),
  });
  if (!read.success) throw new Error(`The parameters are not right:\n${z.prettifyError(read.error)}`);
  return read.data;
}
