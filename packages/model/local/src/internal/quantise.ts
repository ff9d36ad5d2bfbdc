import type { OptimisedFormat } from "../optimised-file.ts";
import { toHalf } from "./half-float.ts";

/** GGML numbers of the formats that are written. */
export const FORMAT_TYPES: { readonly [F in OptimisedFormat]: number } = { q4_0: 2, q8_0: 8 };

/** Returns values as blocks of 32 (`quantize_row_q8_0_ref` and `quantize_row_q4_0_ref` of ggml). Equal values give equal bytes everywhere. */
export function quantise(values: Float32Array, format: OptimisedFormat): Uint8Array {
  return format === "q8_0" ? toQ8(values) : toQ4(values);
}

/** Q8_0: d = max |x| / 127 as half, then x / d rounded, halves away from zero. The division is by the full d, as in ggml. */
function toQ8(values: Float32Array): Uint8Array {
  const out = new Uint8Array((values.length / 32) * 34);
  for (let block = 0, at = 0; block < values.length; block += 32, at += 34) {
    let most = 0;
    for (let i = 0; i < 32; i++) most = Math.max(most, Math.abs(values[block + i] ?? 0));
    const d = Math.fround(most / 127);
    const inverse = d === 0 ? 0 : Math.fround(1 / d);
    const bits = toHalf(d);
    out[at] = bits & 255;
    out[at + 1] = bits >> 8;
    for (let i = 0; i < 32; i++) {
      const scaled = Math.fround((values[block + i] ?? 0) * inverse);
      out[at + 2 + i] = (scaled < 0 ? -Math.floor(-scaled + 0.5) : Math.floor(scaled + 0.5)) & 255;
    }
  }
  return out;
}

/** Q4_0: d is the value of greatest size over -8, as half; then x / d + 8.5 cut to a whole number of at most 15. */
function toQ4(values: Float32Array): Uint8Array {
  const out = new Uint8Array((values.length / 32) * 18);
  for (let block = 0, at = 0; block < values.length; block += 32, at += 18) {
    let most = 0;
    let extreme = 0;
    for (let i = 0; i < 32; i++) {
      const value = values[block + i] ?? 0;
      if (Math.abs(value) <= most) continue;
      most = Math.abs(value);
      extreme = value;
    }
    const d = Math.fround(extreme / -8);
    const inverse = d === 0 ? 0 : Math.fround(1 / d);
    const bits = toHalf(d);
    out[at] = bits & 255;
    out[at + 1] = bits >> 8;
    const level = (i: number): number => Math.min(15, Math.trunc(Math.fround(Math.fround((values[block + i] ?? 0) * inverse) + 8.5)));
    for (let i = 0; i < 16; i++) out[at + 2 + i] = level(i) | (level(i + 16) << 4);
  }
  return out;
}
