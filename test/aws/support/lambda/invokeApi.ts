import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { json } from "node:stream/consumers";
import type { LambdaFunction } from "./lambdaFunction.ts";

const path = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/u;

/** Lambda's Invoke, for functions that are known by name: an answer, or what was thrown with `X-Amz-Function-Error`. */
export async function invokeApi(functions: Readonly<Record<string, LambdaFunction>>): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      const called = functions[path.exec(request.url ?? "")?.[1] ?? ""];
      if (called === undefined) {
        response.writeHead(404, { "x-amzn-errortype": "ResourceNotFoundException" }).end("{}");
        return;
      }
      const came = await called.invoke(await json(request));
      const headers = came.kind === "answered" ? {} : { "x-amz-function-error": "Unhandled" };
      response.writeHead(200, headers).end(JSON.stringify(came.kind === "answered" ? came.payload : {}));
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}
