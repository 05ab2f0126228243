import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressKind } from "../../../lib/adapters/artifacts/addressKind.ts";
import type { Artifact } from "../../../lib/core/artifact.ts";
import { isRestrictedHost } from "../../../lib/core/lifecycle/validation/restrictedHost.ts";
import { faultOf } from "../support/connecting.ts";
import { bytesOf, fetching, publicAddress } from "./support/fetching.ts";
import { jarSite } from "./support/site.ts";

const nobody = [
  "0.0.0.0",
  "0.1.2.3",
  "169.254.169.254",
  "169.254.0.1",
  "100.100.100.200",
  "192.0.0.1",
  "192.0.2.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "fd00:ec2::254",
  "fe80::1",
  "fe80::1%eth0",
  "ff02::1",
  "::ffff:169.254.169.254",
  "::ffff:100.100.100.200",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b:1::1",
  "2002:a9fe:a9fe::1",
  "2002:0a00:0001::1",
  "2001:0:1::1",
  "2001:db8::1",
  "3fff::1",
  "100::1",
  "::a00:1",
  "4000::1",
  "not an address",
  "",
];
const privateOnes = [
  "10.0.0.1",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "127.0.0.1",
  "127.255.255.255",
  "100.64.0.1",
  "::1",
  "fd12::1",
  "fc00::1",
  "fec0::1",
  "::ffff:10.0.0.1",
  "::ffff:8.8.8.8",
  "64:ff9b::0a00:0001",
  "64:ff9b::8.8.8.8",
];
const publicOnes = [
  "8.8.8.8",
  publicAddress,
  "172.15.0.1",
  "172.32.0.1",
  "11.0.0.1",
  "100.63.0.1",
  "100.128.0.1",
  "2606:4700::1111",
];

describe("an address is", () => {
  test.for(nobody)("never connected to: %s", (address) => expect(addressKind(address)).toBe("never"));
  test.for(privateOnes)("private: %s", (address) => expect(addressKind(address)).toBe("private"));
  test.for(publicOnes)("public: %s", (address) => expect(addressKind(address)).toBe("public"));
});

describe("the early rule about the spelling of a host agrees with what connects", () => {
  const agree = (host: string): void => {
    const { hostname } = new URL(`https://${host}/`);
    const address = hostname.replace(/^\[(.*)\]$/, "$1");
    expect([hostname, isRestrictedHost(hostname)]).toEqual([hostname, addressKind(address) !== "public"]);
  };
  /** The first and the last address of each range, and their neighbours. */
  const edges4 = [
    [0, 8],
    [10 << 24, 8],
    [(100 << 24) | (64 << 16), 10],
    [127 << 24, 8],
    [(169 << 24) | (254 << 16), 16],
    [(172 << 24) | (16 << 16), 12],
    [192 << 24, 24],
    [(192 << 24) | (2 << 8), 24],
    [(192 << 24) | (31 << 16) | (196 << 8), 24],
    [(192 << 24) | (52 << 16) | (193 << 8), 24],
    [(192 << 24) | (88 << 16) | (99 << 8), 24],
    [(192 << 24) | (168 << 16), 16],
    [(192 << 24) | (175 << 16) | (48 << 8), 24],
    [(198 << 24) | (18 << 16), 15],
    [(198 << 24) | (51 << 16) | (100 << 8), 24],
    [(203 << 24) | (113 << 8), 24],
    [224 << 24, 4],
    [240 << 24, 4],
  ].flatMap(([start = 0, bits = 0]) => {
    const [first, size] = [start >>> 0, 2 ** (32 - bits)];
    return [first - 1, first, first + size - 1, first + size].filter((one) => one >= 0 && one < 2 ** 32);
  });
  test("in every address of the fourth version at an edge", () => edges4.forEach((address) => agree(String(address))));

  test("in any address of the fourth version", () => fc.assert(fc.property(fc.ipV4(), (address) => agree(address))));

  const groups = fc.array(
    fc.oneof(fc.constantFrom(0, 1, 0x1ff, 0x200, 0xdb8, 0xfff, 0x1000, 0x4f, 0x8000), fc.nat(0xffff)),
    {
      minLength: 7,
      maxLength: 7,
    },
  );
  const firsts = fc.oneof(
    fc.constantFrom(0, 0x64, 0x100, 0x1fff, 0x2000, 0x2001, 0x2002, 0x2003, 0x2620, 0x3ffe, 0x3fff, 0x4000, 0x5f00),
    fc.constantFrom(0xfc00, 0xfd00, 0xfe80, 0xfec0, 0xff02),
    fc.nat(0xffff),
  );
  test("in any address of the sixth version", () =>
    fc.assert(
      fc.property(firsts, groups, (first, others) =>
        agree(`[${[first, ...others].map((one) => one.toString(16)).join(":")}]`),
      ),
      { numRuns: 2000 },
    ));
});

describe("no way leads to", () => {
  const refused = { kind: "rejected", because: expect.stringContaining("is refused: it has a") };

  test.for([
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "017700000001",
    "0177.0.0.01",
    "127.0.0.1.",
    "１２７.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[0:0:0:0:0:ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "[fd00:ec2::254]",
    "10.0.0.1",
    "0",
  ])("https://%s, which is an address", async (host) => {
    const { artifacts, dialled } = fetching({});
    expect(await faultOf(artifacts.open(`https://${host}/job.jar`))).toMatchObject(refused);
    expect(dialled).toEqual([]);
  });

  test.for([
    ["a private one", ["10.0.0.1"]],
    ["one of this machine", ["127.0.0.1"]],
    ["a bad one behind a good one", [publicAddress, "10.0.0.1"]],
    ["a bad one before a good one", ["fe80::1", publicAddress]],
    ["of a metadata service behind a good one", [publicAddress, "169.254.169.254"]],
    ["one that holds another", ["::ffff:10.0.0.1"]],
    ["a metadata service", ["169.254.169.254"]],
    ["none at all", []],
  ] as const)("a host whose address is %s", async ([, addresses]) => {
    const { artifacts, dialled } = fetching({ "repo.example.com": { answers: [addresses] } });
    const uri = "https://repo.example.com/job.jar";
    expect(await faultOf(artifacts.open(uri))).toMatchObject({
      kind: "rejected",
      what: `jar ${uri}`,
      because: expect.stringMatching(/^its host repo\.example\.com is refused: it has /),
    });
    expect(dialled).toEqual([]);
  });

  test("a host that is public when it is asked for the first time and private from then on", async () => {
    const jar = await jarSite("PK");
    const { artifacts, dialled, asked } = fetching({
      "rebound.example.com": { answers: [[publicAddress], ["10.0.0.1"]], site: jar },
    });
    const uri = "http://rebound.example.com/job.jar";
    expect(String(await bytesOf(await artifacts.open(uri)))).toBe("PK");
    expect(asked).toHaveLength(1);
    expect(await faultOf(artifacts.open(uri))).toMatchObject(refused);
    expect(dialled).toEqual([publicAddress]);
  });
});

/** What is in a jar, or the kind of the fault that it ends in. */
async function ended(opened: Promise<Artifact>): Promise<string> {
  const [result] = await Promise.allSettled([opened.then(bytesOf)]);
  if (result.status === "fulfilled") return String(result.value);
  return (await faultOf(opened)).kind;
}

describe("the fleet file", () => {
  const repo = "repo.corp.example";

  test.for<{ allowed: string; uri?: string; ok: boolean; address?: string }>([
    { allowed: repo, ok: true },
    { allowed: repo, ok: true, address: "127.0.0.1" },
    { allowed: repo, ok: true, address: "fd12::1" },
    { allowed: repo, ok: true, address: "100.64.0.1" },
    { allowed: repo, ok: true, uri: "http://REPO.corp.example./job.jar" },
    { allowed: "*.corp.example", ok: true },
    { allowed: `${repo}:80`, ok: true },
    { allowed: `${repo}:8081`, uri: `http://${repo}:8081/job.jar`, ok: true },
    { allowed: "*.corp.example:8081", uri: `http://${repo}:8081/job.jar`, ok: true },
    { allowed: repo, uri: `http://${repo}:8081/job.jar`, ok: true },
    { allowed: `${repo}:443`, ok: false },
    { allowed: `${repo}:8081`, ok: false },
    { allowed: "corp.example", ok: false },
    { allowed: "*.repo.corp.example", ok: false },
    { allowed: "*.orp.example", ok: false },
    { allowed: repo, ok: false, address: "169.254.169.254" },
    { allowed: repo, ok: false, address: "169.254.0.1" },
    { allowed: repo, ok: false, address: "fd00:ec2::254" },
    { allowed: repo, ok: false, address: "100.100.100.200" },
    { allowed: repo, ok: false, address: "::ffff:169.254.169.254" },
    { allowed: repo, ok: false, address: "fe80::1" },
    { allowed: repo, ok: false, address: "0.0.0.0" },
  ])("that allows $allowed: $uri at $address: $ok", async ({ allowed, uri, ok, address = "10.0.0.1" }) => {
    const jar = await jarSite("PK");
    const known = { answers: [[address]], site: jar };
    const { artifacts, dialled } = fetching({ [repo]: known, [`${repo}.`]: known }, { allowedHosts: [allowed] });
    const opened = artifacts.open(uri ?? `http://${repo}/job.jar`);
    expect(await ended(opened)).toBe(ok ? "PK" : "rejected");
    expect(dialled).toEqual(ok ? [address] : []);
  });

  test.for([
    ["10.0.0.1", "http://10.0.0.1/job.jar"],
    ["[fd12::1]:8081", "http://[fd12::1]:8081/job.jar"],
  ] as const)("that allows the address %s", async ([allowed, uri]) => {
    const jar = await jarSite("PK");
    const hosts = { "10.0.0.1": { site: jar }, "fd12::1": { site: jar } };
    expect(await faultOf(fetching(hosts).artifacts.open(uri))).toMatchObject({ kind: "rejected" });
    const { artifacts } = fetching(hosts, { allowedHosts: [allowed] });
    expect(String(await bytesOf(await artifacts.open(uri)))).toBe("PK");
  });

  test.for([
    ["10.0.0.1", true],
    ["169.254.169.254", false],
  ] as const)("that restricts no hosts: %s, %s", async ([address, ok]) => {
    const jar = await jarSite("PK");
    const { artifacts, dialled } = fetching({ any: { answers: [[address]], site: jar } }, { restrictsHosts: false });
    expect(await ended(artifacts.open("http://any/job.jar"))).toBe(ok ? "PK" : "rejected");
    expect(dialled).toEqual(ok ? [address] : []);
  });
});
