import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { recordingOutput } from "../recording-output.fixture.ts";
import { scriptedProject } from "../scripted-project.fixture.ts";
import { dataSplit } from "./data-split.ts";

const options = { map: [], seed: 1, overwrite: false, abortSignal: new AbortController().signal };

const NAMES = "Ada Bo Cy Dee Eve Fay Gus Hal Ida Jon Kay Lou Mia Ned Oma Pia Quin Ray Sue Tom".split(" ");

/** 20 rows, each nearly repeated by the one ten days later. */
function rows(): string {
  const line = (i: number): string => {
    const name = NAMES[i % 10];
    const message = `${name} asks ${name}'s ${i % 10} parcels from ${name} street ${"abcdefghij"[i % 10]?.repeat(9)}${i < 10 ? "" : "!"}`;
    return JSON.stringify({
      id: `r${i}`,
      input: { message, at: `2026-01-${String(i + 1).padStart(2, "0")}`, customer: `c${i % 4}` },
      expected: "track",
    });
  };
  return Array.from({ length: 20 }, (_, i) => line(i)).join("\n");
}

function ids(path: string): readonly string[] {
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).id);
}

describe("dataSplit", () => {
  it("writes a file for each split, clusters whole, every row once", async () => {
    using project = scriptedProject({ "in/all.jsonl": rows() });
    const output = recordingOutput();
    await dataSplit(output, project.load, { ...options, from: project.at("in/all.jsonl") });
    const splits = ["train", "dev", "test"].map((split) => ids(project.at(`in/all.${split}.jsonl`)));
    expect(splits.map(({ length }) => length)).toEqual([12, 4, 4]);
    expect(splits.flat().toSorted()).toEqual(Array.from({ length: 20 }, (_, i) => `r${i}`).toSorted());
    for (const split of splits) for (const id of split) expect(split).toContain(`r${(Number(id.slice(1)) + 10) % 20}`);
    expect(output.documents).toMatchObject([
      { by: "near-duplicate cluster", files: [{ split: "train", count: 12 }, {}, {}], leaks: { touched: 0 } },
    ]);
    expect(output.printed.join("\n")).toMatch(/None of the 4 sealed rows/);
  });

  it("splits by time, and tells which clusters cross a cut", async () => {
    using project = scriptedProject({ "all.jsonl": rows() });
    const output = recordingOutput();
    const from = project.at("all.jsonl");
    await dataSplit(output, project.load, {
      ...options,
      from,
      out: project.at("out"),
      time: "input.at",
      testFrom: "2026-01-19",
      crossing: "report",
    });
    expect(ids(project.at("out/all.test.jsonl"))).toEqual(["r18", "r19"]);
    expect(readdirSync(project.at("out")).toSorted()).toEqual(["all.test.jsonl", "all.train.jsonl"]);
    expect(output.documents).toMatchObject([
      { files: [{}, { split: "dev", path: null }, {}], crossing: [{ movedTo: null }, {}], leaks: { touched: 2 } },
    ]);
    await dataSplit(output, project.load, { ...options, from, out: project.at("moved"), time: "input.at", testFrom: "2026-01-19" });
    expect(ids(project.at("moved/all.test.jsonl"))).toEqual(["r8", "r9", "r18", "r19"]);
  });

  it("keeps groups whole, and says how many sealed rows have a near duplicate elsewhere", async () => {
    using project = scriptedProject({ "all.jsonl": rows() });
    const output = recordingOutput();
    await dataSplit(output, project.load, { ...options, from: project.at("all.jsonl"), group: "input.customer", train: 1, test: 1 });
    const [train, test] = ["train", "test"].map(
      (split) => new Set(ids(project.at(`all.${split}.jsonl`)).map((id) => Number(id.slice(1)) % 4)),
    );
    for (const customer of train ?? []) expect(test?.has(customer)).toBe(false);
    expect(output.printed.at(-1)).toMatch(/^Split by group \(input\.customer\)\. \d+ of the \d+ sealed rows/);
  });

  it("replaces no file unasked, writes nothing half, and replaces with --overwrite", async () => {
    using project = scriptedProject({ "all.jsonl": rows(), "all.test.jsonl": "mine" });
    const from = project.at("all.jsonl");
    await expect(dataSplit(recordingOutput(), project.load, { ...options, from })).rejects.toMatchObject({ code: "use.file-exists" });
    expect(readdirSync(project.folder).filter((name) => name.startsWith("all") || name.startsWith(".all"))).toEqual([
      "all.jsonl",
      "all.test.jsonl",
    ]);
    await dataSplit(recordingOutput(), project.load, { ...options, from, overwrite: true, train: 1, dev: 1 });
    expect(
      readdirSync(project.folder)
        .filter((name) => /all/.test(name))
        .toSorted(),
    ).toEqual(["all.dev.jsonl", "all.jsonl", "all.train.jsonl"]);
  });

  it("tells all options that do not go together, and rows without the group or the time", async () => {
    using project = scriptedProject({ "all.jsonl": rows() });
    const from = project.at("all.jsonl");
    const split = (more: object): Promise<void> => dataSplit(recordingOutput(), project.load, { ...options, from, ...more });
    await expect(split({ group: "a", time: "b", testFrom: "2026-01-01", train: 1, crossing: "x" })).rejects.toMatchObject({
      code: "use.split-options",
      facts: { problems: { length: 3 } },
    });
    const problems = async (more: object): Promise<string> => {
      const error: unknown = await split(more).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: "use.split-options" });
      return String(Object(error).message);
    };
    expect(await problems({ train: 0 })).toMatch(/^No split gets any row: give at least two of --train, --dev and --test/);
    expect(await problems({ train: 0.8 })).toMatch(/^One split gets all rows/);
    expect(await problems({ time: "input.at", testFrom: "soon" })).toMatch(/^--test-from is a date, as 2026-03-01 .* got "soon"/);
    expect(await problems({ time: "input.at", testFrom: "2026-01-01", devFrom: "2026-01-02" })).toMatch(
      /^--dev-from is later than --test-from/,
    );
    await expect(split({ devFrom: "2026-01-01" })).rejects.toMatchObject({ code: "use.split-options" });
    await expect(split({ group: "input.nobody" })).rejects.toMatchObject({ code: "data.no-group", facts: { count: 20 } });
    await expect(split({ time: "input.nobody" })).rejects.toMatchObject({ code: "data.invalid-rows", facts: { count: 20 } });
    expect(readdirSync(project.folder).filter((name) => name.startsWith("all"))).toEqual(["all.jsonl"]);
  });

  it("names the line of a table where a time cannot be read, which is not the number of the row", async () => {
    using project = scriptedProject({ "t.csv": 'text,at\n"hello\nthere",2026-01-01\nmoney back,soon\n' });
    const how = { from: project.at("t.csv"), map: ["input.message=text", "input.at=at"], time: "input.at" };
    await expect(dataSplit(recordingOutput(), project.load, { ...options, ...how })).rejects.toMatchObject({
      code: "data.invalid-rows",
      message: expect.stringMatching(/^Dataset line 4 of .*t\.csv \(\w{16}\): "input\.at" is no moment/),
      facts: { mistakes: [{ file: how.from, line: 4 }] },
    });
  });

  it("reads a table whose cells another character parts, and says so where they look to be", async () => {
    using project = scriptedProject({ "s.csv": "input;expected\nhello there;track\nmoney back;refund\n" });
    const from = project.at("s.csv");
    const split = (more: object): Promise<void> =>
      dataSplit(recordingOutput(), project.load, { ...options, from, train: 1, dev: 1, ...more });
    await expect(split({})).rejects.toMatchObject({ code: "data.no-input-column", message: expect.stringContaining('--delimiter ";"') });
    await split({ delimiter: ";" });
    expect([...ids(project.at("s.train.jsonl")), ...ids(project.at("s.dev.jsonl"))]).toHaveLength(2);
  });

  it("says of a table without a map, or with one of another column, how --map names them", async () => {
    using project = scriptedProject({ "s.csv": "text,the label\nhello,track\n" });
    const from = project.at("s.csv");
    const split = (map: readonly string[]): Promise<void> => dataSplit(recordingOutput(), project.load, { ...options, from, map });
    await expect(split([])).rejects.toMatchObject({
      code: "data.no-input-column",
      message: expect.stringMatching(/--map FIELD=COLUMN, as in --map input\.message=text --map 'expected=the label'/),
    });
    await expect(split(["input.message=txt"])).rejects.toMatchObject({
      code: "data.unknown-column",
      message: expect.stringMatching(/which --map names\. Did you mean "text"\?/),
    });
  });
});
