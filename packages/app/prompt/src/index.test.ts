import { unlistedErrorCodes } from "@pawl/tooling/error-codes";
import { expect, it } from "vitest";
import * as prompt from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(prompt).sort()).toMatchInlineSnapshot(`
    [
      "createRenderer",
      "createRunner",
      "diverseRetriever",
      "fitPrompt",
      "fixedDemonstrations",
      "fromStrictOutput",
      "modelJson",
      "neutralise",
      "outputText",
      "parseJson",
      "preflightSchema",
      "randomDemonstrations",
      "rememberAnswers",
      "runWithFallback",
      "template",
      "toStrictSchema",
      "withFallback",
    ]
  `);
});

it("lists every error code of its sources in its README", () => {
  expect(unlistedErrorCodes(import.meta.url)).toEqual([]);
});
