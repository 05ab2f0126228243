import { changerOf, fullName, roleOf, type Value } from "./names.ts";
import type { Settings, Zone } from "./settings.ts";

/** Whether its clusters are reached from its VPC only. */
export const isApart = ({ subnets }: Zone): boolean => subnets.length > 0;

export const apart = ({ zones }: Settings): readonly string[] =>
  Object.entries(zones).flatMap(([name, zone]) => (isApart(zone) ? [name] : []));

/** JSON: zone → its function. By name, since every function has it in its environment, these too. */
export const changersByZone = (settings: Settings): Value =>
  JSON.stringify(Object.fromEntries(apart(settings).map((zone) => [zone, fullName(settings.stage, changerOf(zone))])));

/** In osls' form, for each zone that `trigger`, `request` and `webhook` do not reach. */
export const changers = (settings: Settings): Readonly<Record<string, object>> =>
  Object.fromEntries(
    Object.entries(settings.zones).flatMap(([name, zone]) =>
      isApart(zone) ? [[changerOf(name), changer(name, zone)]] : [],
    ),
  );

const changer = (name: string, zone: Zone) => ({
  description: `Makes changes in the network zone ${name} that were asked for elsewhere`,
  handler: "index.handler",
  role: { "Fn::Sub": `\${${roleOf(changerOf(name))}.Arn}` },
  package: { artifact: "dist/change.zip" },
  timeout: 120,
  vpc: vpcOf(zone),
});

export const vpcOf = ({ subnets, securityGroups }: Zone) => ({ subnetIds: subnets, securityGroupIds: securityGroups });
