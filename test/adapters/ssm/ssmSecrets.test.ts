import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { secretsOnDemand } from "../../../lib/adapters/ssm/secretsOnDemand.ts";
import { awsJson } from "../support/awsJson.ts";
import { faultOf } from "../support/connecting.ts";
import { settableClock } from "../support/settableClock.ts";

/** The example that the libraries of the Standard Webhooks specification are tested with. */
const example = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  text: 'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}',
  signature: "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};
/** Under the whole of the secret as text, and under its base64 as text, as one would sign who has not decoded it. */
const undecoded = ["TcxlhK9b6UD6iVI1ZU2tTqp8PEVfYRseNNfa6b+LcUg=", "ELhqG0Ku1gwOc1f4jyKdp3SFGFLAOdJ9bvpWLciCakI="];

beforeAll(() => {
  vi.stubEnv("AWS_REGION", "eu-west-1");
});
afterAll(() => {
  vi.unstubAllEnvs();
});

/** The secret `/hook` with this value. */
async function secretsWith(value: string) {
  const { options } = await awsJson(() => ({ Parameter: { Name: "/hook", Value: value } }));
  vi.stubEnv("AWS_ENDPOINT_URL_SSM", options.endpoint);
  const secrets = secretsOnDemand(async () => options.credentials, settableClock());
  return {
    anySigned: async (text: string, signatures: readonly string[]) =>
      await secrets.anySigned("/hook", text, signatures),
    is: async (given: string) => await secrets.is("/hook", given),
  };
}

describe("a signing token", () => {
  const { text, signature } = example;

  test.for([
    { what: "its signature", text, signatures: [signature], right: true },
    { what: "its signature among others", text, signatures: [...undecoded, signature, "x"], right: true },
    { what: "its signature of another text", text: `${text} `, signatures: [signature], right: false },
    { what: "signatures under what was not decoded", text, signatures: undecoded, right: false },
    { what: "its signature in other letters", text, signatures: [signature.toLowerCase()], right: false },
    { what: "an empty signature", text, signatures: [""], right: false },
    { what: "no signature", text, signatures: [], right: false },
  ])("takes $what: $right", async ({ text: signed, signatures, right }) => {
    expect(await (await secretsWith(example.secret)).anySigned(signed, signatures)).toBe(right);
  });

  test("is not taken itself in place of a signature", async () => {
    const secrets = await secretsWith(example.secret);
    expect(await secrets.is(example.secret)).toBe(false);
    expect(await secrets.is(example.secret.slice("whsec_".length))).toBe(false);
  });

  test.for([
    { what: "without a key", key: "" },
    { what: "whose key is shorter than 24 bytes", key: Buffer.alloc(23, 7).toString("base64") },
    { what: "that is no base64", key: "hush ".repeat(12) },
    { what: "with a line feed after it", key: `${Buffer.alloc(32, 7).toString("base64")}\n` },
  ])("$what signs nothing, and the fault does not tell it", async ({ key }) => {
    const fault = await faultOf((await secretsWith(`whsec_${key}`)).anySigned(text, [signature]));
    expect(fault).toEqual({
      kind: "rejected",
      what: "SSM parameter /hook",
      because: "what begins with whsec_ must go on with the base64 of a key of at least 24 bytes",
    });
  });
});

test("another secret is taken itself, and signs nothing in this way", async () => {
  const secrets = await secretsWith("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  expect(await secrets.is("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).toBe(true);
  expect(await secrets.anySigned(example.text, [example.signature, ...undecoded])).toBe(false);
});
