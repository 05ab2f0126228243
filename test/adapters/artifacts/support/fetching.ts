import { buildConnector } from "undici";
import { FetchedArtifacts } from "../../../../lib/adapters/artifacts/fetchedArtifacts.ts";
import type { Artifact } from "../../../../lib/core/artifact.ts";
import { type ArtifactRules, artifactRules } from "../../../../lib/core/configuration/artifactRules.ts";
import { millis } from "../../../../lib/core/time.ts";
import { certificate } from "../../support/tls.ts";
import type { Site } from "./site.ts";

interface Known {
  /** Each answer of the resolver; the last one for all times. */
  readonly answers?: readonly (readonly string[])[];
  /** What really answers, whatever the address. */
  readonly site?: Site;
}

export const publicAddress = "93.184.215.14";

const unused = async (): Promise<never> => {
  throw new Error("AWS is not asked here");
};

/** A network in which these hosts are known. Every address that something connects to is in `dialled`. */
export function fetching(hosts: Readonly<Record<string, Known>>, rules: Partial<ArtifactRules> = {}, stall = 5000) {
  const dialled: string[] = [];
  const asked: string[] = [];
  const dial = buildConnector({ ca: certificate, allowH2: false });
  const artifacts = new FetchedArtifacts({
    rules: { ...artifactRules({}), schemes: ["https", "http", "s3"], ...rules },
    identity: { credentials: unused },
    stall: millis(stall),
    network: {
      resolve: async (hostname) => {
        asked.push(hostname);
        const known = hosts[hostname];
        if (known === undefined) throw Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" });
        const { answers = [[publicAddress]] } = known;
        const times = asked.filter((one) => one === hostname).length;
        return answers[Math.min(times, answers.length) - 1] ?? [];
      },
      dial: (to, addresses, done) => {
        dialled.push(addresses.join(","));
        const port = String(hosts[to.hostname]?.site?.port ?? 1);
        dial({ ...to, hostname: "127.0.0.1", port, servername: "localhost" }, done);
      },
    },
  });
  return { artifacts, dialled, asked };
}

/** All the bytes of a jar. */
export async function bytesOf({ bytes }: Artifact): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}
