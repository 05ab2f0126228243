import { type Rule, under } from "./rule.ts";

/** Amounts as Flink's MemorySize or as a Kubernetes quantity: 2048m, 2g, 2 gb, 2Gi, 1.5G, 1e9. */
const memory = "(?i)^\\\\s*[0-9]+([.][0-9]*)?\\\\s*(e[0-9]+|b|bytes|([kmgtpe]i?b?)|(kibi|mebi|gibi|tebi)bytes)?\\\\s*$";
const memoryHint = "is not an amount of memory: write one, for example 2048m, 2g or 2Gi";

/** `requests` or `limits`. CEL cannot compare memory, as 2048m means another amount to Flink than to Kubernetes. */
const amountRules: readonly Rule[] = [
  {
    at: "",
    rule: `!('memory' in self) || string(self['memory']).matches('${memory}')`,
    message: `memory ${memoryHint}`,
    messageExpression: `'memory "' + string(self['memory']) + '" ${memoryHint}'`,
  },
  {
    at: "",
    rule:
      "!('cpu' in self) || (isQuantity(string(self['cpu'])) && " +
      "quantity(string(self['cpu'])).isGreaterThan(quantity('0')))",
    message: "cpu must be a quantity of more than 0 cores, for example 1 or 500m",
  },
];

/** How large the pods of `jobManager` or `taskManager` are. */
export const sizeRules: readonly Rule[] = [
  {
    at: "resource",
    rule: `!has(self.memory) || self.memory.matches('${memory}')`,
    message: memoryHint,
    messageExpression: `'"' + self.memory + '" ${memoryHint}'`,
    fieldPath: ".memory",
  },
  {
    at: "resource",
    rule: "!has(self.cpu) || self.cpu > 0.0",
    message: "must be more than 0 cores, for example 0.5",
    fieldPath: ".cpu",
  },
  ...under("resources.requests", amountRules),
  ...under("resources.limits", amountRules),
  {
    at: "resources",
    rule:
      "!has(self.requests) || !has(self.limits) || !('cpu' in self.requests) || !('cpu' in self.limits) || " +
      "!isQuantity(string(self.requests['cpu'])) || !isQuantity(string(self.limits['cpu'])) || " +
      "quantity(string(self.requests['cpu'])).compareTo(quantity(string(self.limits['cpu']))) <= 0",
    message: "the cpu in requests must not be more than the cpu in limits",
  },
];
