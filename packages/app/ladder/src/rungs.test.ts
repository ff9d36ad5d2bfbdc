import { type ClimbState, memoryBudget, type Retriever, type Rung, type Variant, variantId } from "@pawl/core";
import { expect, it } from "vitest";
import { demonstrations } from "./demonstrations.ts";
import { instructions } from "./instructions.ts";
import { retrievedDemonstrations } from "./retrieved-demonstrations.ts";
import { simulatedDataset, simulatedVariant } from "./simulated-task.fixture.ts";

function stateOf(variant: Variant, round = 1, rung = "start"): ClimbState {
  const task = { name: "simulated", hash: "t" };
  const record = { id: variantId(variant), task, name: "champion", rung, parents: [], variant };
  const champion = { record, runId: "", verdict: null };
  return { task, round, champion, tried: [champion], budget: memoryBudget("none", {}), seed: 1 };
}

function near(hits: readonly string[]): Retriever {
  return {
    name: "near",
    hash: "h",
    retrieve: async (_query, { count = 10, exclude } = {}) =>
      hits
        .filter((id) => !exclude?.has(id))
        .slice(0, count)
        .map((id, index) => ({ id, text: id, score: 10 - index, rank: index + 1, metadata: {} })),
  };
}

it("instructions proposes its texts once, without the champion's own, and is not searched", async () => {
  const rung = instructions({
    texts: [
      { name: "a", text: "Do A." },
      { name: "b", text: "plain" },
    ],
  });
  const proposals = await rung.propose(stateOf(simulatedVariant("plain")));
  expect(proposals.map(({ name, variant }) => [name, variant.instructions])).toEqual([["a", "Do A."]]);
  expect(await rung.propose(stateOf(simulatedVariant("plain"), 2))).toEqual([]);
  expect(rung.searched).toBe(false);
});

it("instructions refuses no text and two of one name", () => {
  expect(() => instructions({ texts: [] })).toThrow(RangeError);
  expect(() =>
    instructions({
      texts: [
        { name: "a", text: "1" },
        { name: "a", text: "2" },
      ],
    }),
  ).toThrow(RangeError);
});

it("demonstrations draws as many of each class, the same for a seed, as ids of the train split", async () => {
  const dataset = simulatedDataset({ train: 30, dev: 1, test: 1 });
  const propose = (seed: number): ReturnType<Rung["propose"]> =>
    demonstrations({ dataset, counts: [4], draws: 2, seed }).propose(stateOf(simulatedVariant("plain")));
  const [first, second] = await propose(3);
  expect(await propose(3)).toEqual([first, second]);
  expect(await propose(4)).not.toEqual([first, second]);
  const drawn = first?.variant.demonstrations;
  if (drawn?.kind !== "fixed") throw new Error("A fixed draw was expected.");
  expect(drawn.dataset).toBe(dataset.splits.train.hash);
  const classes = drawn.ids.map((id) => Number(id.split("-").at(-1)) % 3 === 0);
  expect(classes.filter(Boolean)).toHaveLength(2);
  expect(new Set(drawn.ids).size).toBe(4);
});

it("demonstrations goes on around the winner with half of its rows, once", async () => {
  const dataset = simulatedDataset({ train: 30, dev: 1, test: 1 });
  const rung = demonstrations({ dataset, counts: [6], draws: 3, seed: 1 });
  const [winner] = await rung.propose(stateOf(simulatedVariant("plain")));
  if (winner === undefined) throw new Error("A proposal was expected.");
  const around = await rung.propose(stateOf(winner.variant, 2, "demonstrations"));
  expect(around.length).toBeGreaterThan(0);
  const ids = (variant: Variant): readonly string[] => (variant.demonstrations.kind === "fixed" ? variant.demonstrations.ids : []);
  for (const { variant } of around) {
    expect(ids(variant)).toHaveLength(6);
    expect(ids(variant).filter((id) => ids(winner.variant).includes(id))).toHaveLength(3);
  }
  expect(await rung.propose(stateOf(winner.variant, 3, "demonstrations"))).toEqual([]);
  expect(await rung.propose(stateOf(simulatedVariant("plain"), 2))).toEqual([]);
});

it("demonstrations proposes nothing without labelled rows", async () => {
  const dataset = simulatedDataset({ train: 0, dev: 1, test: 1 });
  expect(await demonstrations({ dataset }).propose(stateOf(simulatedVariant("plain")))).toEqual([]);
});

it("retrievedDemonstrations proposes each retriever with each count, as plain data", async () => {
  const dataset = simulatedDataset({ train: 5, dev: 1, test: 1 });
  const rung = retrievedDemonstrations({ dataset, retrievers: [near(["x"])], counts: [3, 5], query: "{{message}}" });
  const proposals = await rung.propose(stateOf(simulatedVariant("plain")));
  expect(proposals.map(({ variant }) => variant.demonstrations)).toEqual(
    [3, 5].map((count) => ({
      kind: "retrieved",
      dataset: dataset.splits.train.hash,
      retriever: { name: "near", hash: "h", count, query: "{{message}}" },
    })),
  );
  expect(JSON.parse(JSON.stringify(proposals))).toEqual(proposals);
});

it.each([0, 1.5, -1])("refuses %s demonstrations", (count) => {
  const dataset = simulatedDataset({ train: 5, dev: 1, test: 1 });
  expect(() => demonstrations({ dataset, counts: [count] })).toThrow(RangeError);
  expect(() => retrievedDemonstrations({ dataset, retrievers: [near([])], counts: [count], query: "" })).toThrow(RangeError);
});
