export { budgetConformance, type MakeBudget } from "./budget-conformance.ts";
export { collect } from "./collect.ts";
export type { ConformanceCase } from "./conformance-case.ts";
export { type FakeClock, fakeClock } from "./fake-clock.ts";
export { type FakeAnswer, type FakeModel, type FakeModelOptions, fakeModel } from "./fake-model.ts";
export { type ManualClock, manualClock } from "./manual-clock.ts";
export { sampleTrace } from "./sample-trace.ts";
export { type MakeStore, storeConformance } from "./store-conformance.ts";
