import { printedYaml } from "./printed.ts";

/** Plain HTTP is accepted only on loopback and only with insecure-skip-tls-verify. The token is there because kubectl asks for a user without one. */
export function simulatedKubeconfig(clusters: readonly { readonly name: string; readonly server: string }[]): string {
  return printedYaml({
    apiVersion: "v1",
    kind: "Config",
    "current-context": clusters[0]?.name,
    clusters: clusters.map(({ name, server }) => ({ name, cluster: { server, "insecure-skip-tls-verify": true } })),
    users: [{ name: "demo", user: { token: "demo" } }],
    contexts: clusters.map(({ name }) => ({ name, context: { cluster: name, user: "demo", namespace: "default" } })),
  });
}
