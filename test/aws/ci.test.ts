import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import { webhook, type WebhookPorts } from "../../lib/shell/webhook.ts";
import { systemClock } from "../../lib/adapters/system/systemClock.ts";
import { later, minutes } from "../../lib/core/time.ts";
import { application, home, Triggering } from "../shell/support/triggering.ts";

const script = join(import.meta.dirname, "../../examples/ci/flink-fleet.sh");
const run = promisify(execFile);
const secret = "hush";

const may = ["restart"];
const selector = { clusters: ["*"] };
const senders = {
  own: { webhook: { kind: "flink-fleet", secret: "/s" }, may, selector },
  role: { principal: `arn:aws:iam::${home}:role/ci`, may, selector },
};

let close = (): void => undefined;
afterEach(() => close());

/** The function URL on loopback. What has become of a change is known from the third question on. */
async function functionUrl(result: string) {
  const scene = new Triggering({ triggers: { senders } });
  scene.create(application("orders"));
  const heard: { authorization: string | undefined; type: string }[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await textOf(request);
      const { type } = JSON.parse(body) as { readonly type: string };
      const { authorization } = request.headers;
      heard.push({ authorization, type });
      if (heard.length === 1) {
        response.writeHead(503).end("{}");
        return;
      }
      if (heard.length === 4) completed(scene, result);
      const principal = authorization === undefined ? undefined : `arn:aws:sts::${home}:assumed-role/ci/s`;
      const headers = request.headers as Record<string, string | undefined>;
      const answer = await webhook({ path: request.url ?? "", headers, body, principal }, portsOf(scene));
      response.writeHead(answer.status).end(JSON.stringify(answer.body));
    })();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  close = () => void server.close();
  return { scene, heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

/** The script signs with the time of this machine. */
function portsOf({ ports }: Triggering): WebhookPorts {
  const signed = async (_: string, text: string, digits: string) =>
    createHmac("sha256", secret).update(text).digest("hex") === digits;
  const deadline = later(systemClock.now(), minutes(1));
  const secrets = { signed, anySigned: async () => false, is: async () => false };
  return { ...ports, clock: systemClock, deadline, secrets };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

function completed(scene: Triggering, result: string): void {
  const done = [{ id: "build/7", result, at: scene.now }];
  const ref = { kind: "FlinkDeployment", namespace: "default", name: "orders" };
  const body = { status: { fleet: { changes: { done } } } };
  scene.world.spoke().api.patch(ref, { type: "merge", body }, { subresource: "status" });
}

const detail = (names: readonly string[]) => JSON.stringify({ changeId: "build/7", selector: { names } });
const common = { PATH: process.env["PATH"], FLINK_FLEET_PAUSE: "0", FLINK_FLEET_WAIT: "30" };
const signed = { ...common, FLINK_FLEET_SENDER: "own", FLINK_FLEET_SECRET: secret };
const aws = {
  ...common,
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIATEST",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_SESSION_TOKEN: "token",
};

test.for([
  { way: "with the secret of a webhook", env: signed, authorization: undefined },
  {
    way: "with credentials of AWS",
    env: aws,
    authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 .*\/lambda\/aws4_request/),
  },
])(
  "the script asks $way, asks again where it was not heard, and waits for the result",
  async ({ env, authorization }) => {
    const { url, heard, scene } = await functionUrl("succeeded");
    const { stdout } = await run(script, ["restart.requested", detail(["orders"])], {
      env: { ...env, FLINK_FLEET_URL: url },
    });
    expect(stdout).toBe("accepted for 1 resources\nsucceeded: one/default/orders\n");
    expect(heard.map(({ type }) => type)).toEqual([
      "restart.requested",
      "restart.requested",
      "change.status",
      "change.status",
    ]);
    expect(heard[0]?.authorization).toEqual(authorization);
    expect(scene.resource("orders").metadata.generation).toBe(2);
  },
);

test.for([
  {
    what: "the change has failed",
    result: "failed",
    names: ["orders"],
    says: { stdout: /^failed: one\/default\/orders$/m },
  },
  { what: "nothing is selected", result: "", names: ["bills"], says: { stderr: /nothing is selected by names bills/ } },
])("the script fails where $what", async ({ result, names, says }) => {
  const { url } = await functionUrl(result);
  const ended = run(script, ["restart.requested", detail(names)], { env: { ...signed, FLINK_FLEET_URL: url } });
  await expect(ended).rejects.toMatchObject({
    code: 1,
    ...Object.fromEntries(Object.entries(says).map(([stream, text]) => [stream, expect.stringMatching(text)])),
  });
});

/** Answers each question so, and nothing is behind it. */
async function answering(answers: Readonly<Record<string, readonly [status: number, body: string]>>): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      const { type } = JSON.parse(await textOf(request)) as { readonly type: string };
      const [status, body] = answers[type] ?? [500, ""];
      response.writeHead(status).end(body);
    })();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  close = () => void server.close();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const accepted = [200, '{"accepted": [{}], "refused": []}'] as const;
const underWay = '{"complete": false, "resources": [{"spoke": "one", "namespace": "default", "name": "orders"}]}';

test.for([
  {
    what: "who asks has no right to",
    answers: { "restart.requested": [403, '{"Message": "Forbidden."}'] },
    says: "flink-fleet answered 403: Forbidden.\n",
  },
  {
    what: "something else answers",
    answers: { "restart.requested": [404, "<html>no</html>"] },
    says: "flink-fleet answered 404: \n",
  },
  {
    what: "what answers stays broken",
    answers: { "restart.requested": [502, "Bad Gateway"] },
    says: "flink-fleet answered 502: \n",
  },
  {
    what: "credentials end while it waits",
    answers: { "restart.requested": accepted, "change.status": [403, '{"message": "The security token is expired"}'] },
    says: "flink-fleet answered 403: The security token is expired\n",
  },
  {
    what: "time is over",
    answers: { "restart.requested": accepted, "change.status": [200, underWay] },
    says: "on its way: one/default/orders\nthere are no results of all resources after 1 seconds; the last answer was 200\n",
  },
] as const)("the script says so where $what", async ({ answers, says }) => {
  const env = { ...aws, FLINK_FLEET_WAIT: "1", FLINK_FLEET_URL: await answering(answers) };
  const ended = run(script, ["restart.requested", detail(["orders"])], { env });
  await expect(ended).rejects.toMatchObject({ code: 1, stderr: says });
});

test("the script says so where nobody answers", async () => {
  const url = await answering({});
  close();
  const env = { ...aws, FLINK_FLEET_WAIT: "0", FLINK_FLEET_URL: url };
  await expect(run(script, ["restart.requested", detail(["orders"])], { env })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`nobody answers at ${url}\n`),
  });
});

test.for([
  { without: "FLINK_FLEET_URL", env: aws },
  { without: "AWS_ACCESS_KEY_ID", env: { ...common, FLINK_FLEET_URL: "http://127.0.0.1:1" } },
  {
    without: "FLINK_FLEET_SENDER",
    env: { ...common, FLINK_FLEET_SECRET: secret, FLINK_FLEET_URL: "http://127.0.0.1:1" },
  },
])("the script asks nobody without $without", async ({ without, env }) => {
  await expect(run(script, ["restart.requested", detail(["orders"])], { env })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(new RegExp(`: ${without}: must be .*\n$`)),
  });
});
