import { type Runner, type ScoreRequest, seededRandom } from "@pawl/core";
import { sampleTrace } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { once, questionOf, reply } from "./judge.fixture.ts";
import { selfConsistency } from "./self-consistency.ts";
import { semanticEntropy } from "./semantic-entropy.ts";
import { unigramSurprise } from "./unigram-surprise.ts";

function request(output: string): ScoreRequest<string, string, unknown> {
  return {
    example: { id: "e1", input: "Who wrote it?" },
    output,
    trace: { ...sampleTrace({ id: "t", steps: [] }), outcome: { kind: "ok", output }, origin: {} },
  };
}

/** A sampler that gives texts in turn. */
function texts(...all: readonly string[]): (input: string) => string {
  let next = 0;
  return () => all[next++ % all.length] ?? "";
}

const same = { version: "same", check: (a: string, b: string) => (a.includes(b.replace(/\.$/, "")) ? 1 : 0) };

describe("selfConsistency", () => {
  it("is the mean support of the output's sentences by the samples", async () => {
    // "Ann wrote it" is in 3 of 4 samples, "She was 30" in 1 of 4: (3/4 + 1/4) / 2.
    const sample = texts("Ann wrote it. She was 40.", "Ann wrote it. She was 30.", "Ben wrote it.", "Ann wrote it.");
    const scorer = selfConsistency({ sample, samples: 4, by: same });
    expect(scorer).toMatchObject({ name: "self-consistency", direction: "higher", scale: "share" });
    expect(scorer.judge).toBeUndefined();
    expect(await scorer.score(request("Ann wrote it. She was 30."))).toMatchObject({
      value: 0.5,
      detail: {
        samples: 4,
        failedSamples: 0,
        sentences: [
          { sentence: "Ann wrote it.", support: 0.75 },
          { sentence: "She was 30.", support: 0.25 },
        ],
      },
    });
  });

  it("asks a judge about each sentence and sample, and keeps its steps", async () => {
    const by = once((asked) => reply(questionOf(asked).includes("<sample>\nAnn") ? "yes" : "no"));
    const scorer = selfConsistency({ sample: texts("Ann.", "Ben."), samples: 2, by });
    const score = await scorer.score(request("Ann wrote it."));
    expect(score).toMatchObject({ value: 0.5, steps: { length: 2 } });
    expect(scorer.judge?.model.id).toBe("judge-7b");
    expect(questionOf(by.model.calls[0] ?? { messages: [], sampling: {} })).toMatchSnapshot();
  });

  it("is unscored for an output without sentences, or with too many, and where a comparison is in doubt", async () => {
    const sample = texts("Ann.");
    expect(await selfConsistency({ sample, by: same }).score(request("…"))).toMatchObject({ kind: "unscored" });
    expect(await selfConsistency({ sample, by: same, mostSentences: 1 }).score(request("One. Two."))).toMatchObject({ kind: "unscored" });
    expect(await selfConsistency({ sample, by: once("?") }).score(request("One."))).toMatchObject({ kind: "unscored" });
  });
});

describe("semanticEntropy", () => {
  it("is the entropy of meanings: 0 where all agree", async () => {
    // Clusters of 2, 1, 1 of 4: ½ ln 2 + 2 · ¼ ln 4 = 1.5 ln 2.
    const meaning = { version: "first word", check: (a: string, b: string) => (a.split(" ")[0] === b.split(" ")[0] ? 1 : 0) };
    const scorer = semanticEntropy({ sample: texts("Ann did", "Ben did", "Ann it was", "Cy"), samples: 4, by: meaning });
    expect(scorer).toMatchObject({ name: "semantic-entropy", direction: "lower", scale: "real" });
    const score = await scorer.score(request("Ann"));
    expect(score).toMatchObject({ detail: { clusters: [2, 1, 1], meanings: ["Ann did", "Ben did", "Cy"] } });
    expect(score.kind === "score" && score.value).toBeCloseTo(1.5 * Math.LN2, 12);
    expect(await semanticEntropy({ sample: texts("Ann", "Ann x"), samples: 5, by: meaning }).score(request(""))).toMatchObject({
      value: 0,
    });
  });

  it("takes two texts for one meaning only where each entails the other", async () => {
    const longer = { version: "longer", check: (a: string, b: string) => (a.length >= b.length ? 1 : 0) };
    expect(await semanticEntropy({ sample: texts("a", "bb"), samples: 2, by: longer }).score(request(""))).toMatchObject({
      value: Math.LN2,
    });
    expect(await semanticEntropy({ sample: texts("aa", "bb"), samples: 2, by: longer }).score(request(""))).toMatchObject({ value: 0 });
  });

  it("asks a judge both ways, pins its question and is unscored on doubt", async () => {
    const by = once(reply("yes"));
    const score = await semanticEntropy({ sample: texts("Ann", "It was Ann"), samples: 2, by }).score(request(""));
    expect(score).toMatchObject({ value: 0, steps: { length: 2 } });
    expect(questionOf(by.model.calls[1] ?? { messages: [], sampling: {} })).toMatchSnapshot();
    const doubt = semanticEntropy({ sample: texts("Ann", "Ben"), samples: 2, by: once([reply("yes"), "?"]) });
    expect(await doubt.score(request(""))).toMatchObject({ kind: "unscored" });
  });
});

describe("samples", () => {
  it("are drawn with seeds of their own, the same every time", async () => {
    const seeds: (number | undefined)[] = [];
    const sample = (_: string, { seed }: { readonly seed?: number | undefined }) => {
      seeds.push(seed);
      return "Ann.";
    };
    const scorer = selfConsistency({ sample, samples: 3, by: same });
    await scorer.score(request("Ann."));
    await scorer.score(request("Ann."));
    expect(new Set(seeds.slice(0, 3)).size).toBe(3);
    expect(seeds.slice(3)).toEqual(seeds.slice(0, 3));
  });

  it("come from a Runner too, with its steps; outcomes that are no answer are left out and counted", async () => {
    const random = seededRandom(1);
    const outcomes = [{ kind: "ok", output: "Ann." }, { kind: "aborted" }, { kind: "ok", output: "Ann." }] as const;
    let next = 0;
    const runner: Runner<string, string> = {
      task: { name: "t", hash: "1" },
      variantId: "v",
      rendererHash: "r",
      run: async () => ({ ...sampleTrace({ id: `${random.next()}` }), outcome: outcomes[next++ % 3] ?? { kind: "aborted" } }),
    };
    const scorer = selfConsistency({ sample: runner, samples: 3, by: same });
    expect(await scorer.score(request("Ann."))).toMatchObject({ value: 1, detail: { samples: 2, failedSamples: 1 }, steps: { length: 3 } });
    const few = await selfConsistency({ sample: runner, samples: 2, by: same }).score(request("Ann."));
    expect(few).toMatchObject({ kind: "unscored", reason: expect.stringMatching(/1 of 2 samples/) });
  });

  it("throw what a function throws, and stop at the signal", async () => {
    const down = new Error("down");
    const failing = selfConsistency({ sample: () => Promise.reject<string>(down), by: same });
    await expect(async () => failing.score(request("Ann."))).rejects.toBe(down);
    const abortSignal = AbortSignal.abort(new Error("enough"));
    await expect(async () => selfConsistency({ sample: texts("a"), by: same }).score(request("Ann."), { abortSignal })).rejects.toThrow(
      "enough",
    );
  });

  it("are at least two", () => {
    expect(() => semanticEntropy({ sample: texts("a"), samples: 1, by: same })).toThrow(RangeError);
  });
});

it("has a hash of sampler, number and check", () => {
  const sample = texts("a");
  const hashes = [
    selfConsistency({ sample, by: same }),
    selfConsistency({ sample, by: same, samples: 7 }),
    selfConsistency({ sample, by: same, sampleVersion: "2" }),
    selfConsistency({ sample, by: { ...same, version: "other" } }),
    selfConsistency({ sample, by: once("") }),
    selfConsistency({ sample, by: once(""), mostSentences: 9 }),
  ].map(({ hash }) => hash);
  expect(new Set(hashes).size).toBe(hashes.length);
});

describe("unigramSurprise", () => {
  it("is the mean surprise of the output's words, lower where samples repeat them", async () => {
    const scorer = unigramSurprise({ sample: texts("Ann wrote it.", "Ann wrote it."), samples: 2 });
    expect(scorer).toMatchObject({ name: "unigram-surprise", direction: "lower", scale: "real" });
    expect(scorer.judge).toBeUndefined();
    const same = await scorer.score(request("Ann wrote it."));
    // Twelve tokens, each three times.
    expect(same).toMatchObject({
      value: expect.closeTo(Math.log(4), 12),
      detail: { samples: 2, failedSamples: 0, sentences: { length: 1 } },
    });
    const other = await scorer.score(request("Zebras dance nightly."));
    expect(other.kind === "score" && same.kind === "score" && other.value > same.value).toBe(true);
  });

  it("is unscored without words or with under two answers, and has a hash of its settings", async () => {
    expect(await unigramSurprise({ sample: texts("Ann."), samples: 2 }).score(request(" "))).toMatchObject({ kind: "unscored" });
    const hashes = [2, 3].map((samples) => unigramSurprise({ sample: texts("a"), samples }).hash);
    expect(new Set(hashes).size).toBe(2);
    expect(() => unigramSurprise({ sample: texts("a"), samples: 1 })).toThrow(RangeError);
  });
});
