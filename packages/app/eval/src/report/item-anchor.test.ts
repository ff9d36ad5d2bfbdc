import { expect, it } from "vitest";
import { itemAnchor } from "./item-anchor.ts";
import { HOSTILE } from "./report.fixture.ts";

it("is a name without spaces for every id, another one for each id and repeat", () => {
  for (const id of ["a", HOSTILE, "", " "]) expect(itemAnchor(id)).toMatch(/^item-[0-9a-f]{12}$/);
  expect(new Set([itemAnchor("a"), itemAnchor("a", 1), itemAnchor("b"), itemAnchor("a1")]).size).toBe(4);
});
