import { PawlError, type Spend } from "@pawl/core";

const UNITS: { readonly [unit: string]: readonly [field: keyof Spend, factor: number] } = {
  ms: ["ms", 1],
  s: ["ms", 1000],
  m: ["ms", 60_000],
  min: ["ms", 60_000],
  h: ["ms", 3_600_000],
  calls: ["calls", 1],
  tokens: ["tokens", 1],
  $: ["microDollars", 1_000_000],
};

/**
 * Returns a budget written for people: `5m`, `300s`, `200calls`, `$1.50`, or several with commas.
 * @throws PawlError `use.budget-unreadable`.
 */
export function parseSpend(text: string): Spend {
  const spend: { -readonly [K in keyof Spend]: number } = {};
  for (const part of text.split(",")) {
    const match = /^\s*(\$?)(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(part);
    const unit = match?.[1] === "$" ? (match[3] === "" ? "$" : undefined) : match?.[3]?.toLowerCase();
    const rule = unit === undefined ? undefined : UNITS[unit];
    if (match === null || rule === undefined) {
      throw new PawlError(
        "use.budget-unreadable",
        `A budget is written like 5m, 300s, 200calls, 100000tokens or $1.50, several with commas; got "${part.trim()}".\nNothing was run.`,
        { facts: { got: part.trim() } },
      );
    }
    spend[rule[0]] = Math.round(Number(match[2]) * rule[1]);
  }
  return spend;
}
