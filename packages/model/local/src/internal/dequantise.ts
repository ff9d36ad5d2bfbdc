import { HALF_VALUES } from "./half-float.ts";

type Decoder = (data: Uint8Array, out: Float32Array) => void;

const half = (data: Uint8Array, at: number): number => HALF_VALUES[(data[at] ?? 0) | ((data[at + 1] ?? 0) << 8)] ?? 0;
const byte = (data: Uint8Array, at: number): number => data[at] ?? 0;
const signed = (data: Uint8Array, at: number): number => ((data[at] ?? 0) << 24) >> 24;

/** Layouts and formulas of ggml (`ggml-common.h`, `dequantize_row_*` in `ggml-quants.c`). Blocks of 32 values, of 256 for the K formats. */
const DECODERS: ReadonlyMap<number, Decoder> = new Map<number, Decoder>([
  [
    0,
    (data, out) => {
      const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
      for (let i = 0; i < out.length; i++) out[i] = view.getFloat32(i * 4, true);
    },
  ],
  [
    1,
    (data, out) => {
      for (let i = 0; i < out.length; i++) out[i] = half(data, i * 2);
    },
  ],
  [
    30,
    (data, out) => {
      const bits = new Uint32Array(out.buffer, out.byteOffset, out.length);
      for (let i = 0; i < out.length; i++) bits[i] = (byte(data, i * 2) << 16) | (byte(data, i * 2 + 1) << 24);
    },
  ],
  // Q4_0: half d, 16 bytes; low nibbles are values 0 to 15, high ones 16 to 31; (q - 8) d.
  [
    2,
    (data, out) => {
      for (let block = 0, at = 0; block < out.length; block += 32, at += 18) {
        const d = half(data, at);
        for (let i = 0; i < 16; i++) {
          const q = byte(data, at + 2 + i);
          out[block + i] = ((q & 15) - 8) * d;
          out[block + 16 + i] = ((q >> 4) - 8) * d;
        }
      }
    },
  ],
  // Q4_1: half d, half m, 16 bytes; q d + m.
  [
    3,
    (data, out) => {
      for (let block = 0, at = 0; block < out.length; block += 32, at += 20) {
        const d = half(data, at);
        const m = half(data, at + 2);
        for (let i = 0; i < 16; i++) {
          const q = byte(data, at + 4 + i);
          out[block + i] = (q & 15) * d + m;
          out[block + 16 + i] = (q >> 4) * d + m;
        }
      }
    },
  ],
  // Q5_0: half d, 4 bytes with the fifth bits, 16 bytes; (q - 16) d. Q5_1: half d, half m, then the same; q d + m.
  [6, (data, out) => fiveBits(data, out, { bytes: 22, hasMinimum: false })],
  [7, (data, out) => fiveBits(data, out, { bytes: 24, hasMinimum: true })],
  // Q8_0: half d, 32 signed bytes; q d.
  [
    8,
    (data, out) => {
      for (let block = 0, at = 0; block < out.length; block += 32, at += 34) {
        const d = half(data, at);
        for (let i = 0; i < 32; i++) out[block + i] = signed(data, at + 2 + i) * d;
      }
    },
  ],
  [12, (data, out) => kBits(data, out, { bytes: 144, fifth: false })],
  [13, (data, out) => kBits(data, out, { bytes: 176, fifth: true })],
  [14, sixBits],
]);

/** Returns the decoder of a tensor type: fills `out` from whole blocks of `data`; null of a type that is not known. */
export function dequantiser(type: number): Decoder | null {
  return DECODERS.get(type) ?? null;
}

function fiveBits(data: Uint8Array, out: Float32Array, form: { readonly bytes: number; readonly hasMinimum: boolean }): void {
  for (let block = 0, at = 0; block < out.length; block += 32, at += form.bytes) {
    const d = half(data, at);
    const m = form.hasMinimum ? half(data, at + 2) : -16 * d;
    const high = at + (form.hasMinimum ? 4 : 2);
    for (let i = 0; i < 16; i++) {
      const q = byte(data, high + 4 + i);
      const low5 = (byte(data, high + (i >> 3)) >> (i & 7)) & 1;
      const high5 = (byte(data, high + 2 + (i >> 3)) >> (i & 7)) & 1;
      out[block + i] = ((q & 15) | (low5 << 4)) * d + m;
      out[block + 16 + i] = ((q >> 4) | (high5 << 4)) * d + m;
    }
  }
}

/** Q4_K and Q5_K: half d, half dmin, 12 bytes with eight 6-bit scales and minima, Q5_K then 32 bytes of fifth bits, 128 bytes; d sc q - dmin m. */
function kBits(data: Uint8Array, out: Float32Array, form: { readonly bytes: number; readonly fifth: boolean }): void {
  for (let block = 0, at = 0; block < out.length; block += 256, at += form.bytes) {
    const d = half(data, at);
    const dmin = half(data, at + 2);
    const quants = at + 16 + (form.fifth ? 32 : 0);
    for (let sub = 0; sub < 8; sub++) {
      const [scale, least] = scaleAndMinimum(data, at + 4, sub);
      const step = d * scale;
      const offset = dmin * least;
      for (let i = 0; i < 32; i++) {
        const q = byte(data, quants + (sub >> 1) * 32 + i);
        const low = sub & 1 ? q >> 4 : q & 15;
        const high = form.fifth ? ((byte(data, at + 16 + i) >> sub) & 1) << 4 : 0;
        out[block + sub * 32 + i] = step * (low | high) - offset;
      }
    }
  }
}

function scaleAndMinimum(data: Uint8Array, at: number, sub: number): readonly [number, number] {
  if (sub < 4) return [byte(data, at + sub) & 63, byte(data, at + sub + 4) & 63];
  const shared = byte(data, at + sub + 4);
  return [(shared & 15) | ((byte(data, at + sub - 4) >> 6) << 4), (shared >> 4) | ((byte(data, at + sub) >> 6) << 4)];
}

/** Q6_K: 128 bytes of low nibbles, 64 of upper bit pairs, 16 signed scales, half d; d sc (q - 32). */
function sixBits(data: Uint8Array, out: Float32Array): void {
  for (let block = 0, at = 0; block < out.length; block += 256, at += 210) {
    const d = half(data, at + 208);
    for (let part = 0; part < 2; part++) {
      for (let i = 0; i < 32; i++) {
        const upper = byte(data, at + 128 + part * 32 + i);
        const first = byte(data, at + part * 64 + i);
        const second = byte(data, at + part * 64 + 32 + i);
        const scale = at + 192 + part * 8 + (i >> 4);
        const base = block + part * 128 + i;
        out[base] = d * signed(data, scale) * (((first & 15) | ((upper & 3) << 4)) - 32);
        out[base + 32] = d * signed(data, scale + 2) * (((second & 15) | (((upper >> 2) & 3) << 4)) - 32);
        out[base + 64] = d * signed(data, scale + 4) * (((first >> 4) | (((upper >> 4) & 3) << 4)) - 32);
        out[base + 96] = d * signed(data, scale + 6) * (((second >> 4) | (((upper >> 6) & 3) << 4)) - 32);
      }
    }
  }
}
