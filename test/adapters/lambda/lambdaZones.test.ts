import { afterEach, expect, test, vi } from "vitest";
import { zonesOnDemand } from "../../../lib/adapters/lambda/zonesOnDemand.ts";
import { later, millis, minutes, seconds } from "../../../lib/core/time.ts";
import type { ChangeQuestion, StatusQuestion } from "../../../lib/ports/index.ts";
import { loopback, type Said } from "../support/loopback.ts";
import { noon } from "../support/settableClock.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** The zone `private`, whose function Lambda invokes with that outcome. */
async function zones(said: Said | "never", now = noon) {
  const lambda = await loopback(() => said);
  vi.stubEnv("AWS_ENDPOINT_URL_LAMBDA", lambda.url);
  vi.stubEnv("AWS_REGION", "eu-west-1");
  vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
  const credentials = async () => ({ accessKeyId: "AKIATEST", secretAccessKey: "secret" });
  const functions = { private: "flink-fleet-prod-change-private" };
  return { lambda, zones: zonesOnDemand({ functions, credentials, clock: { now: () => now } }) };
}

const selector = { names: ["orders"] };
const about = { spokes: ["far"], deadline: later(noon, minutes(1)) };
const times = { requestedAt: noon, deadline: later(noon, minutes(60)) };
const change: ChangeQuestion = {
  ...about,
  kind: "change",
  request: { id: "c-1", change: { kind: "restart" }, by: "ci", selector, allowed: selector, ...times },
};
const status: StatusQuestion = {
  ...about,
  kind: "status",
  asked: { version: 1, changeId: "c-1", selector },
  allowed: [selector],
};

const resource = { spoke: "far", kind: "FlinkDeployment", namespace: "a", name: "orders", uid: "u" };
const accepted = {
  kind: "accepted",
  detail: { version: 1, changeId: "c-1", action: "restart", by: "ci", resource },
} as const;

test("only zones with a function of their own are apart", async () => {
  const { zones: known } = await zones({});
  expect([known.isApart("private"), known.isApart("default"), known.isApart("toString")]).toEqual([true, false, false]);
});

test("a change is asked of the function of its zone, which is waited for", async () => {
  const { lambda, zones: known } = await zones({ body: { kind: "change", answers: [accepted] } });
  expect(await known.change("private", change)).toEqual([accepted]);
  expect(lambda.heard).toMatchObject([
    { path: "/2015-03-31/functions/flink-fleet-prod-change-private/invocations", body: change },
  ]);
  expect(lambda.heard[0]?.headers["x-amz-invocation-type"] ?? "RequestResponse").toBe("RequestResponse");
});

test("what became of a change too", async () => {
  const part = { resources: [resource], refused: [] };
  const { zones: known } = await zones({ body: { kind: "status", status: part } });
  expect(await known.status("private", status)).toEqual(part);
});

test.for([
  {
    so: "that throws",
    said: { headers: { "x-amz-function-error": "Unhandled" }, body: { errorMessage: "token abc", trace: [] } },
    because: "it failed (Unhandled): its log says why",
  },
  { so: "of another version", said: { body: { answer: 42 } }, because: "its answer cannot be read" },
  { so: "that says nothing", said: { body: "" }, because: "its answer cannot be read" },
  {
    so: "that answers something else",
    said: { body: { kind: "status", status: { resources: [], refused: [] } } },
    because: "it answered another question",
  },
  {
    so: "that has too much to do",
    said: {
      status: 429,
      headers: { "x-amzn-errortype": "TooManyRequestsException" },
      body: { message: "Rate Exceeded." },
    },
    because: "TooManyRequestsException: Rate Exceeded.",
  },
])("a function $so is one that cannot be asked", async ({ said, because }) => {
  const { zones: known } = await zones(said);
  await expect(known.change("private", change)).rejects.toMatchObject({
    fault: {
      kind: "unavailable",
      what: "function of the network zone private",
      because: expect.stringContaining(because) as string,
    },
  });
});

test("one that does not answer is waited for no longer than its answer can be used", async () => {
  const { lambda, zones: known } = await zones("never", later(about.deadline, millis(seconds(15) - 50)));
  await expect(known.change("private", change)).rejects.toMatchObject({ fault: { kind: "unavailable" } });
  expect(lambda.heard).toHaveLength(1);
});

test("who may not ask is told so", async () => {
  const said = {
    status: 403,
    headers: { "x-amzn-errortype": "AccessDeniedException" },
    body: { Message: "not authorized" },
  };
  const { zones: known } = await zones(said);
  await expect(known.status("private", status)).rejects.toMatchObject({ fault: { kind: "denied" } });
});
