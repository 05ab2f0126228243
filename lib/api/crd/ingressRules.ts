import type { Rule } from "./rule.ts";

const example = "{{name}}.{{namespace}}.flink.example.com";

/** An IngressSpec: host and path once the names are filled in, as IngressUtils of the Apache operator reads them. */
export const ingressRules: readonly Rule[] = [
  {
    at: "",
    rule: "has(self.template) && self.template != ''",
    message: `Ingress template must be defined: write host and path, for example ${example}`,
  },
  {
    at: "",
    rule:
      "!has(self.template) || isURL((self.template.matches('^https?://') ? '' : 'http://') + " +
      "self.template.lowerAscii().replace('{{name}}', 'x').replace('{{namespace}}', 'x'))",
    message: `is not a host and path: write for example ${example}`,
    fieldPath: ".template",
  },
];
