import * as z from "zod";
import { definitions } from "../../api/crd/definitions.ts";
import { type Check, reasonOf } from "../../core/enrolment/check.ts";
import type { Checked } from "../../core/enrolment/cure.ts";
import { definitionCheck } from "../../core/enrolment/definitionCheck.ts";
import { Faulted } from "../../core/fault.ts";
import { fleetRights } from "../../core/rights.ts";
import type { Review } from "../../ports/index.ts";

const ours = z.object({
  names: z.object({ kind: z.string(), plural: z.string() }),
  versions: z.tuple([z.object({ schema: z.object({ openAPIV3Schema: z.unknown() }) })]),
});

const looked = new Set(fleetRights.flatMap(({ resources }) => resources));
/** Of the kinds that are looked after. */
const wanted = definitions.flatMap(({ metadata, spec }) => {
  const { names, versions } = ours.parse(spec);
  const schema = versions[0].schema.openAPIV3Schema;
  return looked.has(names.plural) ? [{ name: metadata.name, ...names, schema }] : [];
});

/** Whether the CustomResourceDefinitions are there, established, and know the fields that ours do. */
export async function checkDefinitions(review: Review, checked: Checked): Promise<readonly Check[]> {
  try {
    const [served, schemas] = await Promise.all([review.served(), review.schemas()]);
    return await Promise.all(
      wanted.map(async ({ name, kind, plural, schema }) => {
        const isServed = served.includes(plural);
        const object = isServed ? ({ kind: "there", because: undefined } as const) : await review.definition(name);
        const because = object.kind === "there" ? object.because : undefined;
        const seen = { name, served: isServed, object: object.kind, because, schema: schemas[kind], wanted: schema };
        return definitionCheck(seen, checked);
      }),
    );
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    const what = "custom resource definitions";
    return [{ step: "definitions", what, kind: "failed", because: reasonOf(error.fault), cure: "Try again." }];
  }
}
