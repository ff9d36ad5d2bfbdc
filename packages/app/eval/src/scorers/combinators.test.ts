import type { Scorer } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { compare } from "../compare/compare.ts";
import { datasetOf, numbers, right, runnerOf } from "../run/evaluate.fixture.ts";
import { evaluate } from "../run/evaluate.ts";
import { includes } from "./includes.ts";
import { negate } from "./negate.ts";
import { passAt } from "./pass-at.ts";
import { recordOnly } from "./record-only.ts";
import { rubric } from "./rubric.ts";
import { scored, scoreOf } from "./scorers.fixture.ts";
import { weighted } from "./weighted.ts";

type Any = Scorer<unknown, unknown, unknown>;

const scorer = (name: string, say: Any["score"], scale: Any["scale"] = "binary"): Any => ({
  name,
  hash: name,
  direction: "higher",
  scale,
  score: say,
});
const says = (name: string, value: number, scale: Scorer["scale"] = "binary"): Any => scorer(name, () => ({ kind: "score", value }), scale);
const throws = scorer("throws", () => {
  throw new Error("no network");
});
const rejects = scorer("rejects", async () => Promise.reject(new Error("no network")));
const notANumber = says("not-a-number", Number.NaN);
const offScale = says("off-scale", 2);
const unsure = scorer("unsure", () => ({ kind: "unscored", reason: "cannot tell" }));
const broken = [throws, rejects, notANumber, offScale, unsure];
const yes = says("yes", 1);
const no = says("no", 0);

describe("a broken scorer", () => {
  it("is unscored through evaluate, whatever is around it, and never a pass", async () => {
    for (const inner of broken) {
      const scorers = [
        inner,
        negate(inner),
        passAt(inner, 0),
        negate(passAt(inner, 1)),
        recordOnly({ ...inner, name: "recorded" }),
        weighted({ name: "mean", members: [{ scorer: yes }, { scorer: inner }] }),
        rubric({
          items: [
            { id: "a", scorer: yes },
            { id: "b", scorer: inner },
          ],
        }),
        rubric({
          name: "rubric-pass",
          items: [
            { id: "a", scorer: yes },
            { id: "b", scorer: inner },
          ],
          passAt: 1,
        }),
        negate(rubric({ name: "rubric-not", items: [{ id: "b", scorer: inner, veto: true }] })),
      ];
      const { items } = await evaluate({ dataset: datasetOf(numbers(2)), run: (n) => n, scorers });
      for (const { scores } of items) {
        for (const { name } of scorers) expect([name, inner.name, scores[name]?.kind]).toEqual([name, inner.name, "unscored"]);
      }
    }
  });

  it("is tried again by the next call where it failed, not where it could not tell", async () => {
    let calls = 0;
    const flaky = scorer("flaky", () => {
      if (++calls === 1) throw new Error("no network");
      return { kind: "score", value: 0 };
    });
    const { memoryStore } = await import("@pawl/core");
    const options = { dataset: datasetOf(numbers(1)), run: (n: number) => n, version: "1", store: memoryStore(), scorers: [negate(flaky)] };
    const first = await evaluate(options);
    expect(first.items[0]?.scores["not-flaky"]).toMatchObject({ kind: "unscored", reason: expect.stringContaining("no network") });
    expect((await evaluate(options)).items[0]?.scores["not-flaky"]).toMatchObject({ kind: "score", value: 1 });
  });
});

describe("negate", () => {
  it("turns a value round, keeps direction and scale, and is called not-", async () => {
    const not = negate(includes());
    expect([not.name, not.direction, not.scale]).toEqual(["not-includes", "higher", "binary"]);
    expect([await scored(not, "a cat", "cat"), await scored(not, "a dog", "cat")]).toEqual([0, 1]);
    expect(await scored(negate(says("s", 0.3, "share")), "")).toBeCloseTo(0.7, 12);
    expect(negate(includes()).hash).not.toBe(negate(includes({ fold: true })).hash);
    expect(() => negate(says("ms", 3, "real"))).toThrow(TypeError);
  });

  it("leaves an invalid or refused answer the worst, also where the inner says so itself", async () => {
    const run = runnerOf<number>((i) => (i === 0 ? { kind: "invalid", text: "?", issues: [] } : { kind: "refused", reason: "no" }));
    const withVoid: Any = { ...no, name: "void", hash: "void", scoreVoid: () => ({ kind: "score", value: 1 }) };
    const { items } = await evaluate({ dataset: datasetOf(numbers(2)), run, scorers: [negate(no), negate(withVoid)] });
    for (const { scores } of items) expect(scores).toMatchObject({ "not-no": { value: 0 }, "not-void": { value: 0 } });
  });

  it("leaves it the worst also where only a part of a combined scorer speaks of it", async () => {
    const run = runnerOf<number>(() => ({ kind: "invalid", text: "?", issues: [] }));
    const withVoid: Any = { ...no, name: "void", hash: "void", scoreVoid: () => ({ kind: "score", value: 0 }) };
    const both = [
      { id: "a", scorer: no },
      { id: "b", scorer: withVoid },
    ];
    const sum = weighted({ name: "sum", members: both });
    const scorers = [
      negate(sum),
      negate(passAt(sum, 0.5)),
      negate(rubric({ items: both })),
      negate(weighted({ name: "deep", members: [{ scorer: sum }] })),
    ];
    const [item] = (await evaluate({ dataset: datasetOf(numbers(1)), run, scorers })).items;
    expect(Object.values(item?.scores ?? {}).map((score) => score.kind === "score" && score.value)).toEqual([0, 0, 0, 0]);
    // Where every part speaks for itself, the whole may be turned round.
    const spoken = await evaluate({
      dataset: datasetOf(numbers(1)),
      run,
      scorers: [negate(weighted({ name: "own", members: [{ scorer: withVoid }] }))],
    });
    expect(spoken.items[0]?.scores).toMatchObject({ "not-own": { value: 1 } });
  });
});

describe("passAt", () => {
  it("passes at the threshold, in the direction of the scorer", async () => {
    expect(await scoreOf(passAt(says("s", 0.5, "share"), 0.5), "")).toMatchObject({ value: 1, detail: { value: 0.5, threshold: 0.5 } });
    expect(await scored(passAt(says("s", 0.49, "share"), 0.5), "")).toBe(0);
    const slow: Any = { ...says("ms", 900, "real"), direction: "lower" };
    expect([await scored(passAt(slow, 900), ""), await scored(passAt(slow, 899), "")]).toEqual([1, 0]);
    expect(passAt(slow, 900)).toMatchObject({ name: "ms-pass", direction: "higher", scale: "binary" });
    expect(() => passAt(yes, 2)).toThrow(RangeError);
  });
});

describe("recordOnly", () => {
  it("is kept by what is made of it", () => {
    expect([negate(recordOnly(yes)), passAt(recordOnly(yes), 1)].map(({ role }) => role)).toEqual(["recorded", "recorded"]);
    expect(negate(passAt(yes, 1))).not.toHaveProperty("role");
  });

  it("is scored and shown and never decides", async () => {
    const scorers = [recordOnly({ ...right, name: "seen" as const, hash: "seen" }), right];
    const before = await evaluate({ dataset: datasetOf(numbers(20)), run: (n) => n, scorers });
    const after = await evaluate({ dataset: datasetOf(numbers(20)), run: (n) => 2 * n, scorers });
    expect(before.metrics.seen).toMatchObject({ role: "recorded" });
    expect(before.items[0]?.scores.seen.kind).toBe("score");
    expect(compare(before, after).verdict.metric).toBe("right");
    expect(() => compare(before, after, { metric: "seen" })).toThrow(expect.objectContaining({ code: "use.recorded-metric" }));
  });

  it("takes no part in a mean or a rubric", async () => {
    const seen = recordOnly(no);
    expect(await scoreOf(weighted({ name: "mean", members: [{ scorer: yes }, { scorer: seen }] }), "")).toMatchObject({
      value: 1,
      detail: { members: [{ scorer: "yes" }, { scorer: "no", weight: 0, value: 0 }] },
    });
    expect(
      await scored(
        rubric({
          items: [
            { id: "a", scorer: yes },
            { id: "b", scorer: seen, veto: true },
          ],
        }),
        "",
      ),
    ).toBe(1);
    expect(await scored(weighted({ name: "mean", members: [{ scorer: yes }, { scorer: throws, weight: 0 }] }), "")).toBe(1);
  });
});

describe("weighted", () => {
  it("is the weighted mean, lower-is-better turned round", async () => {
    const bad: Any = { ...says("bad", 0.25, "share"), direction: "lower" };
    // (3·1 + 1·.75) / 4
    expect(await scored(weighted({ name: "mean", members: [{ scorer: yes, weight: 3 }, { scorer: bad }] }), "")).toBe(0.9375);
  });

  it("refuses real scales, negative weights and none above 0", () => {
    expect(() => weighted({ name: "m", members: [{ scorer: says("ms", 3, "real") }] })).toThrow(TypeError);
    expect(() => weighted({ name: "m", members: [{ scorer: yes, weight: -1 }] })).toThrow(RangeError);
    expect(() => weighted({ name: "m", members: [{ scorer: yes, weight: 0 }] })).toThrow(RangeError);
  });
});

describe("rubric", () => {
  const item = (id: string, inner: Any, more: { readonly weight?: number; readonly veto?: boolean } = {}) => ({
    id,
    scorer: inner,
    ...more,
  });

  it("is the share of weight with a yes, with every item in the detail", async () => {
    const score = await scoreOf(
      rubric({ items: [{ ...item("tone", yes, { weight: 3 }), question: "Is it kind?" }, item("short", no)] }),
      "",
    );
    expect(score).toEqual({
      kind: "score",
      value: 0.75,
      detail: {
        items: [
          { id: "tone", question: "Is it kind?", value: 1, weight: 3, veto: false },
          { id: "short", value: 0, weight: 1, veto: false },
        ],
        vetoed: [],
        bounds: [0.75, 0.75],
      },
    });
  });

  it("is 0 where a veto fails, though other items are open", async () => {
    const score = await scoreOf(rubric({ items: [item("a", yes), item("safe", no, { veto: true }), item("b", throws)] }), "");
    expect(score).toMatchObject({ value: 0, reason: "vetoed by safe", detail: { vetoed: ["safe"] } });
    expect(await scored(rubric({ items: [item("a", yes), item("safe", yes, { veto: true })] }), "")).toBe(1);
  });

  it("passes or fails where the bounds decide alike, else is unscored", async () => {
    const two = (first: Any, passAt: number, veto = false) =>
      scoreOf(rubric({ items: [item("a", first, { weight: 3 }), item("b", unsure, { veto })], passAt }), "");
    // a yes is 3/4 of the weight: b decides nothing at .75 …
    expect(await two(yes, 0.75)).toMatchObject({ value: 1 });
    expect(await two(no, 0.75)).toMatchObject({ value: 0 });
    // … and all at 1, or where it may veto.
    expect(await two(yes, 1)).toMatchObject({ kind: "unscored", reason: "b: cannot tell" });
    expect(await two(yes, 0.75, true)).toMatchObject({ kind: "unscored" });
  });

  it("takes the worst for an invalid answer", async () => {
    const run = runnerOf<number>(() => ({ kind: "invalid", text: "?", issues: [] }));
    const { items } = await evaluate({ dataset: datasetOf(numbers(1)), run, scorers: [rubric({ items: [item("a", yes)] })] });
    expect(items[0]?.scores.rubric).toMatchObject({ value: 0 });
  });

  it("has a hash of its anchors, weights, vetoes and scorers", () => {
    const anchors = { yes: "names the shop", no: "names none" };
    const hashes = [
      rubric({ items: [item("a", yes)] }),
      rubric({ items: [{ ...item("a", yes), anchors }] }),
      rubric({ items: [item("a", yes, { weight: 2 })] }),
      rubric({ items: [item("a", yes, { veto: true })] }),
      rubric({ items: [item("a", no)] }),
      rubric({ items: [item("a", yes)], passAt: 1 }),
    ].map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it("refuses items that are not yes or no, doubled ids, no item and odd weights", () => {
    expect(() => rubric({ items: [item("a", says("s", 0.5, "share"))] })).toThrow(TypeError);
    expect(() => rubric({ items: [item("a", { ...yes, direction: "lower" })] })).toThrow(TypeError);
    expect(() => rubric({ items: [item("a", yes), item("a", no)] })).toThrow(TypeError);
    expect(() => rubric({ items: [] })).toThrow(RangeError);
    expect(() => rubric({ items: [item("a", yes, { weight: 0 })] })).toThrow(RangeError);
    expect(() => rubric({ items: [item("a", yes)], passAt: 2 })).toThrow(RangeError);
  });

  it("passes an abort on unchanged", async () => {
    const reason = new Error("stop");
    const controller = new AbortController();
    const asked = scorer("asked", () => {
      controller.abort(reason);
      throw new Error("cut off");
    });
    const trace = { outcome: { kind: "ok", output: "" } } as never;
    await expect(
      rubric({ items: [item("a", asked)] }).score(
        { example: { id: "1", input: null }, output: "", trace },
        { abortSignal: controller.signal },
      ),
    ).rejects.toBe(reason);
  });
});
