import { expect, it } from "vitest";
import { FALLBACK_TAG, fallbackCause } from "./fallback-cause.ts";

it("says why the fallback was asked, null where it was not or the tag is no cause", () => {
  expect(fallbackCause({ origin: { tags: { [FALLBACK_TAG]: "timeout" } } })).toBe("timeout");
  expect(fallbackCause({ origin: { tags: { [FALLBACK_TAG]: "ok" } } })).toBeNull();
  expect(fallbackCause({ origin: { tags: {} } })).toBeNull();
  expect(fallbackCause({ origin: {} })).toBeNull();
});
