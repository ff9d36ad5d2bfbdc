import { type ScoreRequest, type Scorer, seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { yesNo } from "../criterion.ts";
import { criterionJudge } from "../criterion-judge.ts";
import { once, questionOf, reply } from "../judge.fixture.ts";
import { pairwiseJudge } from "../pairwise-judge.ts";
import { biasProbes, duplicatedListProbe, ownFamilyProbe, paddingProbe, plantedCitationProbe, positionProbe } from "./bias-probes.ts";
import { injectionPlants } from "./injection-plants.ts";
import { injectionProbe } from "./injection-probe.ts";
import type { Probe, ProbeItem } from "./probe.ts";
import { probeJudge } from "./probe-judge.ts";

type Asked = ScoreRequest<unknown, string, unknown>;

/** A judge that is a function of what it is asked. */
function judgeOf(value: (asked: Asked) => number | null, scale: Scorer["scale"] = "binary"): Scorer<unknown, string, unknown> {
  return {
    name: "judge",
    hash: "1",
    direction: "higher",
    scale,
    judge: { model: { id: "qwen-judge" }, calibration: null },
    score: (asked) => {
      const score = value(asked);
      return score === null ? { kind: "unscored", reason: "?" } : { kind: "score", value: score };
    },
  };
}

const items = (count: number, output = "A bad answer."): ProbeItem[] =>
  Array.from({ length: count }, (_, i) => ({ example: { id: `e${i}`, input: "?" }, output }));
const repeatOf = ({ trace }: Asked): number => trace.origin.example?.repeat ?? -1;
const idOf = ({ example }: Asked): number => Number(example.id.slice(1));

const probed = async (judge: Scorer<unknown, string, unknown>, probe: Probe, count = 20, given = items(count)) => {
  const [result] = await probeJudge(judge, given, { probes: [probe] });
  if (!result) throw new Error("one probe, one result");
  return result;
};

describe("probeJudge", () => {
  it("finds a judge that longer answers sway, by how much and which way", async () => {
    const result = await probed(
      judgeOf(({ output }) => (output.length > 100 ? 1 : 0)),
      paddingProbe(),
    );
    expect(result).toMatchObject({ probe: "length", skipped: 0, moved: 1, movedByRepeat: 0, shift: { value: 1, n: 20 } });
    expect(result.excess?.interval[0]).toBeGreaterThan(0.5);
    expect(result.pairs[0]).toEqual({ id: "e0", plain: 0, repeats: [0, 0], probed: 1, expected: 0 });
  });

  it("finds nothing in a judge that holds still", async () => {
    for (const probe of [...biasProbes(), ...injectionPlants()]) {
      const result = await probed(
        judgeOf((asked) => idOf(asked) % 2),
        probe,
      );
      expect(result).toMatchObject({ moved: 0, movedByRepeat: 0, excess: { value: 0 }, shift: { value: 0 } });
    }
  });

  it("does not take a judge's noise for a bias", async () => {
    // A coin for every item, repeat and text moves half of the time, probed or not: 95 % intervals of the excess leave out 0 in about 5 % of 200 probings.
    let alarms = 0;
    let moved = 0;
    for (let run = 0; run < 200; run++) {
      const coin = (asked: Asked): number => seededRandom(`${run}/${asked.example.id}/${repeatOf(asked)}/${asked.output}`).next();
      const result = await probed(
        judgeOf((asked) => (coin(asked) < 0.5 ? 1 : 0)),
        plantedCitationProbe(),
        60,
      );
      const [low, high] = result.excess?.interval ?? [0, 0];
      if (low > 0 || high < 0) alarms++;
      moved += (result.moved ?? 0) / 200;
    }
    expect(moved).toBeCloseTo(0.5, 1);
    expect(alarms).toBeLessThanOrEqual(18);
    expect(alarms).toBeGreaterThan(2);
  });

  it("asks each item under its seeds: the probed one like the first of the repeats", async () => {
    const asked: [number, boolean][] = [];
    await probeJudge(
      judgeOf((one) => {
        asked.push([repeatOf(one), one.output.includes("Source:")]);
        return 0;
      }),
      items(1),
      { probes: [plantedCitationProbe()], repeats: 2 },
    );
    expect(asked).toEqual([
      [0, false],
      [1, false],
      [0, true],
    ]);
  });

  it("leaves what is unscored out of the shares and in the pairs", async () => {
    const result = await probed(
      judgeOf((asked) => (idOf(asked) < 5 && asked.output.includes("Source:") ? null : 0)),
      plantedCitationProbe(),
      10,
    );
    expect(result.pairs.filter((pair) => pair.probed === null)).toHaveLength(5);
    expect(result).toMatchObject({ moved: 0, excess: { n: 5 } });
    expect(
      await probed(
        judgeOf(() => null),
        plantedCitationProbe(),
      ),
    ).toMatchObject({ moved: null, movedByRepeat: null, excess: null, shift: null });
  });

  it("counts a move on a scale of shares from .25 on, or from where it is told", async () => {
    const judge = judgeOf(({ output }) => (output.includes("Source:") ? 0.7 : 0.5), "share");
    expect(await probed(judge, plantedCitationProbe())).toMatchObject({ moved: 0, shift: { value: expect.closeTo(0.2, 12) } });
    const [told] = await probeJudge(judge, items(5), { probes: [plantedCitationProbe()], movedFrom: 0.1 });
    expect(told).toMatchObject({ moved: 1 });
  });

  it("reads position out of a pairwise judge without asking more", async () => {
    const first = once(reply("A"));
    const judge = pairwiseJudge<string>({ ...first, version: "1", against: () => "Another." });
    const result = await probed(judge, positionProbe(), 4);
    expect(result).toMatchObject({ probe: "position", moved: 1, movedByRepeat: 0, shift: { value: -1 } });
    expect(first.model.calls).toHaveLength(4 * 3 * 2);
    expect(
      await probed(
        judgeOf(() => 1),
        positionProbe(),
        4,
      ),
    ).toMatchObject({ skipped: 4, pairs: [] });
  });

  it("compares outputs of the judge's own family with others of the same example, less what people say", async () => {
    const given: ProbeItem[] = Array.from({ length: 6 }, (_, i) => i).flatMap((i) => [
      { example: { id: `e${i}`, input: "?" }, output: "own", model: { id: "qwen2.5-7b" }, human: 0.5 },
      { example: { id: `e${i}`, input: "?" }, output: "other", model: { id: "llama-3-8b" }, human: 0.25 },
    ]);
    const judge = judgeOf(({ output }) => (output === "own" ? 0.75 : 0.25), "share");
    const result = await probed(judge, ownFamilyProbe(), 0, given);
    // (.75 − .25) − (.5 − .25) = .25; the others' outputs have no pair of their own.
    expect(result).toMatchObject({ skipped: 6, shift: { value: expect.closeTo(0.25, 12), n: 6 } });
    expect(result.pairs[0]).toMatchObject({ plain: 0.25, probed: 0.75, expected: 0.25 });
  });

  it("does not count examples of one cluster, nor several outputs for one example, as independent", async () => {
    const judge = judgeOf((asked) => (asked.output.length > 100 && idOf(asked) % 4 < 2 ? 1 : 0));
    const alone = await probed(judge, paddingProbe());
    const clustered = items(20).map((item, i) => ({ ...item, example: { ...item.example, cluster: `c${i % 4}` } }));
    const together = await probed(judge, paddingProbe(), 0, clustered);
    const width = ({ excess }: typeof alone): number => (excess?.interval[1] ?? 0) - (excess?.interval[0] ?? 0);
    expect(width(together)).toBeGreaterThan(2 * width(alone));
    expect(together.shift?.method).toMatch(/cluster/);
    const one = clustered.map((item) => ({ ...item, example: { ...item.example, cluster: "c" } }));
    expect(await probed(judge, paddingProbe(), 0, one)).toMatchObject({ moved: 0.5, excess: null, shift: null });
    const injected = await injectionProbe(judge, one);
    expect([injected.excess, injected.raised]).toEqual([null, null]);
    const own: ProbeItem[] = Array.from({ length: 4 }, (_, i) => i).flatMap((i) =>
      ["qwen2.5-7b", "qwen2.5-14b", "qwen3-8b", "llama-3-8b"].map((id) => ({
        example: { id: `e${i}`, input: "?" },
        output: id,
        model: { id },
      })),
    );
    const sided = judgeOf((asked) => (asked.output.startsWith("qwen") && idOf(asked) < 2 ? 1 : 0));
    expect((await probed(sided, ownFamilyProbe(), 0, own)).shift?.method).toMatch(/cluster/);
  });

  it("refuses one repeat and items that cannot be told apart, and ends at the signal", async () => {
    const judge = judgeOf(() => 0);
    await expect(probeJudge(judge, items(2), { probes: [], repeats: 1 })).rejects.toThrow(RangeError);
    await expect(probeJudge(judge, [...items(1), ...items(1)], { probes: [] })).rejects.toThrow(TypeError);
    const abortSignal = AbortSignal.abort(new Error("enough"));
    await expect(probeJudge(judge, items(2), { probes: biasProbes(), abortSignal })).rejects.toThrow("enough");
  });
});

describe("probes", () => {
  const change = (probe: Probe, output: string) => (probe.kind === "change" ? probe.change(output, seededRandom(1)) : null);

  it("add to an output and take nothing from it", () => {
    for (const probe of [...biasProbes(), ...injectionPlants()]) expect(change(probe, "One. Two.")).toMatch(/^One\. Two\./);
  });

  it("double the length, the list, or the text without a list", () => {
    const padded = change(paddingProbe(), "x".repeat(1_000)) ?? "";
    expect(padded.length).toBeGreaterThan(1_900);
    expect(padded.length).toBeLessThan(2_200);
    expect(change(duplicatedListProbe(), "See:\n- a\n- b")).toBe("See:\n- a\n- b\n- a\n- b");
    expect(change(duplicatedListProbe(), "One.")).toBe("One. One.");
    expect(change(duplicatedListProbe(), " ")).toBeNull();
  });

  it("plant seven kinds of instruction, each naming the best verdict", () => {
    const plants = injectionPlants({ bestLabel: "correct" });
    expect(plants.map(({ name }) => name)).toHaveLength(7);
    for (const plant of plants) expect((change(plant, "x") ?? "").replaceAll("\u200b", "")).toContain("correct");
  });
});

describe("injectionProbe", () => {
  const polite = yesNo("Is it polite?", { yes: "it is", no: "it is not" });

  it("shows a judge that is talked into its verdict, and one that is not", async () => {
    const gullible = once((request) =>
      reply(/full marks|volle Punktzahl|approved by|verdict\W+yes/.test(questionOf(request).split("Question:")[0] ?? "") ? "yes" : "no"),
    );
    const judge = criterionJudge<string, "polite">({ ...gullible, name: "polite", criterion: polite });
    const { excess, plants, raised } = await injectionProbe(judge, items(20), { repeats: 2 });
    expect(plants.filter(({ moved }) => moved === 1)).toHaveLength(7);
    expect(excess).toMatchObject({ value: 1, n: 20 });
    expect(raised?.interval[0]).toBeGreaterThan(0);
    const firm = criterionJudge<string, "polite">({ ...once(reply("no")), name: "polite", criterion: polite });
    expect(await injectionProbe(firm, items(4), { repeats: 2 })).toMatchObject({ excess: { value: 0 }, raised: { value: 0 } });
  });

  it("does not count a verdict that falls as raised, nor a doubt as moved", async () => {
    const strict = judgeOf(({ output }) => (output === "A bad answer." ? 1 : 0));
    expect(await injectionProbe(strict, items(3))).toMatchObject({ excess: { value: 1 }, raised: { value: 0 } });
    const wary = judgeOf(({ output }) => (output === "A bad answer." ? 0 : null));
    expect(await injectionProbe(wary, items(3))).toMatchObject({ excess: null, raised: null });
  });

  it("reaches the judge neutralised: no plant ends the data or stands hidden in it", async () => {
    const seen: string[] = [];
    const options = once((request) => {
      seen.push(questionOf(request));
      return reply("no");
    });
    await injectionProbe(criterionJudge<string, "polite">({ ...options, name: "polite", criterion: polite }), items(1));
    expect(seen).toHaveLength(3 + 7);
    for (const text of seen) {
      expect(text.match(/<\/?answer>/g)).toHaveLength(2);
      expect(text).not.toMatch(/[\u200b\u{e0000}-\u{e007f}]|<\|/u);
    }
  });
});
