/** A number as Java's Double.toString writes it: `1.0`, `0.5`, `1.0E-4`, `1.5E7`. */
export function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return withFraction(String(value));
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  return `${withFraction(digits)}E${exponent.replace("+", "")}`;
}

const withFraction = (digits: string): string => (digits.includes(".") ? digits : `${digits}.0`);
