import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { metricQueries } from "../../lib/flink/metricQueries.ts";
import { at, job, saying } from "./support/scripted.ts";

test("metrics are numbers: what Flink does not know or cannot tell is left out", async () => {
  const { flink, sent } = saying({
    body: [
      { id: "numRestarts", value: "3" },
      { id: "rate", value: "1.5E-3" },
      { id: "size", value: "9223372036854775807" },
      { id: "gone", value: "NaN" },
      { id: "endless", value: "-Infinity" },
      { id: "path", value: "s3://b/chk-1" },
      { id: "empty", value: "" },
    ],
  });
  const names = ["numRestarts", "rate", "size", "gone", "endless", "path", "empty", "unknown"];
  expect(await flink.jobMetrics(at, job, names)).toEqual({ numRestarts: 3, rate: 0.0015, size: 2 ** 63 });
  expect(sent).toStrictEqual([{ method: "GET", path: `/jobs/${job}/metrics`, query: { get: names.join(",") } }]);
});

test("nothing is asked for no names: Flink would list all that it has", async () => {
  const { flink, sent } = saying({ body: [{ id: "numRestarts" }] });
  expect(await flink.jobMetrics(at, job, [])).toEqual({});
  expect(sent).toEqual([]);
});

test("a name given twice is asked for once", () => {
  expect(metricQueries(["a", "b", "a"])).toEqual(["a,b"]);
});

describe("many metrics", () => {
  const name = fc.string({ minLength: 1, maxLength: 300 }).filter((text) => !text.includes(","));

  test("are asked for in lines that Netty takes, each of them once", () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 80 }), (names) => {
        const queries = metricQueries(names);
        expect(queries.flatMap((query) => query.split(","))).toEqual([...new Set(names)]);
        for (const get of queries.filter((query) => query.includes(","))) {
          expect(`GET /jobs/${job}/metrics?${new URLSearchParams({ get }).toString()} HTTP/1.1`.length).toBeLessThan(
            4096,
          );
        }
      }),
    );
  });

  test("are put together from several answers, with no more requests than needed", async () => {
    const names = Array.from({ length: 400 }, (_, n) => `Source__x.${n}.numRecordsIn`);
    const { flink, sent } = saying(({ query }) => ({
      body: (query?.["get"] ?? "").split(",").map((id) => ({ id, value: "1" })),
    }));
    expect(Object.keys(await flink.jobMetrics(at, job, names))).toHaveLength(400);
    expect(sent).toHaveLength(4);
  });
});
