/** An image, taken apart. */
export interface ImageReference {
  /** `registry/name`, without tag and digest. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** `sha256:…` */
  readonly digest: string | undefined;
}

export function imageReference(image: string): ImageReference {
  const [named = "", digest] = image.split("@");
  const colon = named.lastIndexOf(":");
  // A colon before a slash is that of a port.
  const hasTag = colon > named.lastIndexOf("/");
  return {
    repository: hasTag ? named.slice(0, colon) : named,
    tag: hasTag ? named.slice(colon + 1) : undefined,
    digest,
  };
}

/** A repository of ECR. */
export interface EcrRepository {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

const ecr = /^(?<account>[0-9]{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?\/(?<name>.+)$/;

/** `undefined` where its registry is not ECR. */
export function ecrRepository(repository: string): EcrRepository | undefined {
  const found = ecr.exec(repository)?.groups;
  if (found === undefined) return undefined;
  const { account = "", region = "", name = "" } = found;
  return { account, region, name };
}

export const ecrName = ({ account, region, name }: EcrRepository): string =>
  `${account}.dkr.ecr.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}/${name}`;
