import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beta } from "./beta.ts";
import { binomial } from "./binomial.ts";
import { chiSquared } from "./chi-squared.ts";
import type { Distribution } from "./distribution.ts";
import { REFERENCE } from "./distributions.fixture.ts";
import { fisherF } from "./fisher-f.ts";
import { normal } from "./normal.ts";
import { studentT } from "./student-t.ts";

const make: { readonly [name: string]: (a: number, b: number) => Distribution } = {
  normal: () => normal(),
  t: (df) => studentT(df),
  beta,
  binomial,
  chi2: (df) => chiSquared(df),
  f: fisherF,
};
const which = { cdf: "cdf", survival: "survival", pdf: "pdf", quantile: "quantile" } as const;

describe("distributions", () => {
  it.each(REFERENCE)("%s%j.%s(%d) agrees with SciPy 1.17 to a relative 1e-10", (name, params, fn, x, value) => {
    const got = make[name]?.(params[0] ?? 0, params[1] ?? 0)[which[fn]](x);
    expect(Math.abs((got ?? Number.NaN) / value - 1)).toBeLessThan(1e-10);
  });

  it("gives the t quantiles of the reference page", () => {
    // statistics.md 4.1, SciPy 1.17.
    for (const [df, value] of [
      [1, 12.706204736174],
      [4, 2.776445105198],
      [29, 2.045229642133],
    ] as const) {
      expect(studentT(df).quantile(0.975)).toBeCloseTo(value, 11);
    }
  });

  it("agrees with mpmath where SciPy's last digits are off", () => {
    // mpmath 1.4 at 30 digits: exp((a−1) ln x − x − lnΓ(a))/2 with a = 10000, x = 10150; the tail integral of t(100000) from 3.
    expect(chiSquared(20000).pdf(20300) / 0.0006451498722559106 - 1).toBeLessThan(1e-12);
    expect(studentT(100000).survival(3) / 0.0013502304420323595 - 1).toBeLessThan(1e-12);
  });

  it("gives the ends of the support at 0 and 1", () => {
    expect([normal().quantile(0), normal().quantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect([studentT(3).quantile(0), studentT(3).quantile(0.5), studentT(3).quantile(1)]).toEqual([
      Number.NEGATIVE_INFINITY,
      0,
      Number.POSITIVE_INFINITY,
    ]);
    expect([beta(2, 3).quantile(0), beta(2, 3).quantile(1)]).toEqual([0, 1]);
    expect([chiSquared(3).quantile(0), fisherF(2, 3).quantile(1)]).toEqual([0, Number.POSITIVE_INFINITY]);
    expect([binomial(10, 0.5).quantile(0), binomial(10, 0.5).quantile(1), binomial(0, 0.5).cdf(0)]).toEqual([0, 10, 1]);
  });

  it("answers for degenerate and out-of-support arguments", () => {
    expect([
      binomial(5, 0).pdf(0),
      binomial(5, 1).pdf(5),
      binomial(5, 0.5).pdf(1.5),
      binomial(5, 0.5).cdf(-1),
      binomial(5, 0.5).survival(5),
    ]).toEqual([1, 1, 0, 0, 0]);
    expect([beta(2, 3).pdf(-1), beta(2, 3).cdf(2), beta(1, 3).pdf(0), chiSquared(2).pdf(0), fisherF(3, 4).cdf(-1)]).toEqual([
      0, 1, 3, 0.5, 0,
    ]);
    expect(beta(0.5, 0.5).pdf(0)).toBe(Number.POSITIVE_INFINITY);
    expect(studentT(1).cdf(Number.POSITIVE_INFINITY)).toBe(1);
  });

  it("refuses what is no parameter", () => {
    expect(() => studentT(0)).toThrow(RangeError);
    expect(() => studentT(Number.NaN)).toThrow(TypeError);
    expect(() => beta(1, -1)).toThrow(RangeError);
    expect(() => binomial(1.5, 0.5)).toThrow(RangeError);
    expect(() => binomial(3, 1.2)).toThrow(RangeError);
    expect(() => normal(0, 0)).toThrow(RangeError);
    expect(() => fisherF(1, 2).quantile(2)).toThrow(RangeError);
  });

  it("has quantiles that undo the cdf", () => {
    const shape = fc.double({ min: 0.3, max: 500, noNaN: true });
    const share = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
    fc.assert(
      fc.property(shape, shape, share, (a, b, p) => {
        for (const d of [beta(a, b), studentT(a), chiSquared(a), fisherF(a, b), normal(a, b)]) {
          const x = d.quantile(p);
          // Near 1 neighbouring numbers of a beta with a small shape are far apart in probability.
          if (d.pdf(x) < 1e8) expect(Math.abs(d.cdf(x) - p)).toBeLessThan(1e-9 + d.pdf(x) * Math.abs(x) * 1e-15);
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it("has a cdf that rises and sums to one with the survival", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.3, max: 500, noNaN: true }),
        fc.double({ min: -40, max: 40, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (df, x, step) => {
          for (const d of [studentT(df), chiSquared(df), fisherF(df, 7), normal(0, df)]) {
            expect(d.cdf(x + step)).toBeGreaterThanOrEqual(d.cdf(x) - 1e-14);
            expect(d.cdf(x) + d.survival(x)).toBeCloseTo(1, 12);
          }
        },
      ),
      { seed: 2, numRuns: 200 },
    );
  });
});
