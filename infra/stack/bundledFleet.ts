import { readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import * as z from "zod";

/** Of what osls knows when a plugin is asked. */
const service = z.object({
  classes: z.object({ Error: z.custom<new (message: string) => Error>((made) => typeof made === "function") }),
  serviceDir: z.string(),
  service: z.object({ provider: z.object({ environment: z.object({ FLEET_FILE: z.string() }) }) }),
});

/** A plugin of osls: refuses to deploy a hub that is to find its fleet file in a bundle without one, and would fail in every call. */
export class BundledFleet {
  readonly hooks: Readonly<Record<string, () => void>>;

  constructor(serverless: unknown) {
    this.hooks = { "before:deploy:deploy": () => required(service.parse(serverless)) };
  }
}

function required({ classes, serviceDir, service: { provider } }: z.output<typeof service>): void {
  const name = provider.environment.FLEET_FILE;
  if (name.includes(":")) return;
  const files = unzipSync(readFileSync(join(serviceDir, "dist/reconcile.zip")), {
    filter: (file) => file.name === name,
  });
  if (files[name] !== undefined) return;
  throw new classes.Error(
    `There is no ${name} in the bundle: put it beside serverless.yml, or name it with the environment variable FLEET_FILE, and build again. ` +
      "Or say where it is with --param fleetFile=ssm:NAME or s3://BUCKET/KEY.",
  );
}
