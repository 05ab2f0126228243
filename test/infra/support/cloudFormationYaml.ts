import { parse, type Tags, YAMLSeq } from "yaml";

/** CloudFormation's short forms: `!Sub x` is `{"Fn::Sub": x}`, of a text and of a list. */
const tags: Tags = ["Ref", "Condition", "Sub", "GetAtt", "If", "Or", "And", "Not", "Equals"].flatMap((name) => {
  const key = name === "Ref" || name === "Condition" ? name : `Fn::${name}`;
  return [
    { tag: `!${name}`, resolve: (text: string) => ({ [key]: name === "GetAtt" ? text.split(".") : text }) },
    {
      tag: `!${name}`,
      collection: "seq" as const,
      resolve: (seq: unknown) => ({ [key]: seq instanceof YAMLSeq ? (seq.toJSON() as unknown) : [] }),
    },
  ];
});

export const cloudFormationYaml = (text: string): unknown => parse(text, { customTags: tags });
