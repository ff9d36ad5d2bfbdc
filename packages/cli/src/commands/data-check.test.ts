import { fileURLToPath } from "node:url";
import { bm25Retriever } from "@pawl/retrieval";
import { expect, it } from "vitest";
import type { ItemFindings } from "../insight/item-findings.ts";
import { recordingOutput } from "../recording-output.fixture.ts";
import { scriptedConfig, scriptedProject } from "../scripted-project.fixture.ts";
import { dataCheck } from "./data-check.ts";
import { evalCommand } from "./eval.ts";

const options = { task: "triage", sources: [], abortSignal: new AbortController().signal };

const row = (id: string, split: string, message: string, expected: string): string =>
  JSON.stringify({ id, split, input: { message }, expected });

const CLEAN = [
  row("1", "train", "Where is my parcel, please tell me", "track"),
  row("2", "dev", "I want my money back for the shoes", "refund"),
  row("3", "test", "The box came broken and wet on one side", "damage"),
];

it("ends with 0 where no sealed row is known", async () => {
  using project = scriptedProject({ "data/triage.jsonl": CLEAN.join("\n") });
  const output = recordingOutput();
  expect(await dataCheck(output, await project.load(), options)).toBe(0);
  expect(output.documents).toMatchObject([
    {
      task: "triage",
      leaks: { sealed: 1, touched: 0 },
      undecided: null,
      exit: 0,
      rows: { examples: 3, duplicates: { count: 0 } },
      looks: null,
    },
  ]);
  expect(output.printed.join("\n")).toMatch(/The one sealed row does not stand/);
});

it("ends with 1 where one is, and says where; contradictions are told beside", async () => {
  const more = [
    row("4", "train", "the box came BROKEN and wet on one side!", "other"),
    row("5", "test", "Hello there from the north", "other"),
  ];
  using project = scriptedProject({
    "data/triage.jsonl": [...CLEAN, ...more].join("\n"),
    "tune.jsonl": JSON.stringify({
      messages: [{ role: "user", content: "Sort this: hello there from the north. Thank you for the great help with it" }],
    }),
  });
  const output = recordingOutput();
  const file = project.at("tune.jsonl");
  expect(await dataCheck(output, await project.load(), { ...options, sources: [file] })).toBe(1);
  expect(output.documents).toMatchObject([
    {
      leaks: {
        touched: 2,
        leaks: [
          { kind: "exact", sealed: "3", source: "train", where: { id: "4" } },
          { kind: "passage", sealed: "5", where: { kind: "line", file, line: 1, field: "messages[0]" } },
        ],
      },
      rows: { contradictory: { pairs: [{ kind: "exact", answers: ["other", "damage"] }] } },
    },
  ]);
  expect(output.printed.join("\n")).toMatch(/5 in tune\.jsonl, line 1 \(messages\[0\]\): passage/);
});

it("looks through the champion's demonstrations: inline ones, and rows that it carries though train has lost them", async () => {
  const carried = { id: "gone", input: { message: "The box came broken and wet on one side" }, expected: "damage" };
  const champion = (variant: object, demonstrations: object): string =>
    JSON.stringify({ format: "pawl.champion/1", variant: { demonstrations: variant }, record: {}, demonstrations });
  const files = { "data/triage.jsonl": CLEAN.join("\n") };
  const fixed = champion({ kind: "fixed", dataset: "", ids: ["gone"] }, { kind: "rows", dataset: "", rows: [carried] });
  const inline = champion({ kind: "inline", examples: [{ input: carried.input, output: "damage" }] }, { kind: "none" });
  for (const [text, where] of [
    [fixed, { kind: "demonstration", index: 0, id: "gone" }],
    [inline, { kind: "demonstration", index: 0 }],
  ] as const) {
    using project = scriptedProject({ ...files, "pawl/triage/champion.json": text });
    const output = recordingOutput();
    expect(await dataCheck(output, await project.load(), options)).toBe(1);
    expect(output.documents).toMatchObject([
      { leaks: { leaks: [{ kind: "exact", sealed: "3", source: "the champion's demonstrations", where }] } },
    ]);
  }
});

it("looks through the documents of the index that the champion's context is taken from, and ends with 3 where nobody lists them", async () => {
  const retrieval = JSON.stringify(fileURLToPath(import.meta.resolve("@pawl/retrieval")));
  const documents = [
    { id: "d1", text: "How to claim. The box came broken and wet on one side: send us a picture." },
    { id: "d2", text: "Opening hours." },
  ];
  const index = `bm25Retriever({ name: "help", documents: ${JSON.stringify(documents)} })`;
  const { hash } = bm25Retriever({ name: "help", documents });
  const config = (retrievers: string): string =>
    `import { bm25Retriever } from ${retrieval};\n${scriptedConfig(`retrievers: [${retrievers}]`)}`;
  const champion = {
    format: "pawl.champion/1",
    variant: { demonstrations: { kind: "none" }, context: { name: "help", hash, count: 1, query: "{{message}}" } },
    record: {},
    demonstrations: { kind: "none" },
  };
  const looked = async (retrievers: string, sources: readonly string[] = []) => {
    using project = scriptedProject({
      "data/triage.jsonl": CLEAN.join("\n"),
      "pawl/triage/champion.json": JSON.stringify(champion),
      "pawl.config.ts": config(retrievers),
      "help.jsonl": documents
        .slice(1)
        .map((document) => JSON.stringify(document))
        .join("\n"),
    });
    const output = recordingOutput();
    const exit = await dataCheck(output, await project.load(), { ...options, sources: sources.map(project.at) });
    return { exit, document: output.documents[0], text: output.printed.join("\n") };
  };
  expect(await looked(index)).toMatchObject({
    exit: 1,
    document: { index: null, leaks: { leaks: [{ kind: "passage", sealed: "3", source: 'the index "help"', where: { id: "d1" } }] } },
  });
  for (const [retrievers, why] of [
    [`{ ...${index}, documents: undefined }`, "does not list its documents"],
    ["", "the configuration has no retriever"],
  ] as const) {
    const { exit, document } = await looked(retrievers);
    expect({ exit, document }).toMatchObject({ exit: 3, document: { index: "help", undecided: expect.stringContaining(why) } });
    const named = await looked(retrievers, ["help.jsonl"]);
    expect(named).toMatchObject({
      exit: 0,
      document: { index: "help", undecided: null },
      text: expect.stringContaining("by --source alone"),
    });
  }
});

it("shows the looks that the store knows", async () => {
  using project = scriptedProject({ "data/triage.jsonl": CLEAN.join("\n") });
  const loaded = await project.load();
  {
    await using store = await loaded.openStore();
    expect(await store.looks.list("")).toEqual([]);
  }
  const output = recordingOutput();
  await dataCheck(output, loaded, options);
  expect(output.documents).toMatchObject([{ looks: { count: 0, sentence: "The sealed test split has not been looked at." } }]);
});

it("ends with 3 where nothing could be compared: without a test row, or without any other", async () => {
  for (const [rows, says] of [
    [CLEAN.slice(0, 2), /could not be checked: no row is in the split "test"/],
    [CLEAN.slice(2), /could not be checked: every row is in the split "test"/],
  ] as const) {
    using project = scriptedProject({ "data/triage.jsonl": rows.join("\n") });
    const output = recordingOutput();
    expect(await dataCheck(output, await project.load(), options)).toBe(3);
    expect(output.documents).toMatchObject([{ exit: 3, undecided: expect.stringMatching(says), leaks: { touched: 0 } }]);
    expect(output.printed.at(-1)).toMatch(says);
  }
});

it("fails where a file to look through cannot be read", async () => {
  using project = scriptedProject({ "data/triage.jsonl": CLEAN.join("\n"), "bad.jsonl": "{" });
  const loaded = await project.load();
  await expect(dataCheck(recordingOutput(), loaded, { ...options, sources: [project.at("bad.jsonl")] })).rejects.toMatchObject({
    code: "data.invalid-rows",
  });
  await expect(dataCheck(recordingOutput(), loaded, { ...options, sources: [project.at("no.jsonl")] })).rejects.toMatchObject({
    code: "io.cannot-read",
  });
});

const evaluated = async (project: ReturnType<typeof scriptedProject>, variant?: string): Promise<void> => {
  const { abortSignal } = options;
  await evalCommand(recordingOutput(), await project.load(), { task: "triage", split: "dev", repeats: 1, seed: 1, abortSignal, variant });
};
const shows = (project: ReturnType<typeof scriptedProject>, shown: number): string => {
  const examples = Array.from({ length: shown }, (_, i) => ({ input: { message: `a ${i}` }, output: "track" }));
  const demonstrations = { kind: "inline", examples };
  const variant = {
    format: "pawl.variant/1",
    task: "triage",
    model: { id: "scripted" },
    instructions: "x",
    sampling: {},
    decoding: "choose",
  };
  project.write(`${shown}.json`, JSON.stringify({ ...variant, reasks: 0, demonstrations }));
  return project.at(`${shown}.json`);
};
const checked = async (project: ReturnType<typeof scriptedProject>): Promise<ReturnType<typeof recordingOutput>> => {
  const output = recordingOutput();
  await dataCheck(output, await project.load(), options);
  return output;
};

it("says of one stored variant that items need two, and of runs of other rows nothing", async () => {
  using project = scriptedProject();
  await evaluated(project);
  await evaluated(project);
  const one = await checked(project);
  expect(one.documents).toMatchObject([{ items: { diagnostics: null, systems: [expect.any(String)] } }]);
  expect(one.printed.join("\n")).toContain("Items: Only one variant has a stored run on this dev split");
  project.write("data/triage.jsonl", CLEAN.join("\n"));
  expect((await checked(project)).documents).toMatchObject([{ items: { diagnostics: null, systems: [] } }]);
});

it("tells by the stored runs which items are saturated, dead or backward, how they discriminate, and the cheapest subset", async () => {
  using project = scriptedProject();
  for (const shown of [4, 5, 8]) await evaluated(project, shows(project, shown));
  const { documents, printed } = await checked(project);
  // Of the numbers 40 to 99, 37n mod 100 is under 60 (right with four and five demonstrations) for 35, and under 95 (right with eight) for 58.
  const [{ items }] = documents as readonly [{ readonly items: ItemFindings }];
  expect(items.systems).toHaveLength(3);
  const { dead, incomplete, saturated } = items.diagnostics ?? {};
  expect([saturated?.count, dead?.count, incomplete?.count]).toEqual([35, 2, 0]);
  expect(items.medianDiscrimination).toMatchObject({ items: 23 });
  expect(items.subset?.count).toBeLessThan(60);
  const text = printed.join("\n");
  expect(text).toMatch(/Saturated: 35 of 60 items \(58.3 %, 95 % interval/);
  expect(text).toMatch(
    /Discrimination: the middle item–rest correlation is \S+, of 23 items that have one, over 3 variants: a hint at most\./,
  );
  expect(text).toMatch(/Cheapest subset: /);
});
