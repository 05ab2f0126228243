import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { asking } from "../../lib/cli/asking.ts";
import { listed, nearest, suggestion } from "../../lib/cli/nearest.ts";
import { plainTable } from "../../lib/cli/plainTable.ts";
import { flinkFleet } from "../../lib/cli/program.ts";
import type { Surroundings } from "../../lib/cli/surroundings.ts";
import type { Terminal } from "../../lib/cli/terminal.ts";
import { Faulted } from "../../lib/core/fault.ts";
import type { Spoke } from "../../lib/ports/index.ts";
import { aDeployment, aSessionJob, brokenSpoke, spokeWith, surroundings } from "./surroundings.ts";

describe("nearest", () => {
  const known = ["orders", "orders-eu", "clicks", "payments"];
  test.for([
    { word: "ordres", finds: ["orders"] },
    { word: "order", finds: ["orders", "orders-eu"] },
    { word: "CLICKS", finds: ["clicks"] },
    { word: "clcks", finds: ["clicks"] },
    { word: "paymnet", finds: ["payments"] },
    { word: "zebra", finds: [] },
    { word: "x", finds: [] },
  ])("$word may mean $finds", ({ word, finds }) => {
    expect(nearest(word, known)).toEqual(finds);
  });

  test("three at most, else what there is, else that there is nothing", () => {
    expect(nearest("a", ["a1", "a2", "a3", "a4"])).toEqual(["a1", "a2", "a3"]);
    expect(suggestion("ordrs", known, "none")).toBe("did you mean orders?");
    expect(suggestion("zebra", ["a", "b"], "none")).toBe("there are a, b");
    expect(listed(["a"], "none")).toBe("there is a");
    expect(listed([], "none")).toBe("none");
    expect(listed("a b c d e f g h i j".split(" "), "none")).toBe("there are a, b, c, d, e, f, g, h and 2 more");
  });
});

describe("a table", () => {
  const rows = [
    ["east", "x".repeat(30), "y".repeat(20)],
    ["w", "short", "-"],
  ];
  const table = (width: number | undefined, style: Terminal["style"] = (_, text) => text): readonly string[] =>
    plainTable(["A", "MESSAGE", "NEXT"], rows, { ...surroundings({ width }).of.terminal, style }, [
      "NEXT",
      "MESSAGE",
    ]).split("\n");

  test.for([
    { width: undefined, longest: 58 },
    { width: 58, longest: 58 },
    { width: 57, longest: 57 },
    { width: 50, longest: 50 },
    { width: 40, longest: 40 },
    { width: 32, longest: 32 },
    // Less than this says nothing.
    { width: 20, longest: 32 },
  ])("in $width columns is $longest wide", ({ width, longest }) => {
    expect(Math.max(...table(width).map(({ length }) => length))).toBe(longest);
  });

  test("cuts the last first, with a sign, and never what is not to be cut", () => {
    const [, first] = table(50);
    expect(first).toBe(`east  ${"x".repeat(30)}  ${"y".repeat(11)}…`);
    const [, narrow] = table(32);
    expect(narrow).toBe(`east  ${"x".repeat(11)}…  ${"y".repeat(11)}…`);
  });

  test("colours take no room", () => {
    const coloured = table(58, (_, text) => `\u001B[1m${text}\u001B[22m`);
    expect(coloured[1]).toContain("y".repeat(20));
  });
});

describe("a question", () => {
  test.for([
    { typed: "yes\n", answer: "yes" },
    { typed: "\n", answer: "" },
    { typed: undefined, answer: "" },
  ])("that is answered with $typed", async ({ typed, answer }) => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const answered = asking(input, output)("Is that meant? ");
    if (typed === undefined) input.end();
    else input.write(typed);
    expect(await answered).toBe(answer);
    expect(String(output.read())).toContain("Is that meant? ");
  });
});

const labelled = (name: string, team: string) => {
  const made = aDeployment(name);
  return { ...made, metadata: { ...made.metadata, labels: { team } } };
};

describe("status", () => {
  const spokes = [
    spokeWith("east", [labelled("orders", "a"), labelled("clicks", "b"), aSessionJob("views")]),
    spokeWith("west", [aDeployment("orders", { namespace: "payments" })]),
  ];
  const seen = async (...words: readonly string[]) => {
    const { of, out, err } = surroundings({ spokes });
    const code = await flinkFleet(["status", "-o", "json", ...words], of);
    const { resources } = (out() === "" ? { resources: [] } : JSON.parse(out())) as {
      readonly resources: readonly { readonly namespace: string; readonly resource: string }[];
    };
    return { code, err: err(), places: resources.map(({ namespace, resource }) => `${namespace}/${resource}`) };
  };

  test.for([
    { words: [], places: ["default/orders", "default/clicks", "default/views", "payments/orders"] },
    { words: ["orders"], places: ["default/orders", "payments/orders"] },
    { words: ["payments/orders", "views"], places: ["default/views", "payments/orders"] },
    { words: ["-n", "payments"], places: ["payments/orders"] },
    {
      words: ["-n", "payments", "-n", "default", "*s"],
      places: ["default/orders", "default/clicks", "default/views", "payments/orders"],
    },
    { words: ["-l", "team=b"], places: ["default/clicks"] },
    { words: ["--kind", "FlinkSessionJob"], places: ["default/views"] },
    { words: ["--cluster", "we*"], places: ["payments/orders"] },
    { words: ["-l", "team=x"], places: [] },
  ])("$words shows $places", async ({ words, places }) => {
    const found = await seen(...words);
    expect({ code: found.code, places: found.places }).toEqual({ code: 0, places });
  });

  test.for([
    { words: ["ordrs"], says: /no resource ordrs: did you mean default\/orders or payments\/orders\?/ },
    { words: ["orders", "--cluster", "eas"], says: /no such cluster: did you mean east\?/ },
    {
      words: ["clicks", "-n", "payments"],
      says: /no resource clicks \(namespaces payments\): did you mean default\/clicks\?/,
    },
  ])("$words is a mistake", async ({ words, says }) => {
    const { code, err } = await seen(...words);
    expect(err).toMatch(says);
    expect(code).toBe(1);
  });
});

describe("status --watch", () => {
  /** A cluster that has what is there at each look, one after the other. */
  function changing(...looks: readonly (readonly string[])[]): Spoke {
    let look = 0;
    return {
      ...spokeWith("east", []),
      connect: async () =>
        await spokeWith(
          "east",
          (looks[look++] ?? looks.at(-1) ?? []).map((name) => aDeployment(name)),
        ).connect(),
    };
  }
  const watched = async (spoke: Spoke, passes: number, over: Partial<Terminal> = {}, words: readonly string[] = []) => {
    const { of, out, err } = surroundings({ spokes: [spoke], passes });
    const here: Surroundings = { ...of, terminal: { ...of.terminal, ...over } };
    const code = await flinkFleet(["status", "--watch", ...words], here);
    return { code, out: out(), err: err() };
  };

  test("prints what has changed, where no person is", async () => {
    const { code, out } = await watched(changing(["orders"], ["orders"], ["orders", "clicks"]), 3);
    expect(code).toBe(0);
    expect(out.match(/CLUSTER/g)).toHaveLength(2);
    expect(out.match(/clicks/g)).toHaveLength(1);
  });

  test("draws every look, where a person is", async () => {
    const drawn: string[] = [];
    const draw: Terminal["draw"] = (text) => void drawn.push(text);
    const { out } = await watched(changing(["orders"], ["orders", "clicks"]), 2, { interactive: true, draw });
    expect(out).toBe("");
    expect(drawn.map((text) => text.includes("clicks"))).toEqual([false, true]);
  });

  test("tells what cannot be looked at, and ends as the last look did", async () => {
    const fault = { kind: "unavailable", what: "API server", because: "connection refused" } as const;
    const { code, err } = await watched(brokenSpoke("west", fault), 3);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(
        /^west: cannot be reached: API server: connection refused\. .*enrol --check$/,
      ) as unknown,
    });
  });

  test("what goes is gone; what never was is a mistake", async () => {
    expect((await watched(changing(["orders"], []), 2, {}, ["orders"])).code).toBe(0);
    expect((await watched(changing([]), 2, {}, ["orders"])).code).toBe(1);
  });
});

describe("--cluster", () => {
  test.for(["run", "enrol"])("%s knows which there are", async (command) => {
    const candidates = [
      {
        spoke: spokeWith("east", []),
        access: "kubeconfig",
        way: [],
        review: () => Promise.reject(new Error("it looked")),
      },
    ] as const;
    const { of, err } = surroundings({ spokes: [spokeWith("east", [])], candidates });
    const words = command === "run" ? ["run", "--once"] : ["enrol", "--check"];
    expect(await flinkFleet([...words, "--cluster", "eat"], of)).toBe(1);
    expect(err()).toContain("--cluster eat: the fleet has no such cluster: did you mean east?");
  });

  test("enrol --apply goes to that one alone", async () => {
    const applied: string[] = [];
    const installations = ["east", "west"].map((cluster) => ({
      cluster,
      apply: async () => void applied.push(cluster),
    }));
    const { of } = surroundings({ installations });
    expect(await flinkFleet(["enrol", "--apply", "--no-crds", "--cluster", "west"], of)).toBe(0);
    expect(new Set(applied)).toEqual(new Set(["west"]));
  });
});

test("enrol --check -o yaml says the same for programs", async () => {
  const fault = { kind: "denied", what: "kubeconfig", because: "it cannot be read" } as const;
  const way = [{ step: "kubeconfig", what: "context east", take: () => Promise.reject(new Faulted(fault)) }] as const;
  const review = () => Promise.reject(new Error("it went on"));
  const candidates = [{ spoke: spokeWith("east", []), access: "kubeconfig", way, review }] as const;
  const { of, out } = surroundings({ candidates });
  expect(await flinkFleet(["enrol", "--check", "-o", "yaml"], of)).toBe(2);
  const { clusters } = parse(out()) as { readonly clusters: readonly { readonly steps: readonly object[] }[] };
  expect(clusters).toMatchObject([{ cluster: "east", enrolled: false }]);
  expect(clusters[0]?.steps[0]).toMatchObject({ step: "kubeconfig", kind: "failed", because: "it cannot be read" });
});
