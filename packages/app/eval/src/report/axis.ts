import { formatMoney } from "@pawl/core";

/** How the numbers of an axis are written. Shares are 0..1, differences those of shares (with their sign), money is micro-dollars, time milliseconds. */
export type Quantity = "share" | "difference" | "number" | "ms" | "money";

export interface Axis {
  readonly label: string;
  /** @default number */
  readonly quantity?: Quantity | undefined;
}

/** Returns a value as people read it, with its unit: `0.47`, `1.2 s`, `$0.0042`, `12.5`; "not known" for null. */
export function formatQuantity(value: number | null, quantity: Quantity = "number"): string {
  if (value === null) return "not known";
  if (quantity === "share") return value.toFixed(2).replace("-", "−");
  if (quantity === "difference") return `${value > 0 ? "+" : ""}${value.toFixed(2)}`.replace("-", "−");
  if (quantity === "money") return formatMoney(Math.round(value));
  if (quantity === "ms") return formatMs(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return value.toLocaleString("en-US").replace("-", "−");
  return Number(value.toPrecision(3)).toString().replaceAll("-", "−");
}

function formatMs(ms: number): string {
  if (ms < 1_000) return `${Number(ms.toPrecision(3))} ms`;
  if (ms < 60_000) return `${Number((ms / 1_000).toPrecision(3))} s`;
  if (ms < 3_600_000) return `${Number((ms / 60_000).toPrecision(3))} min`;
  return `${Number((ms / 3_600_000).toPrecision(3))} h`;
}

/** Returns the axis with its unit, for a heading. */
export function axisTitle({ label, quantity }: Axis): string {
  if (quantity === "share") return `${label} (0 to 1)`;
  if (quantity === "money") return `${label} (US$)`;
  return label;
}

/** Returns an interval as people read it; an open end is written as such. */
export function formatInterval([low, high]: readonly [number | null, number | null], quantity: Quantity = "number"): string {
  const end = (value: number | null, open: string): string => (value === null ? open : formatQuantity(value, quantity));
  return `${end(low, "−∞")} to ${end(high, "∞")}`;
}

export interface Ticks {
  readonly low: number;
  readonly high: number;
  readonly at: readonly number[];
}

/** Returns round numbers that span the range: steps of 1, 2 or 5 times a power of ten, about as many as wanted. */
export function ticks(low: number, high: number, wanted: number = 5): Ticks {
  const spread = high > low ? high - low : Math.abs(low) || 1;
  const rough = spread / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  const at: number[] = [];
  // Multiplying by a reciprocal step keeps .3 from being .30000000000000004.
  for (let i = first; i <= last; i++) at.push(step < 1 ? i / Math.round(1 / step) : i * step);
  return { low: at[0] ?? low, high: at.at(-1) ?? high, at };
}
