import { changeStatus } from "../api/events/status.ts";
import { isRequestType } from "../api/events/requests.ts";
import { checked, sentence } from "../api/problem.ts";
import { Faulted } from "../core/fault.ts";
import type { Answer } from "../core/triggers/answer.ts";
import { type Caller, sendersOf } from "../core/triggers/senders.ts";
import { type Proof, proofIn } from "../core/triggers/webhooks/signature.ts";
import type { Secrets } from "../ports/index.ts";
import { trigger, type TriggerPorts } from "./trigger.ts";
import { refusedOutright, told } from "./triggerAnswer.ts";
import { type RequestPorts, requestOf } from "./triggerRequest.ts";
import { triggerStatus } from "./triggerStatus.ts";
import { directRequest, githubRequest, gitlabRequest, type Wanted } from "./webhookRequest.ts";

export interface HttpRequest {
  /** `/NAME` of a sender with a webhook. */
  readonly path: string;
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** Whose signature AWS itself has checked: the ARN of the caller. */
  readonly principal: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: object;
}

export interface WebhookPorts extends TriggerPorts, RequestPorts {
  readonly secrets: Secrets;
}

const largest = 256 * 1024;

/** Answers one request over HTTPS with what was accepted or refused. Nothing of a request is read before it is known whose it is. */
export async function webhook(request: HttpRequest, ports: WebhookPorts): Promise<HttpAnswer> {
  if (request.body.length > largest) return problem(413, `the body is larger than ${largest} bytes`);
  try {
    const known = await seenAs(request, ports);
    if (known === undefined) return problem(401, "the sender is not known, or its signature is not right");
    const json = parsed(request.body);
    if (json === undefined) return problem(400, "the body is not JSON");
    const found = wantedOf({ ...request, json, now: ports.clock.now() }, known, ports);
    if (found.kind === "wrong") return problem(422, found.because);
    return found.kind === "nothing"
      ? { status: 200, body: { ignored: true } }
      : await answered(found, known.caller, ports);
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    ports.log.warn("A request over HTTPS could not be answered", { fault: error.fault.kind, because: error.message });
    return problem(503, "it could not be answered now: send it again");
  }
}

const problem = (status: number, because: string): HttpAnswer => ({ status, body: { because } });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

interface Known {
  readonly caller: Caller;
  readonly kind: "iam" | "github" | "gitlab" | "flink-fleet";
  readonly proof?: Proof;
}

/** Whoever is not known, and whoever's signature is wrong, are answered alike. */
async function seenAs(request: HttpRequest, { triggers, secrets, clock }: WebhookPorts): Promise<Known | undefined> {
  if (request.principal !== undefined) return { caller: { kind: "iam", arn: request.principal }, kind: "iam" };
  const name = request.path.replace(/^\/|\/$/g, "");
  const hook = Object.hasOwn(triggers.senders, name) ? triggers.senders[name]?.webhook : undefined;
  const proof = hook === undefined ? undefined : proofIn(hook.kind, request, clock.now());
  if (hook === undefined || proof === undefined) return undefined;
  const isRight = await holds(proof, hook.secret, secrets);
  return isRight ? { caller: { kind: "webhook", name }, kind: hook.kind, proof } : undefined;
}

async function holds(proof: Proof, secret: string, secrets: Secrets): Promise<boolean> {
  switch (proof.kind) {
    case "signature":
      return await secrets.signed(secret, proof.text, proof.digits);
    case "standard":
      return await secrets.anySigned(secret, proof.text, proof.signatures);
    case "token":
      return await secrets.is(secret, proof.token);
  }
}

function wantedOf(
  delivery: Parameters<typeof directRequest>[0],
  { kind, proof }: Known,
  { ids }: WebhookPorts,
): Wanted {
  switch (kind) {
    case "iam":
    case "flink-fleet":
      return directRequest(delivery, ids, proof);
    case "github":
      return githubRequest(delivery, ids);
    case "gitlab":
      return gitlabRequest(delivery, ids, proof);
  }
}

async function answered(
  { type, detail, at, id }: Extract<Wanted, { readonly kind: "wanted" }>,
  caller: Caller,
  ports: WebhookPorts,
): Promise<HttpAnswer> {
  if (type === "change.status") return await statusAnswer(detail, caller, ports);
  if (!isRequestType(type))
    return problem(
      422,
      `type is ${JSON.stringify(type.slice(0, 40))}, must be redeploy.requested or another of docs/schemas`,
    );
  const request = await requestOf({ type, detail, caller, at, id }, ports);
  const answers = "kind" in request ? await told([refusedOutright(request)], ports) : await trigger(request, ports);
  return { status: statusCode(answers), body: bodyOf(answers) };
}

async function statusAnswer(detail: unknown, caller: Caller, ports: WebhookPorts): Promise<HttpAnswer> {
  const senders = sendersOf(ports.triggers, caller);
  if (senders.length === 0) return problem(403, "no sender under triggers.senders of the fleet file is you");
  const read = checked(changeStatus, detail);
  if (read.kind === "invalid") return problem(422, `detail is not right: ${read.problems.map(sentence).join("; ")}`);
  return {
    status: 200,
    body: await triggerStatus(
      read.value,
      senders.map(({ selector }) => selector),
      ports,
    ),
  };
}

/** 503 makes senders send it again; it is only said where nothing at all was accepted. */
function statusCode(answers: readonly Answer[]): number {
  if (answers.some(({ kind }) => kind === "accepted")) return 200;
  return answers.some((answer) => answer.kind === "refused" && answer.detail.retryable) ? 503 : 422;
}

const bodyOf = (answers: readonly Answer[]) => ({
  accepted: answers.filter(({ kind }) => kind === "accepted").map(({ detail }) => detail),
  refused: answers.filter(({ kind }) => kind === "refused").map(({ detail }) => detail),
});
