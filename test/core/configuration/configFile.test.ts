import fc from "fast-check";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { configFile } from "../../../lib/core/configuration/configFile.ts";
import { versions } from "../../../lib/core/configuration/versions.ts";

describe("flink-conf.yaml", () => {
  test("a line for each option, in order", () => {
    expect(configFile({ b: "2", "a.b": "x: y" }, versions.v1_18, true)).toStrictEqual({
      kind: "value",
      value: { name: "flink-conf.yaml", text: "a.b: x: y\nb: 2\n", properties: {} },
    });
  });

  test.for([
    { when: "a comment sign", key: "s3.secret-key", text: "a#b" },
    { when: "a line break", key: "k", text: "a\nb" },
    { when: "a carriage return", key: "k", text: "a\rb" },
    { when: "a blank at the end", key: "k", text: "a " },
    { when: "a blank in front", key: "k", text: " a" },
    { when: "nothing", key: "k", text: "" },
  ])("$when: on the command line, in config.yaml, or refused", ({ key, text }) => {
    const of = { a: "1", [key]: text };
    expect(configFile(of, versions.v1_18, true)).toStrictEqual({
      kind: "value",
      value: { name: "flink-conf.yaml", text: "a: 1\n", properties: { [key]: text } },
    });
    expect(configFile(of, versions.v1_18, false)).toStrictEqual({
      kind: "problem",
      because: expect.stringContaining(`${key}: its value is empty, or has a '#'`) as string,
    });
    for (const version of [versions.v1_19, versions.v1_20]) {
      expect(configFile(of, version, true)).toStrictEqual({
        kind: "value",
        value: { name: "config.yaml", text: `"a": "1"\n"${key}": ${JSON.stringify(text)}\n`, properties: {} },
      });
    }
  });

  test("what scripts read from the file cannot be on the command line", () => {
    expect(configFile({ "env.java.opts.all": "-Dx=#" }, versions.v1_18, true).kind).toBe("problem");
  });

  test.for(["a: b", "a#b", "a b"])("no name of an option: %s", (key) => {
    expect(configFile({ [key]: "#" }, versions.v1_17, true).kind).toBe("problem");
  });

  test("a name that would end too early is not written", () => {
    expect(configFile({ "a: b": "1" }, versions.v1_17, true).kind).toBe("problem");
  });

  test("options of the objects alone, and empty lists, are left out where they do not fit", () => {
    const of = {
      "kubernetes.jobmanager.entrypoint.args": "-Dx='#'",
      "kubernetes.rest-service.annotations": "a:#",
      "containerized.master.env.X": "#",
      "$internal.application.program-args": "",
      k: "1",
    };
    expect(configFile(of, versions.v1_20, false)).toStrictEqual({
      kind: "value",
      value: { name: "flink-conf.yaml", text: "k: 1\n", properties: {} },
    });
  });
});

describe("config.yaml", () => {
  const textOf = (of: Readonly<Record<string, string>>): string => {
    const file = configFile(of, versions.v2_0, false);
    if (file.kind === "problem") throw new Error(file.because);
    expect(file.value.name).toBe("config.yaml");
    expect(file.value.properties).toStrictEqual({});
    return file.value.text;
  };

  test("flat, quoted, our lists as lists", () => {
    expect(
      textOf({
        "high-availability": "x",
        "high-availability.storageDir": "s3://b",
        "pipeline.jars": "local:///a.jar",
        "$internal.application.program-args": "[1,2];'a;b'",
        "env.java.home": "/opt/java",
        other: "a;b",
      }),
    ).toBe(
      [
        `"$internal.application.program-args": ["[1,2]", "a;b"]`,
        `env.java.home: /opt/java`,
        `"high-availability": "x"`,
        `"high-availability.storageDir": "s3://b"`,
        `"other": "a;b"`,
        `"pipeline.jars": ["local:///a.jar"]`,
        "",
      ].join("\n"),
    );
    expect(textOf({ "$internal.application.program-args": "" })).toBe(`"$internal.application.program-args": []\n`);
  });

  test("a Java home that a script would misread is refused", () => {
    expect(configFile({ "env.java.home": "/opt/ja va" }, versions.v2_0, true)).toStrictEqual({
      kind: "problem",
      because: "env.java.home: '/opt/ja va' must be a plain path, since Flink's scripts read it without a parser",
    });
  });

  test("holds whatever it is given", () => {
    const troublesome = ["#", ":", " ", "\n", '"', "'", "\\", "\u2028", "\u0085", "\ufeff", "\u007f", "é", "😀"];
    const odd = fc.string({ unit: fc.constantFrom(...troublesome), maxLength: 6 });
    const anything = fc.dictionary(fc.stringMatching(/^[a-z.]{1,9}$/), odd, { maxKeys: 3 });
    fc.assert(
      fc.property(anything, (of) => {
        const { "env.java.home": _home, ...options } = of;
        const text = textOf(options);
        expect(text).not.toMatch(/[\u007f-\u009f\u2028\u2029\ufeff]/);
        expect(parse(text) ?? {}).toStrictEqual(options);
      }),
    );
  });
});
