import { expect, it } from "vitest";
import { firstExample } from "./readme-example.ts";

it("takes the first TypeScript block whole", () => {
  expect(firstExample("# x\n\n```sh\nnpm i\n```\n\n```ts\nconst a = 1;\n\nconsole.log(a);\n```\n\n```ts\nno\n```\n")).toBe(
    "const a = 1;\n\nconsole.log(a);\n",
  );
});

it("refuses a README without an example", () => {
  expect(() => firstExample("# x\n")).toThrow(/no example/);
});
