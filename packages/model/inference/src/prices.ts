import type { MicroDollars, ModelCapabilities } from "@pawl/core";

/** Micro-dollars for a million tokens, as `ModelCapabilities.price`. */
export type Price = NonNullable<ModelCapabilities["price"]>;

/** When and where the table was read. Prices change: give your own by `prices` where it matters. */
export const PRICES_AS_OF: { readonly date: string; readonly source: string } = {
  date: "2026-11-24",
  source:
    "OpenAI's standard rates for up to 272,000 input tokens (https://developers.openai.com/api/docs/pricing), read through release notes of public cost trackers and gateways",
};

/** Dollars for a million tokens: input, cached input, output; and, where known, the context that these rates are for. */
const DOLLARS: { readonly [model: string]: readonly [input: number, cached: number, output: number, contextTokens: number | null] } = {
  "gpt-6.2-astra": [8, 0.4, 40, 272_000],
  "gpt-6.2-sol": [2, 0.1, 10, 272_000],
  "gpt-6.1-sol": [2, 0.1, 10, 272_000],
  "gpt-6-astra": [10, 1, 50, 272_000],
  "gpt-6-sol": [2, 0.2, 10, 272_000],
  "gpt-6-luna": [0.1, 0.01, 0.5, 272_000],
  "gpt-5.6-terra": [2, 0.2, 12, 272_000],
  "gpt-5.6-luna": [0.2, 0.02, 1.2, 272_000],
  "gpt-5.4-mini": [0.75, 0.075, 4.5, 272_000],
  "gpt-5.4-nano": [0.2, 0.02, 1.25, 272_000],
  "gpt-4.1": [2, 0.5, 8, 1_047_576],
  "gpt-4.1-mini": [0.4, 0.1, 1.6, 1_047_576],
  "gpt-4o": [2.5, 1.25, 10, 128_000],
  "gpt-4o-mini": [0.15, 0.075, 0.6, 128_000],
  "text-embedding-3-small": [0.02, 0.02, 0, 8_192],
  "text-embedding-3-large": [0.13, 0.13, 0, 8_192],
};

const micro = (dollars: number): MicroDollars => Math.round(dollars * 1_000_000);

/** The table as data, by model name. */
export const PRICES: { readonly [model: string]: Price } = Object.fromEntries(
  Object.entries(DOLLARS).map(([model, [input, cached, output]]) => [
    model,
    { inputPerMillion: micro(input), cachedInputPerMillion: micro(cached), outputPerMillion: micro(output) },
  ]),
);

/** Returns a model's price: the caller's own first, then the table's; null where neither has it. A dated name (`gpt-4.1-2025-04-14`) costs as its alias. */
export function priceOf(model: string, own: { readonly [model: string]: Price | null } = {}): Price | null {
  for (const name of [model, aliasOf(model)]) {
    if (Object.hasOwn(own, name)) return own[name] ?? null;
  }
  for (const name of [model, aliasOf(model)]) {
    if (Object.hasOwn(PRICES, name)) return PRICES[name] ?? null;
  }
  return null;
}

/** Returns the context that a model's price is for, null where not known. */
export function pricedContextOf(model: string): number | null {
  return (Object.hasOwn(DOLLARS, model) ? DOLLARS[model] : DOLLARS[aliasOf(model)])?.[3] ?? null;
}

function aliasOf(model: string): string {
  return model.replace(/-\d{4}-\d{2}-\d{2}$/, "");
}
