import { memoryStore } from "@pawl/core";
import { expect, it } from "vitest";
import { climb } from "./climb.ts";
import { around, threeRungs, threeWorlds } from "./simulated-climb.fixture.ts";
import { simulatedDataset, simulatedRung, simulatedWorld } from "./simulated-task.fixture.ts";

it("crowns what the sealed split confirms, against the start", async () => {
  const result = await climb(threeRungs(threeWorlds()));
  expect(result.confirmed).toBe(true);
  expect(result.champion.name).toBe("near");
  expect(result.candidate?.id).toBe(result.champion.id);
  expect(result.confirmation?.verdict).toMatchObject({ kind: "better", level: 0.95 });
  expect(result.decisions.filter(({ kind }) => kind === "crowned")).toHaveLength(1);
  expect(result.decisions.map(({ kind }) => kind).filter((kind) => kind === "confirmed")).toHaveLength(1);
});

it("answers no example of a variant twice", async () => {
  const world = threeWorlds();
  await climb(threeRungs(world));
  const asked = world.runs.map(({ name, example }) => `${name} ${example}`);
  expect(new Set(asked).size).toBe(asked.length);
});

it("spends what its traces say, and no more than it paid for", async () => {
  const world = threeWorlds();
  const { spent } = await climb(threeRungs(world));
  expect(spent.ms).toBeCloseTo(
    world.runs.reduce((sum, { ms }) => sum + ms, 0),
    6,
  );
  expect(spent.calls).toBe(world.runs.length);
});

it("is plain JSON", async () => {
  const result = await climb(threeRungs(threeWorlds()));
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
});

it("keeps the start as champion where the sealed split does not confirm, with the candidate beside it", async () => {
  const onDevOnly = simulatedWorld({
    plain: { score: around(0.3) },
    near: { score: (draw, id) => around(id.startsWith("dev") ? 0.8 : 0.3)(draw) },
  });
  const result = await climb(threeRungs(onDevOnly, { rungs: [simulatedRung("retrieved", [["near"]])] }));
  expect(result.confirmed).toBe(false);
  expect(result.champion.name).toBe("start");
  expect(result.candidate?.name).toBe("near");
  expect(result.confirmation?.verdict.kind).not.toBe("better");
});

it("looks at the sealed split once, and not at all where nothing leads", async () => {
  const store = memoryStore();
  const options = threeRungs(threeWorlds(), { store });
  const result = await climb(options);
  const looks = await store.looks.list(options.dataset.splits.test.hash);
  expect(looks).toHaveLength(1);
  expect(result.confirmation?.look).toBe(1);

  const flat = simulatedWorld({ plain: { score: around(0.3) }, other: { score: around(0.3) } });
  const other = memoryStore();
  const still = await climb(threeRungs(flat, { store: other, rungs: [simulatedRung("one", [["other"]])] }));
  expect(still.confirmation).toBeNull();
  expect(await other.looks.list(options.dataset.splits.test.hash)).toHaveLength(0);
});

it("says first what the budget can show and raises a useful effect below it", async () => {
  const result = await climb(threeRungs(threeWorlds(), { minimumUsefulEffect: 0.01 }));
  const [frozen, first] = result.decisions;
  expect(frozen?.kind).toBe("frozen");
  expect(first).toMatchObject({ kind: "noted", topic: "detectable" });
  expect(result.minimumUsefulEffect).toBeGreaterThanOrEqual(result.detectable.difference ?? 1);
  expect(first?.why).toContain("was raised to");
});

it("refuses a useful effect that cannot be shown in strict mode", async () => {
  await expect(climb(threeRungs(threeWorlds(), { minimumUsefulEffect: 0.01, strict: true }))).rejects.toThrow(RangeError);
});

it("stays on a rung while it improves", async () => {
  const steps = simulatedWorld({ plain: { score: around(0.2) }, a: { score: around(0.45) }, b: { score: around(0.75) } });
  const result = await climb(threeRungs(steps, { rungs: [simulatedRung("climbing", [["a"], ["b"]])], budget: { calls: 600 } }));
  expect(result.rungs[0]).toMatchObject({ state: "improving", rounds: 2, proposals: 2 });
  expect(result.candidate?.name).toBe("b");
});

it("calls a rung a plateau where no proposal can gain a useful amount", async () => {
  const flat = simulatedWorld({ plain: { score: () => 0.5 }, a: { score: () => 0.5 }, b: { score: () => 0.4 } });
  const result = await climb(
    threeRungs(flat, {
      rungs: [simulatedRung("flat", [["a", "b"]])],
      budget: { calls: 2000 },
      minimumUsefulEffect: 0.2,
      dataset: simulatedDataset({ dev: 200, test: 100 }),
    }),
  );
  expect(result.rungs[0]?.state).toBe("plateau");
  expect(result.variants.map(({ fate }) => fate)).toEqual(["start", "dropped", "dropped"]);
});

it("calls a rung undecidable where the data cannot tell, with the examples that would", async () => {
  const wide = simulatedWorld({ plain: { score: (draw) => draw() }, a: { score: (draw) => Math.min(1, draw() + 0.15) } });
  const result = await climb(threeRungs(wide, { rungs: [simulatedRung("wide", [["a"]])], budget: { calls: 80 } }));
  expect(result.rungs[0]?.state).toBe("undecidable");
  expect(result.rungs[0]?.needed).toBeGreaterThan(10);
});

it("sets dearer proposals aside where the allowance does not pay for racing all", async () => {
  const names = ["a", "bb", "ccc", "dddd", "eeeee", "ffffff"];
  const many = simulatedWorld(Object.fromEntries(["plain", ...names].map((name) => [name, { score: around(0.3) }])));
  const result = await climb(threeRungs(many, { rungs: [simulatedRung("many", [names])], budget: { calls: 100 } }));
  const fates = new Map(result.variants.map(({ name, fate, n }) => [name, { fate, n }]));
  expect(fates.get("ffffff")).toEqual({ fate: "set-aside", n: 0 });
  expect(fates.get("a")?.n).toBeGreaterThan(5);
  expect(result.rungs[0]?.state).toBe("undecidable");
});

it("compares what leads with the baselines on dev and on the sealed rows", async () => {
  const baselines = [
    { name: "low", run: () => ({ intent: "track", value: 0 }) },
    { name: "high", run: () => ({ intent: "track", value: 0.95 }) },
  ];
  const result = await climb(threeRungs(threeWorlds(), { baselines }));
  const [low, high] = result.baselines;
  expect(low).toMatchObject({ n: 60, verdict: { kind: "better" }, confirmation: { kind: "better" } });
  expect(high?.verdict?.kind).toBe("worse");
  expect(high?.confirmation?.n).toBe(result.confirmation?.verdict.n);
  const note = result.decisions.find((decision) => decision.kind === "noted" && decision.topic === "baselines");
  expect(note).toMatchObject({ facts: { best: "high", beaten: false } });
});

it("tells each case as it is answered", async () => {
  const seen: string[] = [];
  const phases: string[] = [];
  const world = threeWorlds();
  await climb(
    threeRungs(world, {
      onEvent: (event) => {
        if (event.type === "variant") seen.push(`${event.split} ${event.row.name} ${event.row.n}`);
        if (event.type === "phase") phases.push(event.phase);
      },
    }),
  );
  expect(seen).toHaveLength(world.runs.length);
  expect([phases[0], phases.at(-1)]).toEqual(["probe", "done"]);
});

it("gains in the direction of a score where lower is better", async () => {
  const { valueScorer } = await import("./simulated-task.fixture.ts");
  const errors = simulatedWorld({ plain: { score: around(0.7) }, good: { score: around(0.2) }, bad: { score: around(0.9) } });
  const result = await climb(
    threeRungs(errors, { scorers: [valueScorer("share", "lower")], rungs: [simulatedRung("one", [["good", "bad"]])] }),
  );
  expect(result.champion.name).toBe("good");
  expect(result.confirmation?.verdict.effect).toBeGreaterThan(0.3);
});
