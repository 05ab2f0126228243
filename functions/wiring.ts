import { resolve } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import { clientOptions } from "../lib/adapters/aws/clientOptions.ts";
import { DynamoLooks } from "../lib/adapters/dynamodb/dynamoLooks.ts";
import { EmfMetrics } from "../lib/adapters/cloudwatch/emfMetrics.ts";
import { imagesOnDemand } from "../lib/adapters/ecr/imagesOnDemand.ts";
import { ambientCredentials } from "../lib/adapters/eks/credentials.ts";
import { EventBridgeBus } from "../lib/adapters/eventbridge/eventBridgeBus.ts";
import { DeclaredFleet } from "../lib/adapters/fleet/declaredFleet.ts";
import { fleetFolder, fleetText } from "../lib/adapters/fleet/fleetText.ts";
import { keptFleet } from "../lib/adapters/fleet/keptFleet.ts";
import { keptFleetFile } from "../lib/adapters/fleet/keptFleetFile.ts";
import { zonesOnDemand } from "../lib/adapters/lambda/zonesOnDemand.ts";
import { SqsDeadLetters } from "../lib/adapters/sqs/sqsDeadLetters.ts";
import { SqsDeliveries } from "../lib/adapters/sqs/sqsDeliveries.ts";
import { SqsQueue } from "../lib/adapters/sqs/sqsQueue.ts";
import { secretsOnDemand } from "../lib/adapters/ssm/secretsOnDemand.ts";
import { jsonLog } from "../lib/adapters/system/jsonLog.ts";
import { randomIds } from "../lib/adapters/system/randomIds.ts";
import { systemClock } from "../lib/adapters/system/systemClock.ts";
import type { FleetFile } from "../lib/api/fleet.ts";
import { artifactRules } from "../lib/core/configuration/artifactRules.ts";
import { operatorDefaults } from "../lib/core/configuration/operatorDefaults.ts";
import type { Bus, Images, Metrics, Secrets, Zones } from "../lib/ports/index.ts";
import type { AnswerPorts } from "../lib/shell/answer.ts";
import type { HealthPorts } from "../lib/shell/checkHealth.ts";
import type { SweepPorts } from "../lib/shell/wakeFleet.ts";
import { UnwrittenNotes } from "../lib/shell/unwrittenNotes.ts";
import { config, type Config } from "./config.ts";

export interface Wiring extends AnswerPorts, SweepPorts {
  readonly looks: SweepPorts["looks"];
  readonly bus: Bus;
  readonly images: Images;
  readonly secrets: Secrets;
  readonly zones: Zones;
  readonly file: FleetFile;
}

let parts: Parts | undefined;

/**
 * What the functions run on. Clients are built once for each cold start, at the first event, and the rest again when the fleet file has
 * changed: nothing in it may matter for correctness.
 */
export const wiring = async (): Promise<Wiring> => await (parts ??= build(config())).wiring();

/** Also there where the fleet file cannot be read. */
export const healthWiring = async (): Promise<Parts["health"]> => (parts ??= build(config())).health;

interface Parts {
  readonly wiring: () => Promise<Wiring>;
  readonly health: HealthPorts & { readonly metrics: Metrics };
}

function build(settings: Config): Parts {
  const { fleetFile, deadLetters, queues, bus, looksTable, jitter, sweepWithin, mostAttempts, mostStale, stage } =
    settings;
  const ambient = ambientCredentials();
  const options = clientOptions(ambient);
  const sqs = new SQSClient(options);
  const log = jsonLog((line) => console.log(line.trimEnd()), systemClock);
  const lasting = {
    deadLetters: new SqsDeadLetters(sqs, deadLetters),
    deliveries: new SqsDeliveries(sqs, Object.values(queues)),
    bus: new EventBridgeBus(new EventBridgeClient(options), bus),
    looks: new DynamoLooks(new DynamoDBClient(options), looksTable),
    clock: systemClock,
    ids: randomIds,
    images: imagesOnDemand(ambient),
    secrets: secretsOnDemand(ambient, systemClock),
    zones: zonesOnDemand({ functions: settings.zones, credentials: ambient, clock: systemClock }),
    log,
    jitter,
    sweepWithin,
    mostAttempts,
    unwritten: new UnwrittenNotes(),
  };
  const current = keptFleetFile({ name: fleetFile, text: fleetText(fleetFile, ambient), clock: systemClock, log });
  let built: Wiring | undefined;
  const wired = async (): Promise<Wiring> => {
    const file = await current();
    if (built?.file === file) return built;
    const { fleet, defaults } = fleetOf(file, fleetFolder(fleetFile), ambient);
    const zones = async () => new Map((await fleet.spokes()).map(({ name, zone }) => [name, zone]));
    built = { ...lasting, file, fleet, defaults, queue: new SqsQueue(sqs, { urls: queues, zones }) };
    return built;
  };
  const fleet = async () => (await wired()).fleet;
  return { wiring: wired, health: { ...lasting, fleet, mostStale, metrics: new EmfMetrics(stage) } };
}

function fleetOf(file: FleetFile, folder: string, ambient: ReturnType<typeof ambientCredentials>) {
  const defaults = operatorDefaults(file);
  const declared = new DeclaredFleet(file, {
    resolve: (path) => resolve(folder, path),
    kubeconfig: resolve(folder, "kubeconfig"),
    ambient,
    clock: systemClock,
    artifacts: artifactRules(defaults.configuration),
  });
  return { fleet: keptFleet(declared, systemClock), defaults };
}
