import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { ServiceProxyFlink } from "../../../lib/adapters/flink/serviceProxyFlink.ts";
import { Faulted } from "../../../lib/core/fault.ts";
import { millis, minutes } from "../../../lib/core/time.ts";
import type { FlinkAddress, Jar } from "../../../lib/ports/flink.ts";
import { connecting, faultOf } from "../support/connecting.ts";

const at: FlinkAddress = { namespace: "jobs", service: "session-rest", scheme: "http" };
const path = "/api/v1/namespaces/jobs/services/http:session-rest:rest/proxy/jars/upload";
const uploaded = JSON.stringify({ filename: "/tmp/flink-web-upload/1_x.jar", status: "success" });

/** Bytes as they come from somewhere, and whether that was closed. */
function source(...chunks: readonly (Uint8Array | Error | "never")[]) {
  let closed = false;
  let asked = 0;
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for (const chunk of chunks) {
        asked += 1;
        if (chunk instanceof Error) throw chunk;
        yield chunk === "never" ? await new Promise<Uint8Array>(() => undefined) : chunk;
      }
    } finally {
      closed = true;
    }
  };
  return { bytes: bytes(), closed: () => closed, asked: () => asked };
}

async function serving(listener: RequestListener): Promise<ServiceProxyFlink> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return new ServiceProxyFlink(connecting(`http://127.0.0.1:${port}`));
}

interface Arrived {
  readonly url: string | undefined;
  readonly length: string | undefined;
  readonly files: readonly {
    readonly field: string;
    readonly name: string;
    readonly type: string;
    readonly bytes: Buffer;
  }[];
}

/** A server that reads forms with another library than the one that writes them. */
async function formServer() {
  const arrived: Arrived[] = [];
  const flink = await serving(async (request, response) => {
    const body = await buffer(request);
    const form = await new Response(body, {
      headers: { "content-type": request.headers["content-type"] ?? "" },
    }).formData();
    const files = [...form].map(async ([field, file]) => {
      if (typeof file === "string") throw new Error(`${field} is no file`);
      return { field, name: file.name, type: file.type, bytes: Buffer.from(await file.arrayBuffer()) };
    });
    arrived.push({ url: request.url, length: request.headers["content-length"], files: await Promise.all(files) });
    response.end(uploaded);
  });
  return { flink, arrived };
}

const jarOf = (given: Partial<Jar> & Pick<Jar, "bytes">): Jar => ({ name: "x.jar", size: undefined, ...given });

describe("a jar through the service proxy", () => {
  test.for([true, false])("arrives as the one file of a form, with its size known: %s", async (known) => {
    const { flink, arrived } = await formServer();
    const bytes = Buffer.from([80, 75, 3, 4, 13, 10, 45, 45, 0, 255]);
    const size = known ? bytes.byteLength : undefined;
    expect(await flink.uploadJar(at, jarOf({ size, bytes: source(bytes).bytes }))).toBe("1_x.jar");
    const [{ length, ...rest } = { length: "none" }] = arrived;
    expect(rest).toEqual({
      url: path,
      files: [{ field: "jarfile", name: "x.jar", type: "application/x-java-archive", bytes }],
    });
    expect(length !== undefined).toBe(known);
  });

  test("arrives as it is, in whatever pieces it comes", async () => {
    const { flink, arrived } = await formServer();
    const piece = fc.record({ size: fc.nat(200_000), before: fc.nat(50), fill: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 5 }), async (pieces) => {
        // Views of larger buffers, as Node's streams give them out.
        const views = pieces.map(({ size, before, fill }) => {
          const whole = Buffer.alloc(before + size + 7, fill)
            .fill(fill ^ 255, 0, before)
            .fill(fill ^ 170, before + size);
          return whole.subarray(before, before + size);
        });
        await flink.uploadJar(at, jarOf({ bytes: source(...views).bytes }));
        expect(arrived.at(-1)?.files[0]?.bytes.equals(Buffer.concat(views))).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test("is read only as fast as it is taken", async () => {
    let goOn = (): void => undefined;
    const flink = await serving((request, response) => {
      goOn = () => void request.resume().on("end", () => response.end(uploaded));
    });
    const megabyte = Buffer.alloc(1_000_000);
    const { bytes, asked } = source(...Array<Uint8Array>(200).fill(megabyte));
    const upload = flink.uploadJar(at, jarOf({ bytes }));
    await expect.poll(asked).toBeGreaterThan(0);
    for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
    expect(asked()).toBeLessThan(100);
    goOn();
    expect(await upload).toBe("1_x.jar");
    expect(asked()).toBe(200);
  });
});

describe("an upload ends", () => {
  const swallow: RequestListener = (request) => void request.resume();

  test("with the fault of its source", async () => {
    const flink = await serving(swallow);
    const fault = { kind: "rejected", what: "s3://b/x.jar", because: "it is too large" } as const;
    const { bytes, closed } = source(Buffer.alloc(10), new Faulted(fault));
    expect(await faultOf(flink.uploadJar(at, jarOf({ bytes })))).toEqual(fault);
    expect(closed()).toBe(true);
  });

  test("with what its source throws, also before the first byte and with the size announced", async () => {
    const flink = await serving(swallow);
    const { bytes } = source(new Error("read ECONNRESET"));
    expect(await faultOf(flink.uploadJar(at, jarOf({ size: 10, bytes })))).toEqual({
      kind: "unavailable",
      what: "jar x.jar for Flink of jobs/session-rest",
      because: "it could not be read: read ECONNRESET",
    });
  });

  test("at its deadline, where its source stands still", async () => {
    const flink = await serving(swallow);
    const { bytes } = source(Buffer.alloc(10), "never");
    expect(await faultOf(flink.uploadJar(at, jarOf({ bytes, deadline: millis(50) })))).toMatchObject({
      kind: "unavailable",
      because: expect.stringMatching(/timed out$/),
    });
  });

  test("at its deadline, where nobody takes it, and closes its source", async () => {
    const flink = await serving((request) => void request.pause());
    const { bytes, closed } = source(...Array<Uint8Array>(200).fill(Buffer.alloc(1_000_000)));
    expect(await faultOf(flink.uploadJar(at, jarOf({ bytes, deadline: millis(200) })))).toMatchObject({
      kind: "unavailable",
      because: expect.stringMatching(/timed out$/),
    });
    await expect.poll(closed).toBe(true);
  });

  test("with an answer that comes before it is read, and closes its source", async () => {
    const body = { kind: "Status", status: "Failure", message: "services is forbidden", code: 403 };
    const flink = await serving((_, response) => response.writeHead(403).end(JSON.stringify(body)));
    const { bytes, closed } = source(...Array<Uint8Array>(200).fill(Buffer.alloc(1_000_000)));
    const fault = await faultOf(flink.uploadJar(at, jarOf({ bytes, deadline: minutes(1) })));
    expect(fault).toMatchObject({ kind: "denied", because: "services is forbidden" });
    await expect.poll(closed).toBe(true);
  });

  test("when the connection is cut", async () => {
    const flink = await serving((request) => void request.once("data", () => request.socket.destroy()));
    const { bytes, closed } = source(...Array<Uint8Array>(200).fill(Buffer.alloc(1_000_000)));
    expect(await faultOf(flink.uploadJar(at, jarOf({ bytes })))).toMatchObject({
      kind: "unavailable",
      because: expect.stringMatching(/connection (closed|reset)$/),
    });
    await expect.poll(closed).toBe(true);
  });

  test("when there is nobody to send it to, unread", async () => {
    const flink = new ServiceProxyFlink(connecting("http://127.0.0.1:1"));
    const { bytes, asked } = source(Buffer.alloc(10));
    expect(await faultOf(flink.uploadJar(at, jarOf({ bytes })))).toMatchObject({
      kind: "unavailable",
      because: "no answer from 127.0.0.1:1: connection refused",
    });
    expect(asked()).toBe(0);
  });
});
