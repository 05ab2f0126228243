import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import * as yaml from "yaml";
import { contextAccess } from "../../../lib/adapters/kubeconfig/contextAccess.ts";
import { contextsOf, readKubeconfig } from "../../../lib/adapters/kubeconfig/kubeconfig.ts";
import { Connection } from "../../../lib/adapters/kubernetes/connection.ts";
import { instant, later, millis } from "../../../lib/core/time.ts";
import { faultOf } from "../support/connecting.ts";
import { loopback } from "../support/loopback.ts";
import { noon } from "../support/settableClock.ts";
import { certificate, privateKey } from "../support/tls.ts";

const call = { method: "GET", path: "/version", what: "version" } as const;
const base64 = (text: string): string => Buffer.from(text).toString("base64");

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "kubeconfig-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

interface Given {
  readonly server?: string;
  readonly cluster?: Record<string, unknown>;
  readonly user?: Record<string, unknown>;
}

function written({
  server = "https://127.0.0.1:1",
  cluster = {},
  user = { token: "not-to-be-seen" },
}: Given = {}): string {
  const file = join(folder(), "config");
  const config = {
    clusters: [{ name: "c", cluster: { server, ...cluster } }],
    users: [{ name: "u", user }],
    contexts: [
      { name: "a", context: { cluster: "c", user: "u" } },
      { name: "lost-cluster", context: { cluster: "gone", user: "u" } },
      { name: "lost-user", context: { cluster: "c", user: "gone" } },
    ],
    "current-context": "a",
  };
  writeFileSync(file, yaml.stringify(config));
  return file;
}

const connect = (given: Given, context = "a") =>
  new Connection(contextAccess(readKubeconfig(written(given)), context, noon));
const opening = async (given: Given, context = "a") => await connect(given, context).send(call);

describe("a kubeconfig", () => {
  test("lists its contexts", () => {
    expect(contextsOf(readKubeconfig(written()))).toEqual(["a", "lost-cluster", "lost-user"]);
  });

  test("that is not there is missing", async () => {
    const file = join(folder(), "none");
    expect(await faultOf((async () => readKubeconfig(file))())).toEqual({
      kind: "missing",
      what: `kubeconfig ${file}`,
    });
  });

  test("is one file: a list of them is refused", async () => {
    const files = [written(), written()].join(delimiter);
    expect(await faultOf((async () => readKubeconfig(files))())).toMatchObject({
      kind: "rejected",
      because: "it is a list of files, and only one is read: name it with --kubeconfig",
    });
  });

  test.for([
    { when: "broken YAML", text: "clusters:\n- {token: not-to-be-seen", because: /not valid YAML: line \d+$/ },
    { when: "not a mapping", text: "not-to-be-seen", because: /^it has no contexts$/ },
    { when: "empty", text: "", because: /^it is not a kubeconfig/ },
    {
      when: "a cluster without a server",
      text: "clusters: [{name: c, cluster: {}}]",
      because: /clusters\[0\].cluster.server is missing/,
    },
  ])("that is $when is rejected, and not quoted", async ({ text, because }) => {
    const file = join(folder(), "config");
    writeFileSync(file, text);
    const fault = await faultOf((async () => contextAccess(readKubeconfig(file), "a", noon))());
    expect(fault).toMatchObject({ kind: "rejected", because: expect.stringMatching(because) });
    expect(inspect(fault)).not.toContain("not-to-be-seen");
  });

  test("that is a folder cannot be read", async () => {
    expect(await faultOf((async () => readKubeconfig(folder()))())).toMatchObject({
      kind: "rejected",
      because: "it cannot be read: EISDIR",
    });
  });
});

describe("a context", () => {
  test.for([
    ["b", 'there is no context "b": it has "a", "lost-cluster", "lost-user"'],
    ["lost-cluster", 'context "lost-cluster" names the cluster "gone", which is not in the file'],
    ["lost-user", 'context "lost-user" names the user "gone", which is not in the file'],
  ] as const)("%s is rejected: %s", async ([context, because]) => {
    expect(await faultOf(opening({}, context))).toMatchObject({ kind: "rejected", because });
  });

  test("sends its token over TLS, and keeps the connection", async () => {
    const server = await loopback(() => ({}), { tls: true });
    const connection = connect({ server: server.url, cluster: { "certificate-authority-data": base64(certificate) } });
    for (let i = 0; i < 20; i++) await connection.send(call);
    expect(server.heard.every(({ headers }) => headers.authorization === "Bearer not-to-be-seen")).toBe(true);
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  test("finds its files next to itself", async () => {
    const server = await loopback(() => ({}), { tls: true });
    const file = written({ server: server.url, cluster: { "certificate-authority": "ca.crt" } });
    writeFileSync(join(file, "..", "ca.crt"), certificate);
    const connection = new Connection(contextAccess(readKubeconfig(file), "a", noon));
    expect((await connection.send(call)).status).toBe(200);
  });

  test("names a file that it cannot find", async () => {
    const file = written({ cluster: { "certificate-authority": "ca.crt" } });
    const connection = new Connection(contextAccess(readKubeconfig(file), "a", noon));
    expect(await faultOf(connection.send(call))).toMatchObject({
      kind: "denied",
      because: `${join(file, "..", "ca.crt")} cannot be read: ENOENT (user "u")`,
    });
  });

  test("does not trust a server that its CA has not signed", async () => {
    const server = await loopback(() => ({}), { tls: true });
    expect(await faultOf(opening({ server: server.url }))).toMatchObject({
      kind: "unavailable",
      because: expect.stringContaining("not signed by the configured CA"),
    });
    expect(server.heard).toEqual([]);
  });

  test("says when its client certificate has expired", async () => {
    const user = { "client-certificate-data": base64(certificate), "client-key-data": base64(privateKey) };
    const access = (now = noon) => contextAccess(readKubeconfig(written({ user })), "a", now);
    expect(() => access()).not.toThrow();
    const end = instant(Date.parse("2200-01-01T00:00:00Z"));
    expect(await faultOf((async () => access(later(end, millis(0))))())).toMatchObject({
      kind: "denied",
      because: expect.stringMatching(/^the client certificate of user "u" expired on 2126-\d\d-\d\d$/),
    });
  });

  test("says when its client certificate is no certificate", async () => {
    const user = { "client-certificate-data": base64("nonsense") };
    expect(await faultOf(opening({ user }))).toMatchObject({
      kind: "denied",
      because: 'the client certificate is not valid PEM (user "u")',
    });
  });
});

describe("plain HTTP", () => {
  test("is allowed on a loopback address with insecure-skip-tls-verify", async () => {
    const server = await loopback(() => ({}));
    const reply = await opening({ server: server.url, cluster: { "insecure-skip-tls-verify": true } });
    expect(reply.status).toBe(200);
  });

  test.for([
    { when: "without insecure-skip-tls-verify", server: "http://127.0.0.1:1", skip: false },
    { when: "to another host", server: "http://10.0.0.1:1", skip: true },
    { when: "to a host that only looks like this one", server: "http://127.0.0.1.example.com", skip: true },
  ])("is refused $when", async ({ server, skip }) => {
    expect(await faultOf(opening({ server, cluster: { "insecure-skip-tls-verify": skip } }))).toMatchObject({
      kind: "rejected",
      because: expect.stringContaining(`the server ${server} of cluster "c" is not https`),
    });
  });
});

describe("a credential plugin", () => {
  const plugin = (script: string): Record<string, unknown> => {
    const command = join(folder(), "plugin");
    writeFileSync(command, `#!/bin/sh\n${script}\n`);
    chmodSync(command, 0o700);
    return { exec: { apiVersion: "client.authentication.k8s.io/v1", command, interactiveMode: "Never" } };
  };
  const overTls = async (user: Record<string, unknown>) => {
    const server = await loopback(() => ({}), { tls: true });
    const given = { server: server.url, cluster: { "certificate-authority-data": base64(certificate) }, user };
    return { server, connection: connect(given) };
  };

  test("is asked once for calls at the same time", async () => {
    const seen = join(folder(), "count");
    const { server, connection } = await overTls(
      plugin(
        `echo x >> ${seen}; echo '{"status":{"token":"from-plugin","expirationTimestamp":"2000-01-01T00:00:00Z"}}'`,
      ),
    );
    await Promise.all([connection.send(call), connection.send(call), connection.send(call)]);
    expect(server.heard.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill("Bearer from-plugin"));
    expect(readFileSync(seen, "utf8")).toBe("x\n");
  });

  test.for([
    {
      when: "fails",
      script: "echo 'first line' >&2; echo 'token has expired, run: aws sso login' >&2; exit 1",
      because: /failed: token has expired, run: aws sso login \(user "u"\)$/,
    },
    { when: "says nothing", script: "exit 1", because: /failed: it said nothing/ },
    { when: "prints something else", script: "echo not-to-be-seen", because: /did not print an ExecCredential/ },
    { when: "prints another JSON", script: "echo '{}'", because: /did not print an ExecCredential/ },
  ])("that $when is a clear fault", async ({ script, because }) => {
    const { connection } = await overTls(plugin(script));
    const error: unknown = await connection.send(call).catch((caught: unknown) => caught);
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain("not-to-be-seen");
    expect(await faultOf(Promise.reject(error))).toMatchObject({
      kind: "denied",
      because: expect.stringMatching(because),
    });
  });

  test("that is not installed is a clear fault", async () => {
    const { connection } = await overTls({
      exec: { apiVersion: "client.authentication.k8s.io/v1", command: "/no/such-plugin" },
    });
    expect(await faultOf(connection.send(call))).toMatchObject({
      kind: "denied",
      because: 'the credential plugin "/no/such-plugin" is not installed (user "u")',
    });
  });
});
