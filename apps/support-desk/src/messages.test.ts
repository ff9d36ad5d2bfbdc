import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Example } from "@pawl/core";
import { leakCheck, loadDataset, nearDuplicates, nearestNeighbour } from "@pawl/data";
import { evaluate, fieldF1 } from "@pawl/eval";
import { expect, it } from "vitest";
import { intake } from "./tasks/intake.ts";
import { INTENTS, type Ticket } from "./tasks/ticket.ts";

type Row = Example<{ message: string }, Ticket>;

const DATA = join(import.meta.dirname, "..", "data");
const dataset = await loadDataset({ task: intake, path: join(DATA, "messages.jsonl") });

async function rows(of: AsyncIterable<Row>): Promise<readonly Row[]> {
  const found: Row[] = [];
  for await (const row of of) found.push(row);
  return found;
}
const [train, dev, test] = [
  await rows(dataset.read("train")),
  await rows(dataset.read("dev")),
  await rows(dataset.unseal("test of the data card")),
];
const all = [...train, ...dev, ...test];
const values = (ticket: Ticket): readonly (readonly [string, string])[] =>
  Object.entries(ticket).flatMap(([slot, value]) => (slot === "intent" || value === undefined ? [] : [[slot, value] as const]));

it("has at least 900 messages in scope, 60 out of scope, and splits as the card says", () => {
  const outside = all.filter(({ expected }) => expected?.intent === "other").length;
  expect({ inside: all.length - outside, outside }).toEqual({ inside: 918, outside: 72 });
  expect([train.length, dev.length, test.length]).toEqual([654, 168, 168]);
});

it("has every intent in every split, and every value is a piece of its message", () => {
  for (const split of [train, dev, test]) expect(new Set(split.map(({ expected }) => expected?.intent))).toEqual(new Set(INTENTS));
  const elsewhere = all.flatMap(({ id, input, expected, alternatives = [] }) =>
    [expected, ...alternatives].flatMap((ticket) =>
      ticket === undefined
        ? []
        : values(ticket)
            .filter(([, value]) => !input.message.includes(value))
            .map(([slot]) => `${id} ${slot}`),
    ),
  );
  expect(elsewhere).toEqual([]);
});

it("leaks nothing between the splits, and holds one pair of near-duplicates", () => {
  expect(leakCheck({ train, dev, test }, { text: ({ message }) => message }).leaks).toEqual([]);
  expect(
    nearDuplicates(
      all.map(({ input }) => input.message),
      { threshold: 0.5 },
    ).pairs.length,
  ).toBeLessThanOrEqual(1);
});

it("is not solved by the nearest neighbour", async () => {
  const neighbour = nearestNeighbour(train, { text: ({ message }) => message });
  const { items } = await evaluate({
    dataset,
    run: (input) => neighbour(input),
    scorers: [fieldF1(), { ...fieldF1({ ignore: ["intent"] }), name: "slot-f1" }],
  });
  const mean = (metric: "field-f1" | "slot-f1"): number =>
    items.reduce((sum, { scores }) => sum + (scores[metric].kind === "score" ? scores[metric].value : 0), 0) / items.length;
  expect(mean("field-f1")).toBeLessThan(0.5);
  expect(mean("slot-f1")).toBeLessThan(0.15);
});

it("is agreed on by a second annotator as far as the card says", () => {
  const second = readFileSync(join(DATA, "second-annotator.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line): { id: string; expected: Ticket } => JSON.parse(line));
  const byId = new Map(all.map((row) => [row.id, row]));
  const fold = (value: string): string => value.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();
  const f1 = (a: Ticket, b: Ticket): number => {
    const [left, right] = [a, b].map((ticket) => new Set(values(ticket).map(([slot, value]) => `${slot} ${fold(value)}`))) as [
      Set<string>,
      Set<string>,
    ];
    return left.size + right.size === 0 ? 1 : (2 * [...left].filter((pair) => right.has(pair)).length) / (left.size + right.size);
  };
  const scores = second.map(({ id, expected }) => {
    const row = byId.get(id);
    return Math.max(
      ...[row?.expected, ...(row?.alternatives ?? [])].flatMap((ticket) => (ticket === undefined ? [] : [f1(expected, ticket)])),
    );
  });
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  expect(second).toHaveLength(120);
  expect(mean).toBeCloseTo(0.894, 2);
});
