import { expect, it } from "vitest";
import * as local from "./index.ts";

it("exports what it is known for", () => {
  expect(Object.keys(local)).toMatchInlineSnapshot(`
    [
      "catalogue",
      "catalogueEntry",
      "explainSchema",
      "jsonSchemaToGbnf",
      "listModels",
      "removeModel",
      "localModel",
      "locateModel",
      "matchesGbnf",
      "modelFolder",
      "optimiseModel",
      "isWorthTaking",
      "pullModel",
    ]
  `);
});
