/** Returns GBNF for the integers from `low` to `high`, both inclusive, without leading zeros and without `-0`; null is no bound, but at most 16 digits. */
export function integerRange(low: bigint | null, high: bigint | null): string {
  const most = 10n ** 16n - 1n;
  const from = low === null || low < -most ? -most : low;
  const to = high === null || high > most ? most : high;
  const parts: string[] = [];
  if (from < 0n) {
    const least = to < 0n ? -to : 1n;
    parts.push(`"-" (${positive(least, -from).join(" | ")})`);
  }
  if (to >= 0n) {
    if (from <= 0n) parts.push('"0"');
    if (to > 0n) parts.push(...positive(from > 0n ? from : 1n, to));
  }
  return `(${parts.join(" | ")})`;
}

/** One alternative for each common prefix of digits: 23 to 157 is 2[3-9] | [3-9][0-9] | 1[0-4][0-9] | 15[0-7]. Lengths in between are joined. */
function positive(low: bigint, high: bigint): string[] {
  const out: string[] = [];
  const first = low.toString();
  const last = high.toString();
  if (first.length === last.length) return between(first, last);
  out.push(...between(first, "9".repeat(first.length)));
  if (last.length - first.length > 1) out.push(`[1-9] ${digits(first.length, last.length - 2)}`);
  out.push(...between(`1${"0".repeat(last.length - 1)}`, last));
  return out;
}

function between(low: string, high: string): string[] {
  const rest = low.length - 1;
  const [a = "0"] = low;
  const [b = "0"] = high;
  if (rest === 0) return [digit(a, b)];
  if (a === b) return between(low.slice(1), high.slice(1)).map((tail) => `"${a}" ${tail}`);
  const out: string[] = [];
  const lowest = low.slice(1) === "0".repeat(rest);
  const highest = high.slice(1) === "9".repeat(rest);
  if (!lowest) out.push(...between(low.slice(1), "9".repeat(rest)).map((tail) => `"${a}" ${tail}`));
  const from = lowest ? Number(a) : Number(a) + 1;
  const to = highest ? Number(b) : Number(b) - 1;
  if (from <= to) out.push(`${digit(String(from), String(to))} ${digits(rest, rest)}`);
  if (!highest) out.push(...between("0".repeat(rest), high.slice(1)).map((tail) => `"${b}" ${tail}`));
  return out;
}

function digit(from: string, to: string): string {
  return from === to ? `"${from}"` : `[${from}-${to}]`;
}

function digits(least: number, most: number): string {
  return least === most ? (least === 1 ? "[0-9]" : `[0-9]{${least}}`) : `[0-9]{${least},${most}}`;
}
