import { fakeModel } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import type { Config } from "../define-config.ts";
import { chosenModel, isFree, modelOf } from "./find-model.ts";

const [own, other] = [fakeModel({ ref: { id: "own", sha256: "1" } }), fakeModel({ ref: { id: "other" } })];
const config: Config = { tasks: {}, models: [own, other] };

describe("chosenModel", () => {
  it("is the configuration's first, or the one named", async () => {
    expect(await chosenModel(config, undefined)).toBe(own);
    expect(await chosenModel(config, "other")).toBe(other);
  });

  it("suggests the nearest name of configuration and catalogue", async () => {
    await expect(chosenModel(config, "smollm-135m-instruct")).rejects.toMatchObject({
      code: "use.unknown-model",
      facts: { suggestion: "smollm2-135m-instruct" },
    });
    await expect(chosenModel(config, "owm")).rejects.toMatchObject({ facts: { suggestion: "own" } });
  });

  it("takes names of the catalogue and of endpoints, and asks for a name where models are found by name", async () => {
    expect((await chosenModel(config, "smollm2-135m-instruct")).ref.id).toBe("smollm2-135m-instruct");
    expect((await chosenModel(config, "openai:gpt-5-mini")).ref.id).toBe("openai:gpt-5-mini");
    const finds: Config = { tasks: {}, models: async () => other };
    await expect(chosenModel(finds, undefined)).rejects.toMatchObject({ code: "use.model-unnamed" });
    expect(await chosenModel(finds, "anything")).toBe(other);
  });
});

it("finds a variant's model by its weights", async () => {
  expect(await modelOf(config, { id: "own", sha256: "1" })).toBe(own);
  expect(await modelOf(config, { id: "own", sha256: "2" })).toBeNull();
});

it("takes a model without a price for one that is paid", () => {
  const price = { inputPerMillion: 0, cachedInputPerMillion: 0, outputPerMillion: 0 };
  expect(isFree(own)).toBe(false);
  expect(isFree(fakeModel({ capabilities: { price } }))).toBe(true);
});
