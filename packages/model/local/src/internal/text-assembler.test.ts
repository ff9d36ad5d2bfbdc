import { expect, it } from "vitest";
import { textAssembler } from "./text-assembler.ts";

it("gives no half of a character", () => {
  const assembler = textAssembler();
  const [a, b, c, d] = Buffer.from("😀");
  expect([a, b, c, d].map((byte) => assembler.push(Uint8Array.of(byte ?? 0)))).toEqual(["", "", "", "😀"]);
});

it("holds back what may become a stop string and ends before it", () => {
  const assembler = textAssembler(["END", "ENDING"]);
  expect(assembler.push(Buffer.from("the E"))).toBe("the ");
  expect(assembler.push(Buffer.from("N or EN"))).toBe("EN or ");
  expect(assembler.push(Buffer.from("D and more"))).toBe("");
  expect(assembler.stopped()).toBe(true);
  expect(assembler.finish()).toBe("");
  expect(assembler.text()).toBe("the EN or ");
});

it("gives what it held back when the text ends", () => {
  const assembler = textAssembler(["END"]);
  assembler.push(Buffer.from("so EN"));
  expect(assembler.finish()).toBe("EN");
});
