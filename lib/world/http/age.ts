/** A time span in kubectl's way (apimachinery's duration.HumanDuration): `45s`, `5m10s`, `3h2m`, `2d4h`, `12d`. */
export function age(since: string | undefined, now: number): string {
  if (since === undefined || since === "") return "<unknown>";
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return both([minutes, "m"], [seconds % 60, "s"]);
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return both([hours, "h"], [minutes % 60, "m"]);
  if (hours < 48) return `${hours}h`;
  return hours < 192 ? both([Math.floor(hours / 24), "d"], [hours % 24, "h"]) : `${Math.floor(hours / 24)}d`;
}

function both(large: readonly [number, string], small: readonly [number, string]): string {
  return small[0] === 0 ? large.join("") : `${large.join("")}${small.join("")}`;
}
