import { expect, test } from "vitest";
import type { DriftJournal } from "../../../../lib/api/resources/driftJournal.ts";
import { driftNews, type DriftNews } from "../../../../lib/core/lifecycle/drift/driftNews.ts";

const place = { object: "Service/orders-rest", path: "/spec/type", by: "kubectl-edit" };
const since = "2026-11-22T12:00:00.000Z";
const left = (kind: DriftJournal["standing"][number]["class"], parts: object = {}) => ({
  ...place,
  class: kind,
  since,
  ...parts,
});
const repair = (at: string) => ({ ...place, at });
const journal = (parts: Partial<DriftJournal>): DriftJournal => ({ standing: [], repairs: [], ...parts });

test.for<readonly [string, DriftJournal | undefined, DriftJournal | undefined, readonly Partial<DriftNews>[]]>([
  ["nothing", undefined, undefined, []],
  ["put right", undefined, journal({ repairs: [repair(since)] }), [{ what: "putRight", by: "kubectl-edit" }]],
  ["put right before", journal({ repairs: [repair(since)] }), journal({ repairs: [repair(since)] }), []],
  [
    "put right once more",
    journal({ repairs: [repair(since)] }),
    journal({ repairs: [repair(since), repair("2026-11-22T12:01:00.000Z")] }),
    [{ what: "putRight" }],
  ],
  ["left as it is", undefined, journal({ standing: [left("restart")] }), [{ what: "restart", since }]],
  ["left as before", journal({ standing: [left("restart")] }), journal({ standing: [left("restart")] }), []],
  [
    "of another class",
    journal({ standing: [left("restart")] }),
    journal({ standing: [left("stateAtRisk")] }),
    [{ what: "stateAtRisk" }],
  ],
  [
    "another field",
    journal({ standing: [left("restart")] }),
    journal({ standing: [left("restart"), left("restart", { path: "/spec/x" })] }),
    [{ what: "restart", path: "/spec/x" }],
  ],
  ["over by itself", journal({ standing: [left("restart")] }), journal({}), [{ what: "over", since }]],
  [
    "put right in the end",
    journal({ standing: [left("restart")] }),
    journal({ repairs: [repair(since)] }),
    [{ what: "putRight" }],
  ],
])("%s", ([, before, after, told]) => {
  const news = driftNews(before, after);
  expect(news).toMatchObject(told);
  expect(news).toHaveLength(told.length);
  expect(news.map(({ object, by }) => [object, by])).toEqual(told.map(() => [place.object, place.by]));
});
