import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import type { Option } from "./optionKinds.ts";
import { operatorOptions, type OperatorOption, type OperatorOptionValue } from "./operatorOptions.ts";
import { textOf } from "./options.ts";

const prefix = "kubernetes.operator.";

/** The name as users write it. */
export const operatorKey = (name: OperatorOption): string => prefix + name;

/**
 * The value of an option in what the user asks for (`userConfiguration`). A text that is no such value counts as none:
 * `operatorOptionProblems` tells of it, and the care for what runs goes on.
 */
export function operatorOption<N extends OperatorOption>(
  configuration: FlinkConfiguration,
  name: N,
): OperatorOptionValue<N>;
export function operatorOption(configuration: FlinkConfiguration, name: OperatorOption): unknown {
  const option: Option<unknown> = operatorOptions[name];
  const found = writtenAs(configuration, name);
  return found === undefined ? option.otherwise : (option.parse(found.text) ?? option.otherwise);
}

/** An option whose value cannot be read. */
export interface OperatorOptionProblem {
  /** As it is written, which may be a deprecated name. */
  readonly key: string;
  readonly value: string;
  /** `a duration such as 5 min` */
  readonly right: string;
}

export function operatorOptionProblems(configuration: FlinkConfiguration): readonly OperatorOptionProblem[] {
  const names = Object.keys(operatorOptions) as readonly OperatorOption[];
  return names.flatMap((name) => {
    const option: Option<unknown> = operatorOptions[name];
    const found = writtenAs(configuration, name);
    if (found === undefined || option.parse(found.text) !== undefined) return [];
    return [{ key: found.key, value: found.text, right: option.right }];
  });
}

function writtenAs(configuration: FlinkConfiguration, name: OperatorOption): { key: string; text: string } | undefined {
  const option: Option<unknown> = operatorOptions[name];
  return [name, ...option.older].flatMap((one) => {
    const written = textOf(configuration, prefix + one);
    return written === undefined ? [] : [{ key: prefix + one, text: written }];
  })[0];
}
