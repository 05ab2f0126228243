import { vi } from "vitest";
import { certificate } from "./tls.ts";
import { loopback, type Heard, type Said } from "./loopback.ts";

export interface AwsCluster {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly endpoint?: string;
  /** Answered in place of its description. */
  readonly instead?: Said;
}

interface Aws {
  readonly clusters: readonly AwsCluster[];
  /** Accounts whose role may be assumed, and the external id that it takes. */
  readonly roles?: Readonly<Record<string, string>>;
}

const home = "000000000000";

/** As much of STS and EKS as it takes to find clusters; the SDKs of the test that starts it talk to it. */
export async function aws({ clusters, roles = {} }: Aws) {
  const server = await loopback((heard) => {
    const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/(\w+)\//.exec(heard.headers.authorization ?? "");
    const [, key = "", region, service] = scope ?? [];
    if (service === "sts") return assumeRole(heard, roles);
    const account = key.startsWith("ASIA") ? key.slice(4) : home;
    return eks(
      heard,
      clusters.filter((one) => one.account === account && one.region === region),
    );
  });
  for (const name of ["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_EKS"]) vi.stubEnv(name, server.url);
  return server;
}

function assumeRole({ body }: Heard, roles: Readonly<Record<string, string>>): Said {
  const asked = new URLSearchParams(String(body));
  const arn = asked.get("RoleArn") ?? "";
  const account = arn.split(":")[4] ?? "";
  if (roles[account] === undefined || roles[account] !== (asked.get("ExternalId") ?? "")) {
    const message = `User: arn:aws:iam::${home}:user/ci is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
    const error = `<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error>`;
    return { status: 403, body: `<ErrorResponse>${error}<RequestId>r-1</RequestId></ErrorResponse>` };
  }
  const secrets = `<AccessKeyId>ASIA${account}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>`;
  const credentials = `<Credentials>${secrets}<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`;
  const result = `<AssumeRoleResult>${credentials}</AssumeRoleResult>`;
  return { body: `<AssumeRoleResponse>${result}</AssumeRoleResponse>` };
}

/** Two names a page. */
function list(from: number, clusters: readonly AwsCluster[]): Said {
  const names = clusters.slice(from, from + 2).map(({ name }) => name);
  return { body: { clusters: names, nextToken: from + 2 < clusters.length ? String(from + 2) : null } };
}

function eks({ path, query }: Heard, clusters: readonly AwsCluster[]): Said {
  if (path === "/clusters") return list(Number(query["nextToken"] ?? 0), clusters);
  const cluster = clusters.find(({ name }) => path === `/clusters/${name}`);
  if (cluster === undefined) {
    return { status: 404, body: { __type: "ResourceNotFoundException", message: "No cluster found" } };
  }
  const { account, region, name, tags, endpoint = `https://${name}.${region}.example` } = cluster;
  return (
    cluster.instead ?? {
      body: {
        cluster: {
          name,
          arn: `arn:aws:eks:${region}:${account}:cluster/${name}`,
          status: "ACTIVE",
          endpoint,
          certificateAuthority: { data: Buffer.from(certificate).toString("base64") },
          tags,
        },
      },
    }
  );
}
