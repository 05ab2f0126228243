import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { AwsCredentials } from "../../../lib/adapters/eks/credentials.ts";
import { eksToken, eksTokens, stsHost } from "../../../lib/adapters/eks/token.ts";
import { Connection } from "../../../lib/adapters/kubernetes/connection.ts";
import { KubernetesCluster } from "../../../lib/adapters/kubernetes/kubernetesCluster.ts";
import { tokenAccess } from "../../../lib/adapters/kubernetes/tokenAccess.ts";
import { type Instant, later, minutes, seconds } from "../../../lib/core/time.ts";
import { judge, type TokenRules } from "../../support/tokenWebhook.ts";
import { loopback } from "../support/loopback.ts";
import { noon, settableClock } from "../support/settableClock.ts";
import { certificate } from "../support/tls.ts";

const credentials: AwsCredentials = {
  accessKeyId: "ASIATEST",
  secretAccessKey: "wJalr/XUtnFEMI+K7MDENG=",
  sessionToken: "FwoG/ZXIv+YXdz==",
};
const cluster = "prod-eu";
const region = "eu-west-1";
const rules = (now: Instant, over: Partial<TokenRules> = {}): TokenRules => ({
  cluster,
  region,
  now: () => now,
  callers: {
    ASIATEST: {
      secretAccessKey: credentials.secretAccessKey,
      sessionToken: "FwoG/ZXIv+YXdz==",
      username: "arn:aws:sts::111122223333:assumed-role/fleet/flink-fleet",
      groups: ["flink-fleet"],
    },
  },
  ...over,
});
const aToken = (over: Partial<Parameters<typeof eksToken>[0]> = {}) =>
  eksToken({ cluster, region, credentials, now: noon, ...over });
const opened = (token: string): URL => new URL(Buffer.from(token.replace("k8s-aws-v1.", ""), "base64url").toString());
const closed = (url: URL): string => `k8s-aws-v1.${Buffer.from(url.href).toString("base64url")}`;
const altered = async (change: (url: URL) => void): Promise<string> => {
  const url = opened(await aToken());
  change(url);
  return closed(url);
};

describe("a token", () => {
  test("is taken by the cluster that it is for", async () => {
    expect(judge(await aToken(), rules(noon))).toEqual({
      authenticated: true,
      user: { username: "arn:aws:sts::111122223333:assumed-role/fleet/flink-fleet", groups: ["flink-fleet"] },
    });
  });

  test("is a presigned GetCallerIdentity of the regional endpoint", async () => {
    const token = await aToken();
    expect(token).toMatch(/^k8s-aws-v1\.[A-Za-z0-9_-]+$/);
    const { host, searchParams } = opened(token);
    expect({ host, ...Object.fromEntries(searchParams) }).toMatchObject({
      host: "sts.eu-west-1.amazonaws.com",
      Action: "GetCallerIdentity",
      "X-Amz-Expires": "60",
      "X-Amz-Date": "20261121T120000Z",
      "X-Amz-SignedHeaders": "host;x-k8s-aws-id",
    });
  });

  test("of long-lived credentials carries no session", async () => {
    const { accessKeyId, secretAccessKey } = credentials;
    const token = await aToken({ credentials: { accessKeyId, secretAccessKey } });
    const callers = { ASIATEST: { secretAccessKey, username: "u", groups: [] } };
    expect(judge(token, rules(noon, { callers })).authenticated).toBe(true);
  });

  test.for<{ when: string; token: () => Promise<string>; over?: Partial<TokenRules>; at?: Instant; because: string }>([
    { when: "for another cluster", token: () => aToken({ cluster: "other" }), because: "the signature does not match" },
    { when: "old", token: () => aToken(), at: later(noon, minutes(15)), because: "the token has expired" },
    {
      when: "signed by someone else",
      token: () => aToken({ credentials: { ...credentials, secretAccessKey: "guess" } }),
      because: "the signature does not match",
    },
    {
      when: "of an unknown key",
      token: () => aToken({ credentials: { ...credentials, accessKeyId: "AKIAOTHER" } }),
      because: "the access key is not known",
    },
    {
      when: "of another session",
      token: () => aToken({ credentials: { ...credentials, sessionToken: "other" } }),
      because: "the session token is not that of the access key",
    },
    {
      when: "for another region",
      token: () => aToken({ region: "us-east-1" }),
      because: "the host sts.us-east-1.amazonaws.com is not that of STS in eu-west-1",
    },
    {
      when: "given a longer life",
      token: () => altered((url) => url.searchParams.set("X-Amz-Date", "20261121T121000Z")),
      because: "the signature does not match",
    },
    {
      when: "sent to another host",
      token: () => altered((url) => (url.host = "sts.eu-west-1.amazonaws.com.evil.example")),
      because: "the host sts.eu-west-1.amazonaws.com.evil.example is not that of STS in eu-west-1",
    },
    {
      when: "for another action",
      token: () => altered((url) => url.searchParams.set("Action", "AssumeRole")),
      because: "the action is not GetCallerIdentity",
    },
    {
      when: "not bound to a cluster",
      token: () => altered((url) => url.searchParams.set("X-Amz-SignedHeaders", "host")),
      because: "the header x-k8s-aws-id is not signed",
    },
    {
      when: "with more in it",
      token: () => altered((url) => url.searchParams.set("DurationSeconds", "1")),
      because: "the parameter DurationSeconds is not allowed",
    },
    {
      when: "meant to live long",
      token: () => altered((url) => url.searchParams.set("X-Amz-Expires", "901")),
      because: "X-Amz-Expires is not between 1 and 900",
    },
    {
      when: "without its prefix",
      token: async () => (await aToken()).slice(11),
      because: "the token has no k8s-aws-v1. prefix",
    },
    {
      when: "with padding",
      token: async () => `${await aToken()}=`,
      because: "the token is not base64url without padding",
    },
  ])("is refused when it is $when", async ({ token, over, at, because }) => {
    expect(judge(await token(), rules(at ?? noon, over))).toEqual({ authenticated: false, because });
  });

  test.for([
    ["eu-west-1", "sts.eu-west-1.amazonaws.com"],
    ["us-gov-west-1", "sts.us-gov-west-1.amazonaws.com"],
    ["cn-north-1", "sts.cn-north-1.amazonaws.com.cn"],
  ] as const)("of %s is signed for %s", ([where, host]) => {
    expect(stsHost(where)).toBe(host);
  });
});

describe("a source of tokens", () => {
  const sourceWith = (expiration?: Date) => {
    const clock = settableClock();
    const tokens = eksTokens(
      { cluster, region },
      { clock, credentials: async () => (expiration === undefined ? credentials : { ...credentials, expiration }) },
    );
    return { clock, tokens };
  };

  test("gives a token that EKS takes, at any time", async () => {
    const { clock, tokens } = sourceWith();
    for (let minute = 0; minute < 60; minute++) {
      clock.set(later(noon, minutes(minute)));
      // A minute later it may still be on its way.
      expect(judge(await tokens(), rules(later(clock.now(), minutes(1)))).authenticated).toBe(true);
    }
  });

  test("signs again only when it has to", async () => {
    const { clock, tokens } = sourceWith();
    const seen = new Set<string>();
    for (let minute = 0; minute < 39; minute++) {
      clock.set(later(noon, minutes(minute)));
      seen.add(await tokens());
    }
    expect(seen.size).toBe(3);
  });

  test("signs again before the session ends that signed it", async () => {
    const { clock, tokens } = sourceWith(new Date(later(noon, minutes(5))));
    const first = await tokens();
    clock.set(later(noon, seconds(239)));
    expect(await tokens()).toBe(first);
    clock.set(later(noon, minutes(4)));
    expect(await tokens()).not.toBe(first);
  });

  test("asks for credentials once for all who wait", async () => {
    let asked = 0;
    const clock = settableClock();
    const tokens = eksTokens({ cluster, region }, { clock, credentials: async () => ((asked += 1), credentials) });
    await Promise.all([tokens(), tokens(), tokens()]);
    expect(asked).toBe(1);
  });

  test("tries again after a failure", async () => {
    let asked = 0;
    const source = async () => {
      asked += 1;
      if (asked === 1) throw new Error("STS is away");
      return credentials;
    };
    const tokens = eksTokens({ cluster, region }, { clock: settableClock(), credentials: source });
    await expect(tokens()).rejects.toThrow("STS is away");
    await expect(tokens()).resolves.toMatch(/^k8s-aws-v1\./);
  });
});

test("no token, key or session shows up in anything thrown, printed or serialised", async () => {
  const issued: string[] = [];
  const source = eksTokens({ cluster, region }, { clock: settableClock(), credentials: async () => credentials });
  const token = async () => {
    issued.push(await source());
    return issued[0] ?? "";
  };
  const echo = await loopback(
    ({ headers }, count) =>
      count === 1
        ? "hang up"
        : { status: [401, 403, 500, 400][count % 4] ?? 500, body: `you sent ${headers.authorization}` },
    { tls: true },
  );
  const connection = new Connection(tokenAccess(echo.url, { ca: certificate, token }));
  const kubernetes = new KubernetesCluster(connection);
  const shown: string[] = [];
  for (let call = 0; call < 6; call++) {
    const error: unknown = await kubernetes.list({ kind: "Pod" }).catch((caught: unknown) => caught);
    for (const thing of [error, kubernetes, connection, source]) {
      shown.push(inspect(thing, { depth: Infinity, showHidden: true }), JSON.stringify(thing) ?? "", String(thing));
    }
  }
  expect(echo.heard).toHaveLength(6);
  const secrets = [...issued, credentials.secretAccessKey, credentials.sessionToken ?? "", "k8s-aws-v1"];
  for (const secret of secrets) expect(shown.join("\n")).not.toContain(secret);
});
