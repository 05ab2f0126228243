import { type Heard, loopback, type Loopback, type Said } from "./loopback.ts";

export interface AwsCall {
  /** `SendMessageBatch` */
  readonly action: string;
  readonly body: Readonly<Record<string, unknown>>;
}

type Answered = Readonly<Record<string, unknown>> | { readonly error: string; readonly message: string };

/** A service of AWS that speaks its JSON protocol; the options are those of a client for it. */
export async function awsJson(answer: (call: AwsCall, count: number) => Answered) {
  const server: Loopback = await loopback((heard, count) => said(answer(callOf(heard), count)));
  const options = {
    region: "eu-west-1",
    endpoint: server.url,
    credentials: { accessKeyId: "AKIATEST", secretAccessKey: "secret" },
    maxAttempts: 1,
  };
  return { options, calls: (): readonly AwsCall[] => server.heard.map(callOf) };
}

const callOf = ({ headers, body }: Heard): AwsCall => ({
  action: String(headers["x-amz-target"]).replace(/^.*\./u, ""),
  body: body as Readonly<Record<string, unknown>>,
});

function said(answered: Answered): Said {
  if (!("error" in answered)) return { body: answered };
  return { status: 400, body: { __type: answered.error, message: answered.message } };
}
