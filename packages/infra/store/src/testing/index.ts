export {
  budgetConformance,
  type ConformanceCase,
  type MakeBudget,
  type MakeStore,
  storeConformance,
} from "@pawl/core/testing";
