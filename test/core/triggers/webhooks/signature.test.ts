import { describe, expect, test } from "vitest";
import { proofIn } from "../../../../lib/core/triggers/webhooks/signature.ts";
import { instant, later, millis, minutes } from "../../../../lib/core/time.ts";

const seconds = 1_767_268_800;
const sent = instant(seconds * 1000);
const [first, second] = [`${"a".repeat(43)}=`, `${"B+/".repeat(14)}b=`];
const signed = { "webhook-id": "k-1", "webhook-timestamp": String(seconds), "webhook-signature": `v1,${first}` };

/** What GitLab sends, with other headers in place of these; undefined takes one out. */
const proof = (headers: Readonly<Record<string, string | undefined>>, now = sent) =>
  proofIn("gitlab", { headers: { ...signed, ...headers }, body: "{}" }, now);

describe("a delivery that GitLab has signed", () => {
  test("shows its id, its time and its body as the text that was signed", () => {
    expect(proof({})).toEqual({
      kind: "standard",
      id: "k-1",
      text: `k-1.${seconds}.{}`,
      signatures: [first],
      signedAt: sent,
    });
  });

  test("may have several signatures, of which those of other versions say nothing to us", () => {
    const several = `v1a,${first} v1,${first} v2,${first} v1,${second} v1,short`;
    expect(proof({ "webhook-signature": several })).toMatchObject({ signatures: [first, second] });
  });

  test.for([
    { off: 0 - minutes(5) - 1, heard: false },
    { off: 0 - minutes(5), heard: true },
    { off: minutes(5), heard: true },
    { off: minutes(5) + 1, heard: false },
  ])("is heard $off ms after its time: $heard", ({ off, heard }) => {
    expect(proof({}, later(sent, millis(off))) !== undefined).toBe(heard);
  });

  test.for([
    { what: "no id", headers: { "webhook-id": undefined } },
    { what: "an empty id", headers: { "webhook-id": "" } },
    { what: "a full stop in its id, which could be read as part of what follows", headers: { "webhook-id": "k.1" } },
    { what: "an endless id", headers: { "webhook-id": "k".repeat(257) } },
    { what: "no time", headers: { "webhook-timestamp": undefined } },
    { what: "more than seconds as its time", headers: { "webhook-timestamp": `${seconds}.5` } },
    { what: "milliseconds as its time", headers: { "webhook-timestamp": String(sent) } },
    { what: "an empty signature", headers: { "webhook-signature": "" } },
    { what: "a signature of another version", headers: { "webhook-signature": `v1a,${first}` } },
    { what: "no version", headers: { "webhook-signature": first } },
  ])("with $what proves nothing, whatever token is beside it", ({ headers }) => {
    expect(proof({ "x-gitlab-token": "hush", ...headers })).toBeUndefined();
  });
});

describe("a delivery of GitLab without a signature", () => {
  test("shows its token, also where it has an id and a time, as all of them do", () => {
    const headers = { "webhook-signature": undefined, "x-gitlab-token": "hush" };
    expect(proof(headers)).toEqual({ kind: "token", token: "hush" });
  });

  test.for([undefined, ""])("and with %j as its token proves nothing", (token) => {
    expect(proof({ "webhook-signature": undefined, "x-gitlab-token": token })).toBeUndefined();
  });
});

test.for(["github", "flink-fleet"] as const)("%s is not known by what GitLab sends", (kind) => {
  const headers = { ...signed, "x-gitlab-token": "hush" };
  expect(proofIn(kind, { headers, body: "{}" }, sent)).toBeUndefined();
});
