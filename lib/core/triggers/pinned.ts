import { type EcrRepository, ecrRepository, imageReference } from "./imageReference.ts";

export type Pinning =
  | { readonly kind: "pinned"; readonly image: string }
  /** Its registry has to be asked. */
  | { readonly kind: "ask"; readonly image: string; readonly repository: EcrRepository; readonly tag: string }
  | { readonly kind: "refused"; readonly because: string };

interface Given {
  readonly image: string;
  readonly digest?: string | undefined;
}

/** An image that means the same at all times: by its digest. The tag stays before it for people; container runtimes go by the digest. */
export function pinned({ image, digest }: Given, { allowTags }: { readonly allowTags: boolean }): Pinning {
  const { repository, tag, digest: own } = imageReference(image);
  if (own !== undefined) return { kind: "pinned", image };
  if (digest !== undefined) return { kind: "pinned", image: `${image}@${digest}` };
  const registry = ecrRepository(repository);
  if (registry !== undefined) return { kind: "ask", image, repository: registry, tag: tag ?? "latest" };
  if (allowTags) return { kind: "pinned", image };
  const because =
    `image is ${image}, a tag that may mean another image tomorrow: send its digest beside it (digest: sha256:…), ` +
    "or set triggers.allowTags in the fleet file";
  return { kind: "refused", because };
}
