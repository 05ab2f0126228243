import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

/** Takes connections and never says a word. */
export class SilentServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server.on("connection", (socket) => this.#sockets.add(socket));
  }

  static async start(): Promise<SilentServer> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new SilentServer(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
