import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ListClustersCommand, EKSClient } from "@aws-sdk/client-eks";
import { expect, test } from "vitest";
import { timeouts } from "../../../lib/adapters/eks/credentials.ts";

test("a call to AWS that is taken and never answered ends with an error", async () => {
  const server = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = new EKSClient({
    region: "eu-central-1",
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
    maxAttempts: 1,
    requestHandler: { ...timeouts, requestTimeout: 20 },
  });
  await expect(client.send(new ListClustersCommand({}))).rejects.toMatchObject({ name: "TimeoutError" });
  client.destroy();
  server.closeAllConnections();
  server.close();
});
