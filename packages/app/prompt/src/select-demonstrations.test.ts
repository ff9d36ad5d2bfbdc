import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedDemonstrations, randomDemonstrations } from "./select-demonstrations.ts";
import { intake, trainOf } from "./testing/intake.ts";

fc.configureGlobal({ seed: 8 });

const rows = Array.from({ length: 30 }, (_, index) => ({
  id: `r${index}`,
  input: { message: String(index) },
  ...(index === 29 ? {} : { expected: { intent: index % 5 === 0 ? ("claim" as const) : ("track" as const) } }),
}));
const dataset = trainOf(intake, rows);

describe("fixedDemonstrations", () => {
  it("names the split by its hash and the rows in their order", () => {
    expect(fixedDemonstrations({ dataset, ids: ["r2", "r1"] })).toEqual({
      kind: "fixed",
      dataset: dataset.splits.train.hash,
      ids: ["r2", "r1"],
    });
    expect(fixedDemonstrations({ dataset, ids: ["r2"], split: "dev" }).dataset).toBe(dataset.splits.dev.hash);
    expect(() => fixedDemonstrations({ dataset, ids: ["a", "a"] })).toThrow(RangeError);
    expect(() => fixedDemonstrations({ dataset, ids: [] })).toThrow(RangeError);
  });
});

describe("randomDemonstrations", () => {
  const draw = (count: number, seed: number, examples = rows) =>
    randomDemonstrations({ examples, dataset: "d", count, seed, key: ({ expected }) => expected?.intent ?? "" }).ids;

  it("draws alike for a seed, whatever the order of the rows, and differently for another", () => {
    expect(draw(6, 1)).toEqual(draw(6, 1, rows.toReversed()));
    expect(draw(6, 1)).not.toEqual(draw(6, 2));
  });

  it("draws different labelled rows, as many as asked for or as there are, evenly over the keys", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (count, seed) => {
        const ids = draw(count, seed);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toHaveLength(Math.min(count, 29));
        expect(ids).not.toContain("r29");
        const claims = ids.filter((id) => Number(id.slice(1)) % 5 === 0).length;
        if (count <= 12) expect(Math.abs(claims - (count - claims))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("refuses to draw none, or from nothing", () => {
    expect(() => draw(0, 1)).toThrow(RangeError);
    expect(() => draw(1.5, 1)).toThrow(RangeError);
    expect(() => draw(1, 1, [])).toThrow(RangeError);
  });
});
