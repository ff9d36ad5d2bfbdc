import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitPrompt } from "./fit-prompt.ts";

fc.configureGlobal({ seed: 8 });

const part = fc.record({ keep: fc.integer({ min: 0, max: 5 }), tokens: fc.integer({ min: 0, max: 50 }) });
const prompt = fc.record({
  demonstrations: fc.array(part, { maxLength: 8 }),
  context: fc.array(part, { maxLength: 5 }),
  fixed: fc.integer({ min: 0, max: 60 }),
  limit: fc.integer({ min: 0, max: 300 }),
});
type Part = { readonly keep: number; readonly tokens: number };
type Parts = { readonly demonstrations: readonly Part[]; readonly context: readonly Part[] };
const sum = (parts: readonly Part[]): number => parts.reduce((total, { tokens }) => total + tokens, 0);
const measure = (fixed: number) => (parts: Parts) => fixed + sum(parts.demonstrations) + sum(parts.context);

/** The stated order, written the slow and obvious way. */
function dropOrder({ demonstrations, context }: Parts): readonly Part[] {
  const furthest = demonstrations.map((one, index) => ({ one, index })).sort((a, b) => a.one.keep - b.one.keep || a.index - b.index);
  const lowest = context.map((one, index) => ({ one, index })).sort((a, b) => a.one.keep - b.one.keep || b.index - a.index);
  return [...furthest, ...lowest].map(({ one }) => one);
}

describe("fitPrompt", () => {
  it("is never over the limit, and says so where nothing fits", async () => {
    await fc.assert(
      fc.asyncProperty(prompt, async ({ fixed, limit, ...parts }) => {
        const fitted = await fitPrompt({ ...parts, limit, measure: measure(fixed) });
        expect(fitted.tokens).toBe(measure(fixed)(fitted));
        expect(fitted.fits).toBe(fitted.tokens <= limit);
        if (!fitted.fits) expect([fitted.demonstrations, fitted.context, fitted.tokens]).toEqual([[], [], fixed]);
      }),
    );
  });

  it("drops by the stated order and no more than it must", async () => {
    await fc.assert(
      fc.asyncProperty(prompt, async ({ fixed, limit, ...parts }) => {
        const fitted = await fitPrompt({ ...parts, limit, measure: measure(fixed) });
        const order = dropOrder(parts);
        const all = [...parts.demonstrations, ...parts.context];
        let dropped = 0;
        while (dropped < order.length && fixed + sum(all) - sum(order.slice(0, dropped)) > limit) dropped++;
        const gone = new Set(order.slice(0, dropped));
        expect(fitted.demonstrations).toEqual(parts.demonstrations.filter((one) => !gone.has(one)));
        expect(fitted.context).toEqual(parts.context.filter((one) => !gone.has(one)));
      }),
    );
  });

  it("drops nothing where everything fits or there is no limit, with one measure", async () => {
    await fc.assert(
      fc.asyncProperty(prompt, fc.boolean(), async ({ fixed, limit, ...parts }, unlimited) => {
        let measures = 0;
        const counted = (of: Parts): number => {
          measures++;
          return measure(fixed)(of);
        };
        const room = unlimited ? null : measure(fixed)(parts) + limit;
        expect(await fitPrompt({ ...parts, limit: room, measure: counted })).toMatchObject({ fits: true, ...parts });
        expect(measures).toBe(1);
      }),
    );
  });
});
