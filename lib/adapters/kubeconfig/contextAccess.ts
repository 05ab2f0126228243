import { X509Certificate } from "node:crypto";
import {
  type Cluster,
  bufferFromFileOrString,
  HttpMethod,
  KubeConfig,
  RequestContext,
  type User,
} from "@kubernetes/client-node";
import { Agent, type Dispatcher } from "undici";
import { Faulted } from "../../core/fault.ts";
import type { Instant } from "../../core/time.ts";
import type { Access } from "../kubernetes/access.ts";
import { contextsOf, type Kubeconfig } from "./kubeconfig.ts";
import { credentialFault } from "./credentialFault.ts";

/**
 * Access by one context of a kubeconfig, with every kind of credentials that the Kubernetes client knows (certificates, tokens,
 * plugins, OIDC). Throws `Faulted`: `rejected` for a context that cannot be used as it is, `denied` for a certificate that is over.
 */
export function contextAccess(kubeconfig: Kubeconfig, context: string, now: Instant): Access {
  const { cluster, user, config } = chosen(kubeconfig, context);
  const what = `context "${context}" of kubeconfig ${kubeconfig.path}`;
  refuseOpenHttp(cluster, what);
  refuseExpired(user, what, now);
  let kept: Dispatcher | undefined;
  // The client makes a dispatcher for every request, which would be a new TLS connection each time: the first one is kept.
  const prepare = async () => {
    const request = new RequestContext(cluster.server, HttpMethod.GET);
    try {
      await config.applySecurityAuthentication(request);
    } catch (error) {
      throw credentialFault(error, user, what);
    }
    kept ??= (request.getDispatcher() as Dispatcher | undefined) ?? new Agent();
    return { headers: request.getHeaders(), dispatcher: kept };
  };
  return { server: cluster.server, prepare: shared(prepare) };
}

/** Callers at the same time share one answer: a credential plugin is a process, and ten calls would start ten of them. */
function shared<T>(make: () => Promise<T>): () => Promise<T> {
  let underway: Promise<T> | undefined;
  return async () => {
    underway ??= make().finally(() => (underway = undefined));
    return await underway;
  };
}

interface Chosen {
  readonly cluster: Cluster;
  readonly user: User;
  readonly config: KubeConfig;
}

/** A KubeConfig has one current context: each context gets its own, so that several can be used side by side. */
function chosen(kubeconfig: Kubeconfig, name: string): Chosen {
  const what = `kubeconfig ${kubeconfig.path}`;
  const refuse = (because: string) => new Faulted({ kind: "rejected", what, because });
  const context = kubeconfig.config.getContextObject(name);
  if (context === null) throw refuse(`there is no context "${name}": it has ${listed(contextsOf(kubeconfig))}`);
  const cluster = kubeconfig.config.getCluster(context.cluster);
  if (cluster === null)
    throw refuse(`context "${name}" names the cluster "${context.cluster}", which is not in the file`);
  const user = kubeconfig.config.getUser(context.user);
  if (user === null) throw refuse(`context "${name}" names the user "${context.user}", which is not in the file`);
  const config = new KubeConfig();
  config.loadFromOptions({ clusters: [cluster], users: [user], contexts: [context], currentContext: name });
  return { cluster, user, config };
}

const listed = (names: readonly string[]): string =>
  names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", ");

/** Credentials and changes in the clear stay on this machine; the simulated fleet is reached like that. */
function refuseOpenHttp(cluster: Cluster, what: string): void {
  const { protocol, hostname, origin } = new URL(cluster.server);
  if (protocol === "https:") return;
  const loopback = hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  if (protocol === "http:" && loopback && cluster.skipTLSVerify) return;
  const because =
    `the server ${origin} of cluster "${cluster.name}" is not https, which is allowed only on a loopback address ` +
    "together with insecure-skip-tls-verify: true";
  throw new Faulted({ kind: "rejected", what, because });
}

function refuseExpired(user: User, what: string, now: Instant): void {
  let end: Date;
  try {
    const pem = bufferFromFileOrString(user.certFile, user.certData);
    if (pem === null) return;
    end = new X509Certificate(pem).validToDate;
  } catch (error) {
    throw credentialFault(error, user, what);
  }
  if (end.getTime() > now) return;
  const because = `the client certificate of user "${user.name}" expired on ${end.toISOString().slice(0, 10)}`;
  throw new Faulted({ kind: "denied", what, because });
}
