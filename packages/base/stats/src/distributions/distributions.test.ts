import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beta } from "./beta.ts";
import { binomial } from "./binomial.ts";
import { chiSquared } from "./chi-squared.ts";
import type { Distribution } from "./distribution.ts";
import { fisherF } from "./fisher-f.ts";
import { normal } from "./normal.ts";
import { studentT } from "./student-t.ts";

// Made with SciPy 1.17.1 (`scipy.stats`: cdf, sf, pdf or pmf, ppf): distribution, parameters, function, argument, value.
const REFERENCE: readonly (readonly [string, readonly number[], "cdf" | "survival" | "pdf" | "quantile", number, number])[] = [
  ["normal", [], "survival", -20, 1.0],
  ["normal", [], "survival", -5.7, 0.9999999940096286],
  ["normal", [], "survival", -3, 0.9986501019683699],
  ["normal", [], "survival", -0.6, 0.7257468822499265],
  ["normal", [], "survival", 0.0, 0.5],
  ["normal", [], "survival", 4, 3.167124183311986e-5],
  ["normal", [], "cdf", -20, 2.7536241186061556e-89],
  ["normal", [], "cdf", -8.5, 9.47953482220325e-18],
  ["normal", [], "cdf", -5.7, 5.99037140106353e-9],
  ["normal", [], "cdf", 0.0, 0.5],
  ["normal", [], "cdf", 0.7, 0.758036347776927],
  ["normal", [], "cdf", 9, 1.0],
  ["normal", [], "pdf", -20, 5.520948362159764e-88],
  ["normal", [], "pdf", -3, 0.0044318484119380075],
  ["normal", [], "pdf", -1.5, 0.12951759566589174],
  ["normal", [], "pdf", 0.7, 0.31225393336676127],
  ["normal", [], "pdf", 1.96, 0.058440944333451476],
  ["normal", [], "pdf", 9, 1.0279773571668917e-18],
  ["normal", [], "quantile", 1e-12, -7.034483825301131],
  ["normal", [], "quantile", 1e-6, -4.753424308822899],
  ["normal", [], "quantile", 0.001, -3.090232306167813],
  ["normal", [], "quantile", 0.3, -0.5244005127080409],
  ["normal", [], "quantile", 0.6, 0.2533471031357997],
  ["normal", [], "quantile", 0.95, 1.6448536269514722],
  ["t", [0.5], "cdf", 0.01, 0.5026966281819476],
  ["t", [1], "cdf", 40, 0.9920439100879742],
  ["t", [29], "cdf", 40, 1.0],
  ["t", [1000], "cdf", 2.5, 0.9937107160994546],
  ["t", [100000], "cdf", 1, 0.8413435362179449],
  ["t", [100000], "cdf", 2.5, 0.9937895404037205],
  ["t", [1], "survival", 1, 0.25000000000000006],
  ["t", [1], "survival", 10, 0.03172551743055357],
  ["t", [2], "survival", 0.5, 0.33333333333333337],
  ["t", [2], "survival", 1, 0.2113248654051871],
  ["t", [1000], "survival", 0.5, 0.30859254041693734],
  ["t", [100000], "survival", 10, 7.816507650103626e-24],
  ["t", [2], "pdf", 2.5, 0.04220064386804796],
  ["t", [2], "pdf", 10, 0.0009707328852712495],
  ["t", [29], "pdf", 10, 7.486713307218008e-11],
  ["t", [150.5], "pdf", 2.5, 0.018264452010438685],
  ["t", [1000], "pdf", 10, 7.651781684384604e-22],
  ["t", [1000], "pdf", 40, 8.06567712374903e-209],
  ["t", [1], "quantile", 0.001, -318.30883898555044],
  ["t", [8], "quantile", 0.975, 2.306004135204166],
  ["t", [29], "quantile", 0.001, -3.396240288356803],
  ["t", [29], "quantile", 0.3, -0.530214395709161],
  ["t", [1000], "quantile", 1e-6, -4.781608620458351],
  ["t", [100000], "quantile", 0.6, 0.25334777715718015],
  ["beta", [0.5, 0.5], "cdf", 0.9, 0.7951672353008665],
  ["beta", [1, 1], "cdf", 0.61, 0.61],
  ["beta", [2, 3], "cdf", 0.01, 0.0005920299999999999],
  ["beta", [2, 3], "cdf", 0.5, 0.6875],
  ["beta", [8, 3], "cdf", 0.3, 0.0015903863999999995],
  ["beta", [50.5, 0.5], "cdf", 0.999, 0.7511687303882103],
  ["beta", [0.01, 1], "survival", 0.999, 1.0004953285956386e-5],
  ["beta", [2, 3], "survival", 0.9, 0.0036999999999999976],
  ["beta", [50.5, 0.5], "survival", 1e-10, 1.0],
  ["beta", [50.5, 0.5], "survival", 0.3, 1.0],
  ["beta", [50.5, 0.5], "survival", 0.999, 0.24883126961178983],
  ["beta", [100, 40], "survival", 1e-10, 1.0],
  ["beta", [0.01, 1], "pdf", 0.3, 0.032934415316197105],
  ["beta", [0.01, 1], "pdf", 0.9, 0.011099410552116155],
  ["beta", [0.5, 0.5], "pdf", 1e-10, 31830.988619970612],
  ["beta", [2, 3], "pdf", 0.61, 1.113372],
  ["beta", [2, 3], "pdf", 0.9, 0.108],
  ["beta", [100, 40], "pdf", 0.3, 7.892616467383747e-22],
  ["beta", [0.01, 1], "quantile", 0.9999, 0.9900493386913719],
  ["beta", [0.1, 5], "quantile", 0.6, 0.0008078389259981993],
  ["beta", [2, 3], "quantile", 0.3, 0.27238394207510536],
  ["beta", [100, 40], "quantile", 0.001, 0.589422800677289],
  ["beta", [100, 40], "quantile", 0.3, 0.6950022709640113],
  ["beta", [5000, 8000], "quantile", 0.5, 0.38460946727962947],
  ["binomial", [10, 0.5], "cdf", 9, 0.9990234375],
  ["binomial", [20, 0.9], "cdf", 0, 9.999999999999956e-21],
  ["binomial", [20, 0.9], "cdf", 5, 9.481303719999969e-12],
  ["binomial", [20, 0.9], "cdf", 19, 0.8784233454094307],
  ["binomial", [1000, 0.01], "cdf", 5, 0.0661395116072514],
  ["binomial", [1000, 0.01], "cdf", 10, 0.5830408033010979],
  ["binomial", [10, 0.5], "survival", 1, 0.9892578125],
  ["binomial", [10, 0.5], "survival", 5, 0.376953125],
  ["binomial", [20, 0.9], "survival", 18, 0.3917469981251679],
  ["binomial", [1000, 0.01], "survival", 15, 0.04787058575794716],
  ["binomial", [5000, 0.37], "survival", 0, 1.0],
  ["binomial", [5000, 0.37], "survival", 2407, 1.9298371868555172e-58],
  ["binomial", [10, 0.5], "pdf", 5, 0.24609375000000003],
  ["binomial", [10, 0.5], "pdf", 8, 0.04394531250000004],
  ["binomial", [20, 0.9], "pdf", 20, 0.12157665459056935],
  ["binomial", [1000, 0.01], "pdf", 15, 0.03454173375814154],
  ["binomial", [5000, 0.37], "pdf", 1850, 0.011685037569022817],
  ["binomial", [5000, 0.37], "pdf", 2407, 1.1258355995718631e-58],
  ["binomial", [10, 0.5], "quantile", 0.3, 4.0],
  ["binomial", [20, 0.9], "quantile", 0.025, 15.0],
  ["binomial", [20, 0.9], "quantile", 0.9, 20.0],
  ["binomial", [1000, 0.01], "quantile", 0.9, 14.0],
  ["binomial", [1000, 0.01], "quantile", 0.999, 21.0],
  ["binomial", [5000, 0.37], "quantile", 0.999, 1956.0],
  ["chi2", [0.5], "cdf", 20300, 1.0],
  ["chi2", [1], "cdf", 1100, 1.0],
  ["chi2", [2], "cdf", 20300, 1.0],
  ["chi2", [7], "cdf", 0.5, 0.000553518609575035],
  ["chi2", [7], "cdf", 20300, 1.0],
  ["chi2", [1000], "cdf", 1100, 0.9853855918737048],
  ["chi2", [0.5], "survival", 20, 2.0830304086494316e-6],
  ["chi2", [1], "survival", 0.5, 0.47950012218695337],
  ["chi2", [2], "survival", 3, 0.22313016014842982],
  ["chi2", [2], "survival", 20, 4.539992976248486e-5],
  ["chi2", [2], "survival", 1100, 1.37415256613096e-239],
  ["chi2", [20000], "survival", 0.5, 1.0],
  ["chi2", [0.5], "pdf", 0.001, 41.223444649373455],
  ["chi2", [0.5], "pdf", 1100, 1.6685985635785192e-242],
  ["chi2", [1], "pdf", 20, 4.049955478044562e-6],
  ["chi2", [1], "pdf", 60, 4.819477793496795e-15],
  ["chi2", [2], "pdf", 3, 0.11156508007421491],
  ["chi2", [50], "pdf", 1100, 6.501354316514132e-198],
  ["chi2", [0.5], "quantile", 0.001, 1.3499395786230753e-12],
  ["chi2", [0.5], "quantile", 0.5, 0.0873476047057468],
  ["chi2", [1], "quantile", 1e-12, 1.5707963267948931e-24],
  ["chi2", [7], "quantile", 0.6, 7.283207632840307],
  ["chi2", [50], "quantile", 1e-6, 15.85506281564832],
  ["chi2", [50], "quantile", 0.5, 49.33493673397683],
  ["f", [1, 1], "cdf", 9, 0.7951672353008665],
  ["f", [2, 8], "cdf", 2.5, 0.8565876544938903],
  ["f", [2, 8], "cdf", 9, 0.9910367284058681],
  ["f", [40, 3], "cdf", 1, 0.40279721823976755],
  ["f", [100, 200], "cdf", 0.01, 5.724205623525158e-76],
  ["f", [100, 200], "cdf", 80, 1.0],
  ["f", [1, 1], "survival", 1, 0.5000000000000001],
  ["f", [5, 30], "survival", 0.5, 0.7737335937035947],
  ["f", [40, 3], "survival", 0.5, 0.8705583020457182],
  ["f", [40, 3], "survival", 2.5, 0.24626241385100087],
  ["f", [100, 200], "survival", 2.5, 2.0349208155588454e-8],
  ["f", [100, 200], "survival", 9, 3.710400254546719e-39],
  ["f", [1, 1], "pdf", 9, 0.010610329539459685],
  ["f", [2, 8], "pdf", 0.01, 0.9875932058471218],
  ["f", [2, 8], "pdf", 2.5, 0.08825375108068291],
  ["f", [5, 30], "pdf", 1, 0.5644944499090191],
  ["f", [40, 3], "pdf", 0.5, 0.591797569063486],
  ["f", [100, 200], "pdf", 80, 1.2853597626000282e-122],
  ["f", [2, 8], "quantile", 1e-12, 1.000000000000625e-12],
  ["f", [2, 8], "quantile", 0.6, 1.0297337187317417],
  ["f", [5, 30], "quantile", 1e-6, 0.0024590889317047692],
  ["f", [5, 30], "quantile", 0.3, 0.6002984152387529],
  ["f", [40, 3], "quantile", 0.6, 1.5875591738697754],
  ["f", [40, 3], "quantile", 0.975, 14.036509073627897],
];

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

  it("keeps its digits for a million times as many degrees of freedom, or refuses them", () => {
    // SciPy 1.10.
    expect(studentT(1e8).quantile(0.975)).toBeCloseTo(1.9599640082627663, 12);
    expect(studentT(1e12).quantile(0.975)).toBeCloseTo(1.9599639845424262, 12);
    expect(studentT(1e8).survival(3)).toBeCloseTo(0.001349898364018746, 14);
    expect(studentT(1e307).cdf(-1)).toBeCloseTo(0.15865525393145707, 14);
    expect(studentT(1e7 + 1).survival(3) / studentT(1e7).survival(3)).toBeCloseTo(1, 9);
    expect(normal(0, 1e307).quantile(0.5)).toBe(0);
    for (const call of [() => chiSquared(1e11), () => beta(1, 1e16), () => beta(1e16, 1), () => fisherF(1e16, 1), () => fisherF(1, 1e16)])
      expect(call).toThrow(RangeError);
  });
});
