import { changerOf, fullName, roleOf, type Value } from "./names.ts";
import type { Settings } from "./settings.ts";

/** Zones whose clusters are reached from their VPC only. */
export const apart = ({ zones }: Settings): readonly string[] =>
  Object.entries(zones).flatMap(([name, { subnets }]) => (subnets.length === 0 ? [] : [name]));

/** JSON: zone → its function. By name, since every function has it in its environment, these too. */
export const changersByZone = (settings: Settings): Value =>
  JSON.stringify(Object.fromEntries(apart(settings).map((zone) => [zone, fullName(settings.stage, changerOf(zone))])));

/** In osls' form, for each zone that `trigger`, `request` and `webhook` do not reach. */
export const changers = (settings: Settings): Readonly<Record<string, object>> =>
  Object.fromEntries(
    apart(settings).map((name) => [
      changerOf(name),
      {
        description: `Makes changes in the network zone ${name} that were asked for elsewhere`,
        handler: "index.handler",
        role: { "Fn::Sub": `\${${roleOf(changerOf(name))}.Arn}` },
        package: { artifact: "dist/change.zip" },
        timeout: 120,
        vpc: vpcOf(name, settings),
      },
    ]),
  );

export const vpcOf = (zone: string, { zones }: Settings) => {
  const { subnets = [], securityGroups = [] } = zones[zone] ?? {};
  return { subnetIds: subnets, securityGroupIds: securityGroups };
};
