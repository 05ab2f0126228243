import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as z from "zod";
import { packaged } from "../infra/support/packaged.ts";
import { ofType, referred, type Template, at } from "../infra/support/template.ts";
import { useAccount } from "./support/account.ts";
import { emulated } from "./support/emulated.ts";

const region = "eu-west-3";
const group = "flink-fleet-prod";
const scheduler = (path: string, body?: object) =>
  emulated({ service: "scheduler", region, path, method: body === undefined ? "GET" : "POST", ...(body && { body }) });

let template: Template;

beforeAll(async () => {
  useAccount(region);
  template = await packaged({});
}, 240_000);
afterAll(() => {
  vi.unstubAllEnvs();
});

const kept = z.object({
  ScheduleExpression: z.string(),
  State: z.string(),
  FlexibleTimeWindow: z.object({ Mode: z.string() }),
  Target: z.object({ Arn: z.string(), RetryPolicy: z.object({ MaximumRetryAttempts: z.int() }) }),
});

test("emulated Scheduler, which CloudFormation does not emulate, takes the schedules as they are packaged", async () => {
  await scheduler(`/schedule-groups/${group}`, {});
  const found: string[] = [];
  for (const [id, { Properties }] of ofType(template, "AWS::Scheduler::Schedule")) {
    const lambda = template.Resources[referred(at(Properties, "Target", "Arn"))]?.Properties["FunctionName"];
    const target = {
      ...Object(Properties["Target"]),
      Arn: `arn:aws:lambda:${region}:123456789012:function:${String(lambda)}`,
      RoleArn: "arn:aws:iam::123456789012:role/flink-fleet/prod/scheduler",
    };
    await scheduler(`/schedules/${id}`, { ...Properties, GroupName: group, Target: target });
    const { ScheduleExpression, State, FlexibleTimeWindow, Target } = kept.parse(
      await scheduler(`/schedules/${id}?groupName=${group}`),
    );
    expect([State, FlexibleTimeWindow.Mode, Target.RetryPolicy.MaximumRetryAttempts], id).toEqual([
      "ENABLED",
      "OFF",
      0,
    ]);
    found.push(`${ScheduleExpression} ${Target.Arn.split(":").at(-1)}`);
  }
  expect(found).toEqual(["rate(1 minute) flink-fleet-prod-sweep", "rate(1 minute) flink-fleet-prod-health"]);
});
