import { printedYaml } from "./printed.ts";

const firstLine = "# Written by flink-fleet demo, which removes it when it ends.\n";

/** Whether this is a file that a demo wrote, so that the next one may write over it. */
export const isSimulatedKubeconfig = (text: string): boolean => text.startsWith(firstLine);

/** Plain HTTP is accepted only on loopback and only with insecure-skip-tls-verify. The token is there because kubectl asks for a user without one. */
export function simulatedKubeconfig(clusters: readonly { readonly name: string; readonly server: string }[]): string {
  const content = printedYaml({
    apiVersion: "v1",
    kind: "Config",
    "current-context": clusters[0]?.name,
    clusters: clusters.map(({ name, server }) => ({ name, cluster: { server, "insecure-skip-tls-verify": true } })),
    users: [{ name: "demo", user: { token: "demo" } }],
    contexts: clusters.map(({ name }) => ({ name, context: { cluster: name, user: "demo", namespace: "default" } })),
  });
  return firstLine + content;
}
