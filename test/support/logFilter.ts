type Passes = (line: unknown) => boolean;

const token = /\s*(\(|\)|&&|\|\||\$[.\w[\]]+|NOT EXISTS|!=|=|"[^"]*")/gy;

/**
 * What a filter pattern of CloudWatch Logs lets through, as its manual has it: comparisons of text in which `*` stands for any characters,
 * `NOT EXISTS`, `&&` before `||`, and brackets. Throws for anything else, so that a pattern which is written wrongly lets nothing through.
 */
export function logFilter(pattern: string): Passes {
  const [, inner] = /^\{(.*?)\s*\}$/u.exec(pattern) ?? [];
  if (inner === undefined) throw new Error("a pattern for JSON stands in braces");
  const found = [...inner.matchAll(token)];
  const understood = found.map(([whole]) => whole).join("");
  if (understood !== inner) throw new Error(`not understood: ${inner.slice(understood.length)}`);
  const tokens = found.map(([, one = ""]) => one);
  const passes = either(tokens);
  if (tokens.length > 0) throw new Error(`left over: ${tokens.join(" ")}`);
  return passes;
}

function either(tokens: string[]): Passes {
  const parts = [both(tokens)];
  while (tokens[0] === "||") {
    tokens.shift();
    parts.push(both(tokens));
  }
  return (line) => parts.some((part) => part(line));
}

function both(tokens: string[]): Passes {
  const parts = [term(tokens)];
  while (tokens[0] === "&&") {
    tokens.shift();
    parts.push(term(tokens));
  }
  return (line) => parts.every((part) => part(line));
}

function term(tokens: string[]): Passes {
  const first = tokens.shift() ?? "";
  if (first !== "(") return comparison(first, tokens);
  const inside = either(tokens);
  if (tokens.shift() !== ")") throw new Error("a bracket is not closed");
  return inside;
}

function comparison(field: string, tokens: string[]): Passes {
  const [, path] = /^\$\.(.+)$/u.exec(field) ?? [];
  const operator = tokens.shift() ?? "";
  if (path === undefined) throw new Error(`${field} is no field`);
  if (operator === "NOT EXISTS") return (line) => valueAt(line, path) === undefined;
  const isAsked = operator === "=";
  if (!isAsked && operator !== "!=") throw new Error(`${operator} is no comparison`);
  const wanted = matching(tokens.shift() ?? "");
  return (line) => {
    const value = valueAt(line, path);
    return typeof value === "string" && wanted.test(value) === isAsked;
  };
}

function matching(quoted: string): RegExp {
  const [, text] = /^"(.*)"$/u.exec(quoted) ?? [];
  if (text === undefined) throw new Error(`${quoted} is no text`);
  return new RegExp(`^${text.replaceAll(/[^\w*]/gu, String.raw`\$&`).replaceAll("*", ".*")}$`);
}

/** `a.b[0].c` */
const valueAt = (line: unknown, path: string): unknown =>
  path
    .split(/[.[\]]+/u)
    .filter((name) => name !== "")
    .reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name], line);
