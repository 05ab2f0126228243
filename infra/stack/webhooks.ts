import { roleOf } from "./names.ts";
import type { Settings } from "./settings.ts";

/** For signed webhooks, in osls' form. Its URL is open to the world, so it is made only where there are secrets to check with. */
export const webhooks = ({ webhookSecrets }: Settings): Readonly<Record<string, object>> =>
  webhookSecrets.length === 0
    ? {}
    : {
        webhook: {
          description: "Makes the changes that signed webhooks ask for",
          handler: "index.handler",
          role: { "Fn::Sub": `\${${roleOf("webhook")}.Arn}` },
          package: { artifact: "dist/webhook.zip" },
          timeout: 60,
          url: true,
        },
      };
