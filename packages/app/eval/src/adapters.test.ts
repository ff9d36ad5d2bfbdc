import { expect, it } from "vitest";
import * as api from "./adapters.ts";

it("exports these names", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "fromAutoevals",
      "fromLangsmith",
      "openaiDataSourceConfig",
      "promptfooPrompt",
      "readOpenaiEvals",
      "readOpenaiGraders",
      "readPromptfoo",
      "writeOpenaiEvals",
    ]
  `);
});
