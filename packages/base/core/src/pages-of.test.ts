import { expect, it } from "vitest";
import { memoryStore } from "./memory-store.ts";
import { pagesOf } from "./pages-of.ts";
import { sampleTrace } from "./testing/sample-trace.ts";

it("gives every item once, in order, and asks for no page before the one before is done with", async () => {
  const { traces } = memoryStore();
  await traces.put(["a", "b", "c", "d", "e"].map((id) => sampleTrace({ id })));
  let asked = 0;
  const sizes: number[] = [];
  const ids: string[] = [];
  for await (const { items } of pagesOf((cursor) => {
    asked++;
    return traces.list({}, { cursor, limit: 2 });
  })) {
    sizes.push(items.length);
    ids.push(...items.map(({ id }) => id));
    expect(asked).toBe(sizes.length);
  }
  expect([sizes, ids.join("")]).toEqual([[2, 2, 1], "abcde"]);
});

it("gives one empty page of nothing, and rejects with what a page rejects with", async () => {
  const { traces } = memoryStore();
  const sizes: number[] = [];
  for await (const { items } of pagesOf((cursor) => traces.list({}, { cursor }))) sizes.push(items.length);
  expect(sizes).toEqual([0]);
  await expect(pagesOf(() => Promise.reject(new RangeError("no"))).next()).rejects.toThrow(RangeError);
});
