/** The way the API server writes a quantity of CPU or memory: `1.0` as `1`, `0.5` as `500m`, `2048Mi` as `2Gi`. */
export function canonicalQuantity(quantity: unknown): string {
  const text = String(quantity);
  const match = /^([+-]?\d+(?:\.\d+)?)(Ki|Mi|Gi|Ti|m)?$/.exec(text);
  if (match === null) return text;
  const [, digits = "0", suffix = ""] = match;
  if (suffix === "" || suffix === "m") return decimal(Number(digits) * (suffix === "m" ? 1 : 1000));
  return binary(Number(digits), suffix);
}

function decimal(thousandths: number): string {
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${Math.ceil(thousandths)}m`;
}

const binarySuffixes = ["Ki", "Mi", "Gi", "Ti"];

function binary(amount: number, suffix: string): string {
  let [rest, power] = [amount, binarySuffixes.indexOf(suffix)];
  while (rest !== 0 && rest % 1024 === 0 && power < binarySuffixes.length - 1) [rest, power] = [rest / 1024, power + 1];
  while (!Number.isInteger(rest) && power > 0) [rest, power] = [rest * 1024, power - 1];
  return `${rest}${binarySuffixes[power] ?? ""}`;
}
