import type { Clock } from "../clock.ts";
import type { Store } from "../store.ts";
import { budgetConformance } from "./budget-conformance.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import { fakeClock } from "./fake-clock.ts";
import { outlineCases } from "./outline-cases.ts";
import { recordCases } from "./record-cases.ts";
import { retentionCases } from "./retention-cases.ts";
import { traceCases } from "./trace-cases.ts";

/** Makes an empty Store that goes by the given clock. */
export type MakeStore = (options: { readonly clock: Clock }) => Promise<Store> | Store;

/**
 * Returns what every Store promises, its budgets included, as cases to run one by one in any test framework. Each case makes its
 * own Store and disposes of it. What only several processes or a kill can show is left to each implementation's own tests.
 */
export function storeConformance(make: MakeStore): readonly ConformanceCase[] {
  const cases = [...traceCases, ...recordCases, ...outlineCases, ...retentionCases].map(({ name, check }) => ({
    name,
    run: async (): Promise<void> => {
      const clock = fakeClock();
      // Not `await using`: Node 22 does not know it.
      const store = await make({ clock });
      try {
        await check(store, clock);
      } finally {
        await store[Symbol.asyncDispose]();
      }
    },
  }));
  const budgets = budgetConformance(async (limit, options) => (await make(options)).budgets.open("conformance", limit));
  return [...cases, ...budgets.map(({ name, run }) => ({ name: `budget: ${name}`, run }))];
}
