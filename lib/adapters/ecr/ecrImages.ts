import { DescribeImagesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { Faulted } from "../../core/fault.ts";
import { type EcrRepository, ecrName } from "../../core/triggers/imageReference.ts";
import type { Images } from "../../ports/images.ts";
import { awsFault } from "../eks/awsFault.ts";
import { type CredentialSource, sdkForm, timeouts } from "../eks/credentials.ts";

const absent = ["ImageNotFoundException", "RepositoryNotFoundException"];

/** Asks ECR, in whichever account and region; another account's repository has to allow it in its policy. */
export class EcrImages implements Images {
  readonly #credentials: CredentialSource;
  readonly #clients = new Map<string, ECRClient>();

  constructor(credentials: CredentialSource) {
    this.#credentials = credentials;
  }

  async digestOf(repository: EcrRepository, tag: string): Promise<string> {
    const { account: registryId, region, name: repositoryName } = repository;
    const what = `image ${ecrName(repository)}:${tag}`;
    try {
      const ask = new DescribeImagesCommand({ registryId, repositoryName, imageIds: [{ imageTag: tag }] });
      const { imageDetails = [] } = await this.#in(region).send(ask);
      const [found] = imageDetails;
      if (found?.imageDigest === undefined) throw new Faulted({ kind: "missing", what });
      return found.imageDigest;
    } catch (error) {
      if (error instanceof Error && absent.includes(error.name)) throw new Faulted({ kind: "missing", what });
      throw awsFault(error, what);
    }
  }

  #in(region: string): ECRClient {
    const known = this.#clients.get(region);
    if (known !== undefined) return known;
    const credentials = async () => sdkForm(await this.#credentials());
    const client = new ECRClient({ region, credentials, requestHandler: timeouts });
    this.#clients.set(region, client);
    return client;
  }
}
