export type Labels = Readonly<Record<string, string>>;
type LabelTest = (labels: Labels) => boolean;

/** kubectl's -l: `a=b,c!=d,e in (f,g),h notin (i),j,!k`. A part that is none of these is given back as `wrong`. */
export function labelTests(text: string): { readonly tests: readonly LabelTest[]; readonly wrong: string | undefined } {
  const parts = splitOutsideBrackets(text);
  const tests = parts.map(labelTest);
  return {
    tests: tests.filter((test) => test !== undefined),
    wrong: parts.find((_, index) => tests[index] === undefined),
  };
}

/** Whether labels meet a selector; one that is wrong is met by nothing. */
export function meets(labels: Labels, text: string | undefined): boolean {
  const { tests, wrong } = labelTests(text ?? "");
  return wrong === undefined && tests.every((test) => test(labels));
}

function labelTest(text: string): LabelTest | undefined {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(text);
  if (set !== null) {
    const [, key = "", operator, values = ""] = set;
    const members = new Set(values.split(",").map((value) => value.trim()));
    return (labels) => members.has(labels[key] ?? "\0") === (operator === "in");
  }
  const equality = /^([^\s=!]+)\s*(==|=|!=)\s*(\S*)$/.exec(text);
  if (equality !== null) {
    const [, key = "", operator, value] = equality;
    return (labels) => (labels[key] === value) === (operator !== "!=");
  }
  const presence = /^(!?)\s*([^\s=!]+)$/.exec(text);
  if (presence === null) return undefined;
  const [, not, key = ""] = presence;
  return (labels) => key in labels === (not === "");
}

export function splitOutsideBrackets(text: string): readonly string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
