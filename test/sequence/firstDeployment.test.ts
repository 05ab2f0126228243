import { expect, test } from "vitest";
import { minutes } from "../../lib/core/time.ts";
import { example, Scene } from "./support/scene.ts";

test.for([
  "native-application",
  "native-application-ha",
  "native-session",
  "standalone-application",
  "standalone-application-ha",
  "standalone-session",
])("%s: created, looked after, deleted", async (name) => {
  const scene = new Scene();
  for (const object of example(`${name}.yaml`)) scene.apply(object);
  const [created] = scene.names("FlinkDeployment");
  await scene.passFor(minutes(2));

  scene.tell(`delete  ${created}`);
  scene.spoke.api.delete({ kind: "FlinkDeployment", namespace: "default", name: created ?? "" });
  await scene.passFor(minutes(2));
  scene.tell(
    `left    ${["FlinkDeployment", "Deployment", "Pod", "Service", "ConfigMap"].flatMap((kind) => scene.names(kind)).join(" ")}`,
  );

  await expect(scene.story).toMatchFileSnapshot(`golden/${name}.txt`);
});
