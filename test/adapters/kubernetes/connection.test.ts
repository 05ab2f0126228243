import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { Call } from "../../../lib/adapters/kubernetes/connection.ts";
import { tokenAccess } from "../../../lib/adapters/kubernetes/tokenAccess.ts";
import { Connection } from "../../../lib/adapters/kubernetes/connection.ts";
import { Faulted } from "../../../lib/core/fault.ts";
import { millis } from "../../../lib/core/time.ts";
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
