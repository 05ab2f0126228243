import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { Call } from "../../../lib/adapters/kubernetes/connection.ts";
import { tokenAccess } from "../../../lib/adapters/kubernetes/tokenAccess.ts";
import { Connection } from "../../../lib/adapters/kubernetes/connection.ts";
import { Faulted } from "../../../lib/core/fault.ts";
import { millis, minutes } from "../../../lib/core/time.ts";
import { connecting, faultOf } from "../support/connecting.ts";
import { loopback } from "../support/loopback.ts";
import { certificate } from "../support/tls.ts";

const call: Call = { method: "GET", path: "/version", what: "version" };

describe("a connection", () => {
  test("never has more calls in flight than allowed", async () => {
    let inFlight = 0;
    let most = 0;
    const server = await loopback(async () => {
      most = Math.max(most, (inFlight += 1));
      for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
      inFlight -= 1;
      return {};
    });
    const connection = connecting(server.url, { parallelism: 3 });
    await Promise.all(Array.from({ length: 12 }, () => connection.send(call)));
    expect(most).toBe(3);
  });

  test("keeps the places of ordinary calls free of those that may take long", async () => {
    let most = 0;
    let waiting: (() => void)[] = [];
    const server = await loopback(async ({ path }) => {
      if (path !== "/long") return {};
      await new Promise<void>((resolve) => (most = Math.max(most, waiting.push(resolve))));
      return {};
    });
    const connection = connecting(server.url, { parallelism: 1, longCalls: 2 });
    const long: Call = { ...call, method: "POST", path: "/long", deadline: minutes(10) };
    const ended = Promise.all([long, long, long].map((each) => connection.send(each)));
    await expect.poll(() => waiting.length).toBe(2);
    expect((await connection.send(call)).status).toBe(200);
    expect(most).toBe(2);
    const first = waiting;
    waiting = [];
    for (const end of first) end();
    await expect.poll(() => waiting.length).toBe(1);
    for (const end of waiting) end();
    expect((await ended).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test("waits for a call as long as that says", async () => {
    const waiting: (() => void)[] = [];
    const server = await loopback(async () => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return {};
    });
    const connection = connecting(server.url, { deadline: millis(1) });
    const sent = connection.send({ ...call, deadline: minutes(1) });
    await expect.poll(() => waiting.length).toBe(1);
    // An ordinary call gives up in the meantime.
    expect(await faultOf(connection.send(call))).toMatchObject({ kind: "unavailable" });
    for (const answer of waiting) answer();
    expect((await sent).status).toBe(200);
  });

  test("gives up at the deadline of the call", async () => {
    const server = await loopback(() => "never");
    const fault = await faultOf(connecting(server.url).send({ ...call, deadline: millis(50) }));
    expect(fault).toMatchObject({ kind: "unavailable", because: expect.stringMatching(/timed out$/) });
  });

  test("gives up at its deadline", async () => {
    const server = await loopback(() => "never");
    const fault = await faultOf(connecting(server.url, { deadline: millis(50) }).send(call));
    expect(fault).toEqual({
      kind: "unavailable",
      what: "version",
      because: `no answer from ${new URL(server.url).host}: timed out`,
    });
  });

  test("says that a connection was refused, and where", async () => {
    const fault = await faultOf(connecting("http://127.0.0.1:1").send(call));
    expect(fault).toMatchObject({
      kind: "unavailable",
      because: "no answer from 127.0.0.1:1: connection refused",
    });
  });

  test("says that a connection was cut", async () => {
    const server = await loopback(() => "hang up");
    expect(await faultOf(connecting(server.url).send(call))).toMatchObject({
      kind: "unavailable",
      because: expect.stringMatching(/connection (closed|reset)$/),
    });
  });

  test("keeps connections open from one call to the next", async () => {
    const server = await loopback(() => ({}), { tls: true });
    const connection = new Connection(tokenAccess(server.url, { ca: certificate, token: async () => "t" }));
    for (let i = 0; i < 20; i++) await connection.send(call);
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  test("asks for credentials before every call", async () => {
    const server = await loopback(() => ({}), { tls: true });
    let issued = 0;
    const token = async () => `token-${(issued += 1)}`;
    const connection = new Connection(tokenAccess(server.url, { ca: certificate, token }));
    await connection.send(call);
    await connection.send(call);
    expect(server.heard.map(({ headers }) => headers.authorization)).toEqual(["Bearer token-1", "Bearer token-2"]);
  });

  test("names a certificate that it does not trust", async () => {
    const server = await loopback(() => ({}), { tls: true });
    const connection = new Connection(tokenAccess(server.url, { ca: undefined, token: async () => "t" }));
    expect(await faultOf(connection.send(call))).toMatchObject({
      kind: "unavailable",
      because: expect.stringContaining("certificate is not signed by the configured CA"),
    });
  });

  test("never sends a token in the clear", () => {
    const open = () => tokenAccess("http://127.0.0.1:1", { ca: undefined, token: async () => "t" });
    expect(open).toThrow("http://127.0.0.1:1 is not https: a token is never sent in the clear");
  });

  test.for(["never", "hang up"] as const)("shows no credentials when the server does this: %s", async (answer) => {
    const server = await loopback(() => answer);
    const connection = connecting(server.url, { deadline: millis(50) });
    const error: unknown = await connection.send(call).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Faulted);
    expect(inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error)).not.toContain(
      "not-to-be-seen",
    );
  });
});
