import type { AddressInfo } from "node:net";
import { type HttpBindings, createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import type { World } from "../world.ts";
import { spokeApp } from "./spokeApp.ts";

export interface Served {
  /** The server of a kubeconfig, without a slash at the end. */
  url(spoke?: string): string;
  /** Ends open watches as well. */
  close(): Promise<void>;
}

/** Serves every spoke of a world on loopback, each under a path of its own. Port 0, the default, takes any that is free. */
export async function serve(world: World, { port = 0 }: { readonly port?: number } = {}): Promise<Served> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  for (const spoke of world.spokes) {
    const base = pathOf(spoke.name);
    const itsApp = spokeApp(spoke, world.clock, base);
    app.all(`${base}/*`, (context) => itsApp.fetch(context.req.raw, context.env));
  }
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  return {
    url: (spoke) => `http://127.0.0.1:${address.port}${pathOf(world.spoke(spoke).name)}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      if ("closeAllConnections" in server) server.closeAllConnections();
      await closed;
    },
  };
}

const pathOf = (spoke: string): string => `/clusters/${encodeURIComponent(spoke)}`;
