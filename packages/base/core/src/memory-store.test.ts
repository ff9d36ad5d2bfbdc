import { describe, it } from "vitest";
import { memoryBudget } from "./memory-budget.ts";
import { memoryStore } from "./memory-store.ts";
import { budgetConformance } from "./testing/budget-conformance.ts";
import { storeConformance } from "./testing/store-conformance.ts";

describe("memoryStore", () => {
  for (const { name, run } of storeConformance(memoryStore)) it(name, run);
});

describe("memoryBudget", () => {
  for (const { name, run } of budgetConformance((limit, options) => memoryBudget("b", limit, options))) it(name, run);
});
