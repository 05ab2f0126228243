import { once } from "node:events";
import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { systemNetwork } from "../../../lib/adapters/artifacts/network.ts";
import { FetchedArtifacts } from "../../../lib/adapters/artifacts/fetchedArtifacts.ts";
import { artifactRules } from "../../../lib/core/configuration/artifactRules.ts";
import { faultOf } from "../support/connecting.ts";
import { bytesOf, fetching } from "./support/fetching.ts";
import { jarSite, redirectSite, site } from "./support/site.ts";

const repo = "repo.example.com";
const uri = `http://${repo}/job.jar`;
const option = "kubernetes.operator.user.artifacts.http.header";

describe("a jar", () => {
  test.for([true, false])("comes as it is, TLS %s", async (tls) => {
    const jar = Buffer.alloc(1_000_000, "PK\x03\x04");
    const { artifacts } = fetching({ [repo]: { site: await jarSite(jar, { tls }) } });
    const artifact = await artifacts.open(`${tls ? "https" : "http"}://${repo}/a/job.jar?build=7`);
    expect(artifact).toMatchObject({ name: "job.jar", size: jar.length });
    expect((await bytesOf(artifact)).equals(jar)).toBe(true);
  });

  test("is asked for with the path, the query and the headers of the user, and nothing of the user info", async () => {
    const jar = await jarSite("PK");
    const { artifacts } = fetching({ [repo]: { site: jar } });
    const headers = { Authorization: "Bearer abc", "X-Team": "flink" };
    await bytesOf(await artifacts.open(`http://me:pw@${repo}/a%20b.jar?c=d#e`, { headers }));
    expect(jar.heard).toMatchObject([
      {
        url: "/a%20b.jar?c=d",
        headers: { host: repo, authorization: "Bearer abc", "x-team": "flink", "accept-encoding": "identity" },
      },
    ]);
  });

  test("may be of unknown size", async () => {
    const chunked = await site((_request, response) => {
      response.write("PK");
      response.end("more");
    });
    const artifact = await fetching({ [repo]: { site: chunked } }).artifacts.open(uri);
    expect(artifact.size).toBeUndefined();
    expect(String(await bytesOf(artifact))).toBe("PKmore");
  });

  test("that is encoded is not decoded, so that a small one does not become a large one", async () => {
    const zipped = gzipSync(Buffer.alloc(100_000));
    const encoding = await site(
      (_request, response) => void response.setHeader("content-encoding", "gzip").end(zipped),
    );
    const { artifacts } = fetching({ [repo]: { site: encoding } }, { limit: zipped.length });
    expect((await bytesOf(await artifacts.open(uri))).equals(zipped)).toBe(true);
  });

  test.for<["unread" | "half read" | "abandoned"]>([["unread"], ["half read"], ["abandoned"]])(
    "that is closed %s lets go of its connection",
    async ([how]) => {
      const closed = Promise.withResolvers<void>();
      const endless = await site((_request, response) => {
        response.on("close", () => closed.resolve());
        const more = (): void => {
          while (response.write(Buffer.alloc(65_536)));
        };
        response.on("drain", more);
        more();
      });
      const artifact = await fetching({ [repo]: { site: endless } }).artifacts.open(uri);
      if (how === "half read") await artifact.bytes[Symbol.asyncIterator]().next();
      if (how === "abandoned") {
        for await (const _chunk of artifact.bytes) break;
      } else artifact.close();
      await expect(closed.promise).resolves.toBeUndefined();
      artifact.close();
    },
  );

  test.for([
    ["/a/job.jar", "job.jar"],
    ["/a/job.JAR", "job.jar"],
    ["/a/b%2Fc d;é.jar", "b_c_d__.jar"],
    ["/download", "download.jar"],
    ["/download/", "download.jar"],
    ["/", "job.jar"],
    ["/%zz.jar", "_zz.jar"],
    [`/${"x".repeat(300)}.jar`, `${"x".repeat(100)}.jar`],
  ] as const)("at %s is called %s", async ([path, name]) => {
    const { artifacts } = fetching({ [repo]: { site: await jarSite("PK") } });
    const artifact = await artifacts.open(`http://${repo}${path}`);
    artifact.close();
    expect(artifact.name).toBe(name);
  });
});

describe("a server that answers", () => {
  test.for<[number, "rejected" | "unavailable", string]>([
    [204, "rejected", "answers 204, where 200 with the whole jar is right"],
    [206, "rejected", "answers 206, where 200"],
    [304, "rejected", "answers 304"],
    [400, "rejected", "answers 400"],
    [401, "rejected", `answers 401: if it asks for credentials, give them in ${option}`],
    [403, "rejected", `answers 403: if it asks for credentials, give them in ${option}`],
    [404, "rejected", "answers 404: there is no such file: correct spec.job.jarURI"],
    [410, "rejected", "answers 410: there is no such file"],
    [408, "unavailable", "answers 408"],
    [429, "unavailable", "answers 429"],
    [500, "unavailable", "answers 500"],
    [503, "unavailable", "answers 503"],
  ])("%s is %s", async ([status, kind, because]) => {
    const answering = await site((_request, response) => void response.writeHead(status).end());
    const { artifacts } = fetching({ [repo]: { site: answering } });
    const fault = await faultOf(artifacts.open(uri));
    expect(fault).toMatchObject({ kind, what: `jar ${uri}`, because: expect.stringContaining(`${repo} ${because}`) });
  });

  test("403 to what the user gave: it is named, its value is not told", async () => {
    const answering = await site((_request, response) => void response.writeHead(403).end());
    const { artifacts } = fetching({ [repo]: { site: answering } });
    const fault = await faultOf(artifacts.open(uri, { headers: { Authorization: "Bearer hunter2" } }));
    expect(fault).toMatchObject({ because: expect.stringContaining(`what ${option} gives (Authorization) is right`) });
    expect(JSON.stringify(fault)).not.toContain("hunter2");
  });

  test("with a page to log in is no server of jars", async () => {
    const page = await site((_request, response) => void response.setHeader("content-type", "text/html; x").end("<a>"));
    expect(await faultOf(fetching({ [repo]: { site: page } }).artifacts.open(uri))).toMatchObject({
      kind: "rejected",
      because: expect.stringContaining("answers with a web page, not with a jar"),
    });
  });
});

describe("a jar that is too large is refused", () => {
  const limit = 70_000;

  test("at once where its size is told, and none of it is read", async () => {
    const { artifacts } = fetching({ [repo]: { site: await jarSite("x".repeat(limit + 1)) } }, { limit });
    expect(await faultOf(artifacts.open(uri))).toEqual({
      kind: "rejected",
      what: `jar ${uri}`,
      because:
        "it has 70001 bytes, more than the 70000 bytes that are allowed: make it smaller, or raise artifacts.maxSize in the fleet file",
    });
  });

  test("on its way where its size is not told", async () => {
    const chunked = await site((_request, response) => {
      for (let i = 0; i < 8; i++) response.write("x".repeat(10_000));
      response.end();
    });
    const artifact = await fetching({ [repo]: { site: chunked } }, { limit }).artifacts.open(uri);
    let read = 0;
    const reading = async (): Promise<void> => {
      for await (const { length } of artifact.bytes) read += length;
    };
    expect(await faultOf(reading())).toMatchObject({
      kind: "rejected",
      because: expect.stringContaining("more than the 70000 bytes"),
    });
    expect(read).toBeLessThanOrEqual(limit);
  });

  test("and one of just that size is not", async () => {
    const { artifacts } = fetching({ [repo]: { site: await jarSite("x".repeat(limit)) } }, { limit });
    expect(await bytesOf(await artifacts.open(uri))).toHaveLength(limit);
  });

  test("by the caller's own limit", async () => {
    const { artifacts } = fetching({ [repo]: { site: await jarSite("xxx") } });
    expect(await faultOf(artifacts.open(uri, { limit: 2 }))).toMatchObject({ kind: "rejected" });
  });
});

/** A server that speaks HTTP as badly as it likes. */
async function rawSite(said: (write: (text: string) => void, end: () => void) => void) {
  const server: Server = createServer((socket) => {
    socket.on("error", () => undefined);
    const timers: NodeJS.Timeout[] = [];
    socket.on("close", () => timers.forEach(clearInterval));
    socket.once("data", () =>
      said(
        (text) => void socket.write(text),
        () => socket.end(),
      ),
    );
    onTestFinished(() => void socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, heard: [] };
}

describe("a connection that", () => {
  const stall = 100;

  test("breaks before the length that it told is none that has brought a jar", async () => {
    const lying = await rawSite((write, end) => {
      write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nPK");
      end();
    });
    const artifact = await fetching({ [repo]: { site: lying } }).artifacts.open(uri);
    expect(await faultOf(bytesOf(artifact))).toMatchObject({ kind: "unavailable", what: `jar ${uri}` });
  });

  test("brings more than the length that it told ends there", async () => {
    const lying = await rawSite((write) => write(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nPK${"x".repeat(9999)}`));
    const artifact = await fetching({ [repo]: { site: lying } }, { limit: 10 }).artifacts.open(uri);
    const bytes = await bytesOf(artifact).catch(() => Buffer.from("PK"));
    expect(String(bytes)).toBe("PK");
  });

  test("brings nothing is given up", async () => {
    const silent = await rawSite(() => undefined);
    const fault = await faultOf(fetching({ [repo]: { site: silent } }, {}, stall).artifacts.open(uri));
    expect(fault).toEqual({ kind: "unavailable", what: `jar ${uri}`, because: `no answer from ${repo}: timed out` });
  });

  test("brings one header after the other, without an end, is given up", async () => {
    const slow = await rawSite((write) => {
      write("HTTP/1.1 200 OK\r\n");
      const drip = setInterval(() => write("X-A: b\r\n"), 10);
      onTestFinished(() => clearInterval(drip));
    });
    const fault = await faultOf(fetching({ [repo]: { site: slow } }, {}, stall).artifacts.open(uri));
    expect(fault).toMatchObject({ kind: "unavailable" });
  });

  test("stands still in the middle is given up", async () => {
    const stalled = await rawSite((write) => write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nPK"));
    const artifact = await fetching({ [repo]: { site: stalled } }, {}, stall).artifacts.open(uri);
    expect(await faultOf(bytesOf(artifact))).toEqual({
      kind: "unavailable",
      what: `jar ${uri}`,
      because: "no byte came for 0.1 s",
    });
  });

  test("is refused says nothing about the jar", async () => {
    expect(await faultOf(fetching({ [repo]: {} }).artifacts.open(uri))).toEqual({
      kind: "unavailable",
      what: `jar ${uri}`,
      because: `no answer from ${repo}: connection refused`,
    });
  });

  test("leads to an unknown host says nothing about the jar", async () => {
    expect(await faultOf(fetching({}).artifacts.open(uri))).toMatchObject({
      kind: "unavailable",
      because: `no answer from ${repo}: host name not found`,
    });
  });
});

describe("a redirect", () => {
  const other = "cdn.example.com";
  const headers = { Authorization: "Bearer abc", Cookie: "x" };

  test("is followed, and the jar keeps the name that the user gave it", async () => {
    const cdn = await jarSite("PK");
    const start = await redirectSite(() => `http://${other}/blob/123?sig=x`);
    const { artifacts } = fetching({ [repo]: { site: start }, [other]: { site: cdn } });
    const artifact = await artifacts.open(uri);
    expect(artifact.name).toBe("job.jar");
    expect(String(await bytesOf(artifact))).toBe("PK");
    expect(cdn.heard[0]?.url).toBe("/blob/123?sig=x");
  });

  test("within an origin takes the headers along", async () => {
    const here = await site(({ url }, response) =>
      url === "/job.jar" ? response.writeHead(307, { location: "b/c.jar" }).end() : response.end("PK"),
    );
    await bytesOf(await fetching({ [repo]: { site: here } }).artifacts.open(uri, { headers }));
    expect(here.heard).toMatchObject([{}, { url: "/b/c.jar", headers: { authorization: "Bearer abc", cookie: "x" } }]);
  });

  test.for([
    ["another host", `http://${other}/job.jar`],
    ["another protocol", `https://${other}/job.jar`],
  ] as const)("to %s does not take the headers along", async ([, to]) => {
    const target = await jarSite("PK", { tls: to.startsWith("https") });
    const start = await redirectSite(() => to);
    const { artifacts } = fetching({ [repo]: { site: start }, [other]: { site: target } });
    await bytesOf(await artifacts.open(uri, { headers }));
    expect(target.heard).toHaveLength(1);
    expect(Object.keys(target.heard[0]?.headers ?? {})).not.toContain("authorization");
    expect(Object.keys(target.heard[0]?.headers ?? {})).not.toContain("cookie");
  });

  test("to another port of the same host does not take the headers along", async () => {
    // The same site answers there, and sends us around until it is enough.
    const start = await redirectSite(() => `http://${repo}:8081/job.jar`);
    await faultOf(fetching({ [repo]: { site: start } }).artifacts.open(uri, { headers }));
    const sent = start.heard.map((one) => one.headers.authorization);
    expect(sent).toEqual(["Bearer abc", undefined, undefined, undefined, undefined, undefined]);
  });

  test("that comes back brings no headers with it", async () => {
    const start = await site(({ url }, response) =>
      url === "/job.jar" ? response.writeHead(302, { location: `http://${other}/` }).end() : response.end("PK"),
    );
    const away = await redirectSite(() => `http://${repo}/back.jar`);
    const { artifacts } = fetching({ [repo]: { site: start }, [other]: { site: away } });
    await bytesOf(await artifacts.open(uri, { headers }));
    expect(start.heard.map((one) => one.headers.authorization)).toEqual(["Bearer abc", undefined]);
  });

  test.for([
    ["a metadata service", "http://169.254.169.254/latest/meta-data/", /host 169\.254\.169\.254 is refused/],
    ["this machine", "http://localhost:8080/", /host localhost is refused/],
    ["a private host", "http://private.example.com/", /private\.example\.com is refused: it has a private address/],
    ["a file", "file:///etc/passwd", /redirects to file:\/\/: only https/],
    ["S3", "s3://bucket/key", /redirects to s3:\/\/bucket: only https/],
    ["nowhere", "http://", /redirects to nowhere/],
  ] as const)("to %s is refused", async ([, location, because]) => {
    const start = await redirectSite(() => location);
    const { artifacts, dialled } = fetching({
      [repo]: { site: start },
      localhost: { answers: [["127.0.0.1"]], site: start },
      "private.example.com": { answers: [["10.0.0.1"]], site: start },
    });
    expect(await faultOf(artifacts.open(uri))).toMatchObject({
      kind: "rejected",
      what: `jar ${uri}`,
      because: expect.stringMatching(because),
    });
    expect(dialled).toHaveLength(1);
  });

  test("without a location is refused", async () => {
    const start = await site((_request, response) => void response.writeHead(302).end());
    expect(await faultOf(fetching({ [repo]: { site: start } }).artifacts.open(uri))).toMatchObject({
      because: `${repo} redirects to nowhere`,
    });
  });

  test("from https to http is refused", async () => {
    const start = await redirectSite(() => `http://${other}/job.jar?sig=hunter2`, { tls: true });
    const { artifacts, dialled } = fetching({ [repo]: { site: start }, [other]: { site: start } });
    const fault = await faultOf(artifacts.open(`https://${repo}/job.jar`));
    expect(fault).toMatchObject({ kind: "rejected", because: expect.stringContaining("only https is followed") });
    expect(JSON.stringify(fault)).not.toContain("hunter2");
    expect(dialled).toHaveLength(1);
  });

  test("is followed five times, not six", async () => {
    const ring = (last: number) =>
      site(({ url = "" }, response) => {
        const step = Number(url.slice(1));
        if (step === last) response.end("PK");
        else response.writeHead(302, { location: `/${step + 1}` }).end();
      });
    const five = fetching({ [repo]: { site: await ring(5) } });
    expect(String(await bytesOf(await five.artifacts.open(`http://${repo}/0`)))).toBe("PK");
    const six = fetching({ [repo]: { site: await ring(6) } });
    expect(await faultOf(six.artifacts.open(`http://${repo}/0`))).toMatchObject({
      kind: "rejected",
      because: expect.stringContaining("redirected more than 5 times"),
    });
  });
});

describe("refused before anybody is asked:", () => {
  test.for([
    ["http://repo.example.com/a.jar", "its scheme is not one of https, s3"],
    ["local:///opt/a.jar", "its scheme is not one of https, s3"],
    ["job.jar", "it is not a valid URI"],
    ["https://", "it is not a valid URI"],
  ] as const)("%s", async ([bad, because]) => {
    const { artifacts, asked } = fetching({ [repo]: {} }, { schemes: ["https", "s3"] });
    expect(await faultOf(artifacts.open(bad))).toMatchObject({
      kind: "rejected",
      what: `jar ${bad}`,
      because: expect.stringContaining(because),
    });
    expect(asked).toEqual([]);
  });

  test("a scheme that is allowed and that nobody here knows", async () => {
    expect(await faultOf(fetching({}, { schemes: ["ftp"] }).artifacts.open("ftp://a/b.jar"))).toMatchObject({
      because: expect.stringContaining("https, http and s3 can"),
    });
  });

  test("a password in a URI is not told", async () => {
    const fault = await faultOf(fetching({}).artifacts.open(`https://me:hunter2@${repo}/a.jar`));
    expect(fault).toMatchObject({ what: "jar ******" });
    expect(JSON.stringify(fault)).not.toContain("hunter2");
  });

  test.for([
    { "X-A": "b\r\nX-C: hunter2" },
    { "a b": "hunter2" },
    { "": "hunter2" },
    { Host: "hunter2" },
    { connection: "hunter2" },
    { "transfer-encoding": "hunter2" },
  ])("the header %o", async (bad) => {
    const fault = await faultOf(
      fetching({ [repo]: { site: await jarSite("PK") } }).artifacts.open(uri, { headers: bad }),
    );
    expect(fault).toMatchObject({ kind: "rejected", because: expect.stringContaining(option) });
    expect(JSON.stringify(fault)).not.toContain("hunter2");
  });
});

test("the machine's own resolver and connections do the same", async () => {
  const jar = await jarSite("PK");
  const settings = { identity: { credentials: () => Promise.reject(new Error("unused")) }, network: systemNetwork };
  const at = `http://localhost:${jar.port}/job.jar`;
  const rules = { ...artifactRules({}), schemes: ["http"] };
  expect(await faultOf(new FetchedArtifacts({ ...settings, rules }).open(at))).toMatchObject({
    kind: "rejected",
    because: expect.stringContaining("private address"),
  });
  const allowing = new FetchedArtifacts({ ...settings, rules: { ...rules, allowedHosts: ["localhost"] } });
  expect(String(await bytesOf(await allowing.open(at)))).toBe("PK");
});
