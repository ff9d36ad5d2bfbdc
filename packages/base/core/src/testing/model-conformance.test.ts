import { describe, expect, it } from "vitest";
import type { LanguageModel } from "../language-model.ts";
import { fakeModel } from "./fake-model.ts";
import { modelConformance } from "./model-conformance.ts";

const fake = (): LanguageModel =>
  fakeModel({
    answers: ({ responseSchema }) => (responseSchema ? '{"word":"hello"}' : "hello there"),
    choose: ({ candidates }) => ({ index: 1, logProbs: candidates.map((_, i) => (i === 1 ? -0.1 : -3)) }),
  });

describe("the fake model", () => {
  for (const { name, run } of modelConformance(() => ({ model: fake() }), { heedsMaxTokens: false })) it(name, run);
});

describe("a model that breaks its promise is found out", () => {
  const broken: [string, Partial<LanguageModel>][] = [
    [
      "streams deltas, then exactly one end with all of them",
      {
        stream: async function* () {
          yield { type: "text-delta", text: "hello" } as const;
        },
      },
    ],
    ["rejects with the signal's own reason where it is aborted before", { generate: (request) => fake().generate(request) }],
    ["counts no fewer tokens than it used for its answer", { countTokens: () => -9 }],
    ["writes JSON for a schema it says it enforces", { generate: () => fake().generate({ messages: [], sampling: {} }) }],
    [
      "chooses one of the candidates, the likeliest where it knows all",
      {
        choose: async () => ({
          index: 0,
          logProbs: [-2, -1, -3],
          usage: null,
          timings: (await fake().generate({ messages: [], sampling: {} })).timings,
        }),
      },
    ],
  ];
  it.each(broken)("%s", async (name, part) => {
    const cases = modelConformance(() => ({ model: { ...fake(), ...part } }), { heedsMaxTokens: false });
    await expect(cases.find((one) => one.name === name)?.run()).rejects.toThrow();
  });
});
