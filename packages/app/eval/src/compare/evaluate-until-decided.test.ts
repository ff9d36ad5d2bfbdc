import { type Example, memoryStore, seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { calibrationWith, numberJudge } from "../judge-mark.fixture.ts";
import { datasetOf, numbers, right } from "../run/evaluate.fixture.ts";
import { evaluate } from "../run/evaluate.ts";
import { evaluateUntilDecided } from "./evaluate-until-decided.ts";

const upTo = (passes: number) => (input: number) => (input < passes ? 2 * input : -1);
const allAt = (value: number | null, n: number): ReadonlyMap<string, number | null> => new Map(numbers(n).map(({ id }) => [id, value]));

describe("evaluateUntilDecided", () => {
  it("stops once the candidate is shown worse, and says what it saved", async () => {
    let calls = 0;
    const run = (input: number): number => {
      calls++;
      return input % 3 === 0 ? 2 * input : -1;
    };
    const found = await evaluateUntilDecided({
      dataset: datasetOf(numbers(400)),
      run,
      scorers: [right],
      concurrency: 1,
      against: { scores: allAt(1, 400) },
    });
    expect(found).toMatchObject({ decided: true, verdict: { kind: "worse" }, gate: null, examples: 400, champion: null });
    expect(found.looked).toBeLessThan(60);
    expect(calls).toBe(found.looked);
    expect(found.savedCases).toBe(400 - calls);
    expect(found.evaluation).toMatchObject({ record: { finishedAt: null }, items: { length: calls } });
  });

  it("says of a judge what its scores are worth: it is decided on what the judge sees", async () => {
    const options = { dataset: datasetOf(numbers(40)), run: upTo(40), concurrency: 1, against: { scores: allAt(1, 40) } };
    const plain = await evaluateUntilDecided({ ...options, scorers: [numberJudge(null)] });
    expect(plain.verdict.notes.join(" ")).toContain("not calibrated");
    const calibrated = await evaluateUntilDecided({ ...options, scorers: [numberJudge(calibrationWith())] });
    expect(calibrated.verdict.notes.join(" ")).toContain("shows about 69 % of a difference");
  });

  it("asks the gate's question where a margin is given", async () => {
    const options = { dataset: datasetOf(numbers(400)), scorers: [right], concurrency: 1, margin: 0.2 };
    const same = await evaluateUntilDecided({ ...options, run: upTo(400), against: { scores: allAt(1, 400) } });
    expect(same).toMatchObject({ decided: true, gate: "pass" });
    expect(same.looked).toBeLessThan(60);
    const worse = await evaluateUntilDecided({ ...options, run: upTo(150), against: { scores: allAt(1, 400) } });
    expect(worse).toMatchObject({ decided: true, gate: "regression" });
    const near = await evaluateUntilDecided({ ...options, margin: 0.001, run: upTo(400), against: { scores: allAt(1, 400) } });
    expect(near).toMatchObject({ decided: false, gate: "inconclusive", looked: 400, savedCases: 0 });
  });

  it("runs both sides where the other is something to run", async () => {
    const found = await evaluateUntilDecided({
      dataset: datasetOf(numbers(300)),
      run: upTo(300),
      scorers: [right],
      repeats: 2,
      against: { run: (input: number) => (input % 2 === 0 ? 2 * input : -1) },
    });
    expect(found).toMatchObject({ decided: true, verdict: { kind: "better" }, champion: { metrics: { right: { hash: "right-1" } } } });
    expect(found.champion?.items).toHaveLength(found.evaluation.items.length);
    expect(found.savedCases).toBe(2 * (600 - found.evaluation.items.length));
  });

  it("takes missing scores at their worst and best, and lists examples that the other side lacks", async () => {
    const scores = new Map([...allAt(1, 100)].filter(([id]) => id !== "n7").map(([id, score]) => [id, id === "n3" ? null : score]));
    const run = (input: number): number => {
      if (input % 2 === 0) throw new Error("away");
      return 2 * input;
    };
    const found = await evaluateUntilDecided({
      dataset: datasetOf(numbers(100)),
      run,
      scorers: [right],
      margin: 0.05,
      against: { scores },
    });
    expect(found).toMatchObject({
      decided: false,
      gate: "inconclusive",
      looked: 99,
      notes: ["The other side has no score of 1 examples (n7)."],
    });
  });

  it("lets one example of a cluster decide", async () => {
    const clustered: Example<number, number>[] = numbers(200).map((example, i) => ({ ...example, cluster: `c${i % 20}` }));
    const found = await evaluateUntilDecided({
      dataset: datasetOf(clustered),
      run: upTo(200),
      scorers: [right],
      margin: 0.02,
      against: { scores: allAt(1, 200) },
    });
    expect(found).toMatchObject({ decided: false, looked: 20, verdict: { n: 20 } });
  });

  it("goes by discordant pairs where scores are yes or no, and by bets on bounded values where repeats, clusters or shares are in them", async () => {
    const options = { scorers: [right], run: upTo(30), concurrency: 1 };
    const methodOf = async (more: Partial<Parameters<typeof evaluateUntilDecided<number, number, "right", number>>[0]>): Promise<string> =>
      (await evaluateUntilDecided({ ...options, dataset: datasetOf(numbers(60)), against: { scores: allAt(1, 60) }, ...more })).verdict
        .method;
    expect(await methodOf({})).toContain("discordant");
    expect(await methodOf({ margin: 0.1 })).toContain("discordant");
    expect(await methodOf({ against: { run: upTo(60) } })).toContain("discordant");
    expect(await methodOf({ repeats: 2 })).toContain("betting");
    expect(await methodOf({ scorers: [{ ...right, scale: "share" }] })).toContain("betting");
    expect(await methodOf({ against: { scores: new Map([...allAt(1, 60), ["n0", 0.5]]) } })).toContain("betting");
    // Also where the clustered example is the last one.
    const late = numbers(60).map((example, i): Example<number, number> => (i === 59 ? { ...example, cluster: "c" } : example));
    expect(await methodOf({ dataset: datasetOf(late) })).toContain("betting");
  });

  it("goes on where it stopped, from the store", async () => {
    const store = memoryStore();
    const options = { dataset: datasetOf(numbers(200)), scorers: [right], store, version: "1", concurrency: 1 };
    let calls = 0;
    const run = (input: number): number => {
      calls++;
      return input % 4 === 0 ? 2 * input : -1;
    };
    const first = await evaluateUntilDecided({ ...options, run, against: { scores: allAt(1, 200) } });
    const again = await evaluateUntilDecided({ ...options, run, against: { scores: allAt(1, 200) } });
    expect(again.verdict).toEqual(first.verdict);
    expect(calls).toBe(first.looked);
    expect((await evaluate({ ...options, run })).items).toHaveLength(200);
    expect(calls).toBe(200);
  });

  it("asks for the range of a real scale", async () => {
    const real = { ...right, scale: "real" as const };
    const options = {
      dataset: datasetOf(numbers(60)),
      run: upTo(60),
      scorers: [real],
      against: { scores: allAt(0, 60) },
      minimumUsefulEffect: 0.1,
    };
    await expect(evaluateUntilDecided(options)).rejects.toThrow(RangeError);
    expect(await evaluateUntilDecided({ ...options, range: [0, 1] })).toMatchObject({ verdict: { kind: "better" } });
  });

  it("claims a difference between equal systems in at most 5 % of runs, though it looks after every example", async () => {
    const random = seededRandom("peeking");
    const runs = 120;
    let ours = 0;
    let naive = 0;
    for (let i = 0; i < runs; i++) {
      const scores = new Map(numbers(80).map(({ id }) => [id, random.next() < 0.6 ? 1 : 0]));
      const drawn = new Map(numbers(80).map(({ input }) => [input, random.next() < 0.6 ? 2 * input : -1]));
      const run = (input: number): number => drawn.get(input) ?? -1;
      const found = await evaluateUntilDecided({
        dataset: datasetOf(numbers(80)),
        run,
        scorers: [right],
        seed: i,
        concurrency: 1,
        against: { scores },
      });
      if (found.verdict.kind === "better" || found.verdict.kind === "worse") ours++;
      let [n, sum, squares] = [0, 0, 0];
      for (const { id, input } of numbers(80)) {
        const d = (drawn.get(input) === 2 * input ? 1 : 0) - (scores.get(id) ?? 0);
        [n, sum, squares] = [n + 1, sum + d, squares + d * d];
        const variance = (squares - (sum * sum) / n) / Math.max(1, n - 1);
        if (n >= 10 && Math.abs(sum / n) > 1.96 * Math.sqrt(variance / n)) {
          naive++;
          break;
        }
      }
    }
    // .05 and two standard errors of 120 runs.
    expect(ours / runs).toBeLessThan(0.09);
    expect(naive / runs).toBeGreaterThan(0.15);
  });
});
