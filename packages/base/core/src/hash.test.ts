import { expect, it } from "vitest";
import { hashOf, sha256 } from "./hash.ts";

it("is the SHA-256 of FIPS 180-2, of text as UTF-8 and of bytes", () => {
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(sha256(Buffer.from("ü"))).toBe(sha256("ü"));
});

it("is equal for equal data and another for other data", () => {
  expect(hashOf({ a: 1, b: [2] })).toBe(hashOf({ b: [2], a: 1 }));
  expect(hashOf({ a: 1, b: undefined })).toBe(hashOf({ a: 1 }));
  expect(hashOf([1, 2])).not.toBe(hashOf([2, 1]));
  expect(hashOf({ b: 1 })).toBe(sha256('{"b":1}'));
});
