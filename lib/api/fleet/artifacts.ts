import * as z from "zod";
import { size } from "../size.ts";
import { strict } from "./strict.ts";

const label = "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?";
const host = new RegExp(`^((\\*\\.)?${label}(\\.${label})*|\\[[0-9a-f:]+\\])(:[1-9][0-9]{0,4})?$`);

const allowedHost = z.string().toLowerCase().regex(host, {
  error: "must be a host such as repo.example.com, repo.example.com:8443 or *.example.com",
});

/** Where jars of session jobs may come from. */
export const artifacts = strict({
  allowedHosts: z
    .array(allowedHost)
    .default([])
    .describe(
      "Hosts that jars may come from although their addresses are private: host, host:port or *.suffix. Addresses of metadata " +
        "services, and others that belong to one machine's network, stay forbidden.",
    ),
  maxSize: size.optional().describe("The largest jar; 512Mi when left out."),
});
