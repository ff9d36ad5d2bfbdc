import { expect, it } from "vitest";
import { hashOf } from "./hash.ts";
import { nfc } from "./nfc.ts";

it("makes what looks equal hash equally, keys too, at any depth", () => {
  const [composed, decomposed] = ["caf\u00e9", "cafe\u0301"];
  expect(hashOf(nfc({ [decomposed]: [decomposed, { a: decomposed }] }))).toBe(hashOf({ [composed]: [composed, { a: composed }] }));
});

it("leaves out what is undefined and changes nothing else", () => {
  const value = { a: undefined, b: null, c: [1, true, "x"], d: {} };
  expect(nfc(value)).toEqual({ b: null, c: [1, true, "x"], d: {} });
  expect("a" in value).toBe(true);
  expect(nfc("\ufb01")).toBe("\ufb01");
});

it("keeps a member called __proto__ as data", () => {
  const out = nfc<unknown>(JSON.parse('{"__proto__":{"polluted":"e\\u0301"}}'));
  expect(Object.keys(out ?? {})).toEqual(["__proto__"]);
  expect("polluted" in {}).toBe(false);
  expect(JSON.stringify(out)).toBe('{"__proto__":{"polluted":"\u00e9"}}');
});
