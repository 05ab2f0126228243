import type { S3Client } from "@aws-sdk/client-s3";
import type { Agent } from "undici";
import type { Artifact } from "../../core/artifact.ts";
import type { ArtifactRules } from "../../core/configuration/artifactRules.ts";
import { Faulted } from "../../core/fault.ts";
import { carriesSecret, hidden } from "../../core/lifecycle/spec/secrets.ts";
import { type Millis, seconds } from "../../core/time.ts";
import type { ArtifactRequest, Artifacts } from "../../ports/index.ts";
import { guardedAgent, httpArtifact } from "./httpArtifact.ts";
import { type Network, systemNetwork } from "./network.ts";
import type { Identity } from "./s3Artifact.ts";
import type { Wanted } from "./wanted.ts";

export interface ArtifactSettings {
  readonly rules: ArtifactRules;
  /** For S3. */
  readonly identity: Identity;
  readonly network?: Network | undefined;
  /** How long to wait for the next byte. */
  readonly stall?: Millis | undefined;
}

/** Jars from https, http and S3, as streams. */
export class FetchedArtifacts implements Artifacts {
  readonly #rules: ArtifactRules;
  readonly #identity: Identity;
  readonly #stall: Millis;
  readonly #agent: Agent;
  #s3: Promise<S3Client> | undefined;

  constructor({ rules, identity, network = systemNetwork, stall = seconds(30) }: ArtifactSettings) {
    this.#rules = rules;
    this.#identity = identity;
    this.#stall = stall;
    this.#agent = guardedAgent(network, rules, stall);
  }

  async open(uri: string, { headers = {}, limit = this.#rules.limit }: ArtifactRequest = {}): Promise<Artifact> {
    const what = `jar ${carriesSecret(uri) ? hidden : uri}`;
    const url = this.#allowed(uri, what);
    const wanted: Wanted = { what, headers, limit, stall: this.#stall };
    switch (url.protocol) {
      case "https:":
      case "http:":
        return await httpArtifact(url, wanted, this.#agent);
      case "s3:":
        return await this.#fromS3(url, wanted);
      default:
        throw refused(what, `${url.protocol}// cannot be fetched: https, http and s3 can`);
    }
  }

  #allowed(uri: string, what: string): URL {
    const { schemes } = this.#rules;
    const right = `write it as ${schemes.join(":// or ")}:// and so on`;
    if (!URL.canParse(uri)) throw refused(what, `it is not a valid URI: ${right}`);
    const url = new URL(uri);
    if (schemes.includes(url.protocol.slice(0, -1))) return url;
    const key = "kubernetes.operator.user.artifacts.allowed-schemes of the operator";
    throw refused(what, `its scheme is not one of ${schemes.join(", ")} (${key}): ${right}`);
  }

  /** The client for S3 is heavy to load, and most fleets do without it. */
  async #fromS3(url: URL, wanted: Wanted): Promise<Artifact> {
    const { s3Artifact, s3Client } = await import("./s3Artifact.ts");
    this.#s3 ??= s3Client(this.#identity);
    return await s3Artifact(url, wanted, await this.#s3, this.#identity.role);
  }
}

const refused = (what: string, because: string): Faulted => new Faulted({ kind: "rejected", what, because });
