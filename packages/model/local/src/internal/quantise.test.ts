import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dequantiser } from "./dequantise.ts";
import { fromHalf, toHalf } from "./half-float.ts";
import { quantise } from "./quantise.ts";

/** 1.0 is 0x3c00, 0.5 is 0x3800, 2.0 is 0x4000 as binary16, low byte first. */
const ONE = [0x00, 0x3c];
const HALF = [0x00, 0x38];
const TWO = [0x00, 0x40];

function decoded(type: number, data: readonly number[], length: number): number[] {
  const out = new Float32Array(length);
  dequantiser(type)?.(Uint8Array.from(data), out);
  return [...out];
}

describe("half floats", () => {
  it("are the values of IEEE 754", () => {
    expect([0x3c00, 0xc000, 0x7bff, 0x0001, 0x8000, 0x0400].map(fromHalf)).toEqual([1, -2, 65504, 2 ** -24, -0, 2 ** -14]);
  });

  it("come back as they went, all finite ones", () => {
    for (let bits = 0; bits < 0x7c00; bits++) {
      if (toHalf(fromHalf(bits)) !== bits || toHalf(-fromHalf(bits)) !== (bits | 0x8000)) throw new Error(`bits ${bits}`);
    }
  });

  it("round to the nearest, ties to even", () => {
    // Between 1 and 1 + 2^-10 the middle goes to 1, whose last bit is 0; the next middle goes up.
    expect([1 + 2 ** -11, 1 + 3 * 2 ** -11, 65519, 65520, 2 ** -25, 3 * 2 ** -25].map(toHalf)).toEqual([
      0x3c00, 0x3c02, 0x7bff, 0x7c00, 0, 2,
    ]);
  });
});

describe("dequantiser", () => {
  it("reads Q4_0: (q - 8) d, low nibbles first", () => {
    // Byte 0x9f: value 0 is (15 - 8) 0.5 = 3.5, value 16 is (9 - 8) 0.5 = 0.5; bytes 0x88 are 0.
    const values = decoded(2, [...HALF, 0x9f, ...new Array<number>(15).fill(0x88)], 32);
    expect([values[0], values[16], values[1], values[31]]).toEqual([3.5, 0.5, 0, 0]);
  });

  it("reads Q4_1: q d + m", () => {
    const values = decoded(3, [...HALF, ...ONE, 0x2f, ...new Array<number>(15).fill(0)], 32);
    expect([values[0], values[16], values[1]]).toEqual([8.5, 2, 1]);
  });

  it("reads Q5_0 and Q5_1 with their fifth bits", () => {
    // Fifth bits 0x00010001: of the values 0 and 16. Value 0: (0x1f - 16) 1 = 15; value 16: (0x12 - 16) 1 = 2; value 1: (3 - 16) = -13.
    const fifth = [0x01, 0x00, 0x01, 0x00];
    const quants = [0x2f, 0x03, ...new Array<number>(14).fill(0)];
    const five = decoded(6, [...ONE, ...fifth, ...quants], 32);
    expect([five[0], five[16], five[1], five[17]]).toEqual([15, 2, -13, -16]);
    const six = decoded(7, [...ONE, ...TWO, ...fifth, ...quants], 32);
    expect([six[0], six[16], six[1], six[17]]).toEqual([33, 20, 5, 2]);
  });

  it("reads Q8_0: q d, signed", () => {
    expect(decoded(8, [...TWO, 0x7f, 0x80, ...new Array<number>(30).fill(1)], 32).slice(0, 3)).toEqual([254, -256, 2]);
  });

  it("reads Q4_K: d sc q - dmin m, scales of six bits", () => {
    const scales = new Array<number>(12).fill(0);
    scales[0] = 3; // scale of part 0, top bits 0
    scales[4] = 1; // minimum of part 0
    scales[8] = 0x25; // part 4: scale 5, minimum 2
    scales[1] = 0x40 | 2; // part 1: scale 2; top bits 1 for part 5
    scales[9] = 0x01; // part 5: scale 1 + 16
    const quants = new Array<number>(128).fill(0);
    quants[0] = 0x4f; // value 0 is 15, value 32 is 4
    quants[64] = 0x17; // value 128 is 7, value 160 is 1
    const values = decoded(12, [...ONE, ...HALF, ...scales, ...quants], 256);
    expect([values[0], values[1], values[32], values[128], values[160]]).toEqual([3 * 15 - 0.5, -0.5, 2 * 4, 5 * 7 - 1, 17]);
  });

  it("reads Q5_K with its fifth bits by part", () => {
    const scales = new Array<number>(12).fill(0);
    scales[0] = 1;
    scales[1] = 2;
    const high = new Array<number>(32).fill(0);
    high[0] = 0b11; // fifth bits of values 0 and 32
    const quants = new Array<number>(128).fill(0);
    quants[0] = 0x21;
    const values = decoded(13, [...ONE, ...ONE, ...scales, ...high, ...quants], 256);
    expect([values[0], values[32], values[1]]).toEqual([17, 36, 0]);
  });

  it("reads Q6_K: d sc (q - 32), quarter by quarter", () => {
    const low = new Array<number>(128).fill(0);
    const high = new Array<number>(64).fill(0);
    const scales = new Array<number>(16).fill(1);
    low[0] = 0x5a; // value 0 has 10, value 64 has 5
    high[0] = 0b11_10_01_10; // upper bits of values 0, 32, 64, 96: 2, 1, 2, 3
    scales[4] = 0xff; // values 64 to 79: -1
    const values = decoded(14, [...low, ...high, ...scales, ...TWO], 256);
    expect([values[0], values[32], values[64], values[96], values[128]]).toEqual([2 * 10, 2 * -16, -2 * 5, 2 * 16, -64]);
  });

  it("reads F32, F16 and BF16", () => {
    expect(decoded(0, [0, 0, 0x80, 0x3f], 1)).toEqual([1]);
    expect(decoded(1, [...TWO, 0x00, 0xc0], 2)).toEqual([2, -2]);
    expect(decoded(30, [0x80, 0x3f, 0x00, 0xc0], 2)).toEqual([1, -2]);
  });
});

describe("quantise", () => {
  it("writes Q8_0 as ggml does", () => {
    const values = new Float32Array(32);
    values.set([127, -127, 1.5, -1.5, 0.4]);
    expect([...quantise(values, "q8_0").slice(0, 8)]).toEqual([...ONE, 127, 129, 2, 254, 0, 0]);
  });

  it("writes Q4_0 as ggml does, the sign of the extreme kept", () => {
    const values = new Float32Array(32);
    values.set([8, -4, 0, 7], 0);
    // d = 8 / -8 = -1: 8 is level 0, -4 is 12, 0 is 8, 7 is 1.
    const bytes = quantise(values, "q4_0");
    expect([...bytes.slice(0, 6)]).toEqual([0x00, 0xbc, 0x80, 0x8c, 0x88, 0x81]);
  });

  it("writes zeros as zeros", () => {
    expect(decoded(8, [...quantise(new Float32Array(32), "q8_0")], 32).every((value) => value === 0)).toBe(true);
    expect(decoded(2, [...quantise(new Float32Array(32), "q4_0")], 32).every((value) => value === 0)).toBe(true);
  });

  const block = fc.array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: 32, maxLength: 32 });

  it("is at most half a step off in Q8_0, and re-encodes its own values to the same bytes", () => {
    fc.assert(
      fc.property(block, (values) => {
        const bytes = quantise(Float32Array.from(values), "q8_0");
        const back = decoded(8, [...bytes], 32);
        const most = Math.max(...values.map(Math.abs));
        // Half a step, and d itself is rounded to 11 bits.
        const bound = (most / 127) * 0.5 + most * 2 ** -11 + 2 ** -24 * 128;
        for (const [index, value] of values.entries()) expect(Math.abs(value - (back[index] ?? 0))).toBeLessThanOrEqual(bound);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it("is at most one step off in Q4_0", () => {
    fc.assert(
      fc.property(block, (values) => {
        const back = decoded(2, [...quantise(Float32Array.from(values), "q4_0")], 32);
        const most = Math.max(...values.map(Math.abs));
        const bound = (most / 8) * (1 + 2 ** -9) + 2 ** -20;
        for (const [index, value] of values.entries()) expect(Math.abs(value - (back[index] ?? 0))).toBeLessThanOrEqual(bound);
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});
