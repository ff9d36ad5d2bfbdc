import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Example, Json } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { scoredBy } from "../adapters.fixture.ts";
import { promptfooPrompt } from "./promptfoo-prompt.ts";
import { csvRecords } from "./read-csv.ts";
import { readPromptfoo } from "./read-promptfoo.ts";

const FOLDER = fileURLToPath(new URL("../../../fixtures/adapters/promptfoo-project", import.meta.url));
const config = readFileSync(join(FOLDER, "promptfooconfig.yaml"), "utf8");
const project = await readPromptfoo(config, { folder: FOLDER });

const about = (message: string): Example<{ readonly [variable: string]: Json }, never> => {
  const found = project.examples.find(({ input }) => input["message"] === message);
  if (found === undefined) throw new Error(`No test about ${message}`);
  return found;
};
const passes = (example: Example, output: unknown) => scoredBy(project.scorers[1], example, output);

describe("readPromptfoo with a folder", () => {
  it("reads tests of CSV, YAML by pattern, JSON Lines and JSON in their place", () => {
    expect(project.examples.map(({ id, input }) => [id, input["message"]])).toEqual([
      ["test-0", "Where is it, please?"],
      ["test-1", 'He said "no"'],
      ["test-2", "Code"],
      ["test-3", "short"],
      ["test-4", "middle"],
      ["test-5", "translate"],
      ["test-6", "as JSON"],
      ["test-7", "one"],
      ["test-8", "two"],
      ["test-9", "only"],
      ["test-14", "My parcel\n  is late."],
      ["test-15-0", "first"],
      ["test-15-1", "second"],
      ["test-17", undefined],
    ]);
    expect(about("Where is it, please?")).toEqual({
      id: "test-0",
      input: { name: "Ben", message: "Where is it, please?" },
      tags: ["asks", "topic: parcel"],
    });
  });

  it("reads variables and prompts of files, and runs no code", () => {
    expect(about("My parcel\n  is late.").input).toEqual({
      name: "Ann",
      message: "My parcel\n  is late.",
      facts: '{"city":"Oslo","years":[2024,2025]}',
      greeting: "Dear Ann",
      page: "https://example.com/a",
    });
    // A list that begins with no text is one value.
    expect(about("first").input["tags"]).toEqual([[1, 2], [3]]);
    expect(project.examples.at(-1)?.input).toEqual({ name: "Ann", city: "Oslo", years: [2024, 2025] });
    expect(project.prompts).toEqual([
      "Reply to {{ name }}: {{ message }}",
      "Answer {{ name }} in one line.\n{{ message }}",
      '[{"role":"system","content":"You are a clerk."},{"role":"user","content":"{{ message }}"}]',
      '["{{ message }}"]',
      '["Be kind. {{ message }}"]',
      "Say it short: {{ message }}",
    ]);
    expect(promptfooPrompt(project.prompts[0] ?? "", about("Where is it, please?").input)).toBe("Reply to Ben: Where is it, please?");
  });

  it("says by place what it leaves out: code, what is remote, outside, missing or no text", () => {
    expect(project.unsupported.map(({ at, what }) => `${at} ${what}`)).toEqual([
      "providers providers",
      "prompts[3] prompt",
      "tests[0] tests/places.csv[2].assert[1] javascript",
      "tests[1] tests/b-texts.yaml[0].assert[3] meteor",
      "tests[1] tests/b-texts.yaml[1].assert[3] cost",
      "tests[2] tests/many.jsonl[1].assert[1] similar:cosine",
      "tests[4] test",
      "tests[5] test",
      "tests[6] test",
      "tests[7] test",
      "tests[10].vars vars",
    ]);
    const why = (at: string): string | undefined => project.unsupported.find((each) => each.at === at)?.why;
    expect(why("tests[4]")).toContain("code");
    expect(why("tests[5]")).toContain("no file beside");
    expect(why("tests[6]")).toContain("outside");
    expect(why("tests[7]")).toContain("no file tests/not-there.csv");
    expect(why("tests[10].vars")).toContain("no text");
  });

  it("scores what the files ask for", async () => {
    const place = about("Where is it, please?");
    // Two of three reach the test's threshold of .5; four edits are those that the column allows.
    expect(await passes(place, "In 3 weeks")).toMatchObject({ value: 1 });
    expect(await passes(place, "In 30 weeks")).toMatchObject({ value: 0 });
    expect(await passes(place, "Perhaps in days, or weeks")).toMatchObject({ value: 1 });
    expect(await scoredBy(project.scorers[0], place, "Perhaps in a month")).toMatchObject({
      value: 1 / 3,
      detail: [
        { type: "word-count", score: 1 },
        { metric: "place", score: 0 },
        { type: "levenshtein", score: 0 },
      ],
    });
    expect(await passes(about('He said "no"'), "I see.")).toMatchObject({ value: 1 });
    expect(await passes(about("Code"), "x")).toMatchObject({ kind: "unscored" });
    const letter = about("My parcel\n  is late.");
    expect(await passes(letter, '{"answer": "soon"}')).toMatchObject({ value: 1 });
    expect(await passes(letter, '{"answer": "late"}')).toMatchObject({ value: 0 });
    // The text of a file has no variables.
    expect(await passes(about("second"), "It is on its way {{ name }}!")).toMatchObject({ value: 1 });
    expect(await passes(about("second"), "It is on its way Ann!")).toMatchObject({ value: 0 });
    const last = project.examples.at(-1) ?? letter;
    expect([await passes(last, "in OSLO"), await passes(last, "in Rome")]).toMatchObject([{ value: 1 }, { value: 0 }]);
  });

  it("counts words, exactly and in a range, for every test by default", async () => {
    const of = async (message: string, output: string) => passes(about(message), output);
    expect([await of("short", "one two  three\n"), await of("short", "one two")]).toMatchObject([{ value: 1 }, { value: 0 }]);
    expect([await of("middle", "a b"), await of("middle", "a b c"), await of("middle", "a b c d e")]).toMatchObject([
      { value: 1 },
      { value: 0 },
      { value: 0 },
    ]);
    expect(await of("only", "only")).toMatchObject({ value: 1 });
    expect(await of("one", `1${" word".repeat(40)}`)).toMatchObject({ value: 0, reason: expect.stringContaining("41 words") });
  });

  it("measures texts by BLEU, GLEU and METEOR, and finds JSON in prose", async () => {
    expect(await scoredBy(project.scorers[0], about("translate"), "The cat sat on the mat")).toMatchObject({
      detail: [
        { type: "word-count" },
        { type: "bleu", score: 1 },
        { type: "gleu", score: 1 },
        { type: "meteor", score: expect.closeTo(0.9977, 4) },
      ],
    });
    expect(await passes(about("translate"), "A dog ran")).toMatchObject({ value: 0 });
    const json = (output: string) => passes(about("as JSON"), output);
    expect(await json('Sure: {"days": 3} {"days": 0}. Bye {name}!')).toMatchObject({ value: 1 });
    expect(await json('{"days": 0}')).toMatchObject({ value: 0 });
    expect(await json('{"days": 3, "error": null}')).toMatchObject({ value: 0 });
    expect(await json("[3] days")).toMatchObject({ value: 0, reason: expect.stringContaining("no JSON object") });
  });

  it("changes the scorers with the files they read, and reads none without a folder", async () => {
    const folder = mkdtempSync(join(tmpdir(), "pawl-promptfoo-"));
    try {
      const only = { tests: "file://only.csv", prompts: ["{{a}}"] };
      writeFileSync(join(folder, "only.csv"), "a,__expected\n1,equals: 1\n");
      const before = await readPromptfoo(only, { folder });
      const again = await readPromptfoo(only, { folder });
      writeFileSync(join(folder, "only.csv"), "a,__expected\n1,equals: 2\n");
      const after = await readPromptfoo(only, { folder });
      expect(again.scorers[1].hash).toBe(before.scorers[1].hash);
      expect(after.scorers[1].hash).not.toBe(before.scorers[1].hash);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    const without = await readPromptfoo(config);
    expect(without.examples).toEqual([]);
    expect(without.unsupported.map(({ at }) => at)).toEqual(
      expect.arrayContaining(["defaultTest", "prompts[0]", "tests[0]", "tests[8].vars"]),
    );
  });

  it("never leaves the folder: by dots, by an absolute path or by a link", async () => {
    const outer = mkdtempSync(join(tmpdir(), "pawl-promptfoo-"));
    try {
      const folder = join(outer, "project");
      mkdirSync(join(folder, "deep"), { recursive: true });
      writeFileSync(join(outer, "secret.txt"), "SECRET");
      mkdirSync(join(outer, "project-2"));
      writeFileSync(join(outer, "project-2", "secret.txt"), "SECRET");
      symlinkSync(join(outer, "secret.txt"), join(folder, "link.txt"));
      symlinkSync(outer, join(folder, "up"));
      copyFileSync(join(FOLDER, "expected", "phrase.txt"), join(folder, "deep", "inside.txt"));
      writeFileSync(join(folder, "latin.txt"), Buffer.from([0x63, 0xe9]));
      writeFileSync(join(folder, "large.txt"), "");
      truncateSync(join(folder, "large.txt"), 101 * 2 ** 20);
      const paths = [
        "../secret.txt",
        "deep/../../secret.txt",
        join(outer, "secret.txt"),
        "../project-2/secret.txt",
        "link.txt",
        "up/secret.txt",
        "up/*.txt",
        "latin.txt",
        "large.txt",
        "deep",
        "**/inside.txt",
        "http://127.0.0.1/secret.txt",
        "file:///etc/hostname",
      ];
      const tests = [...paths, "deep/inside.txt", "deep/ins*.txt"].map((path) => ({
        vars: { a: `file://${path}` },
        assert: [{ type: "equals", value: "x" }],
      }));
      const read = await readPromptfoo({ prompts: ["{{a}}"], tests }, { folder });
      expect(JSON.stringify(read)).not.toContain("SECRET");
      expect(read.unsupported.map(({ at, what }) => `${at} ${what}`)).toEqual(paths.map((_, i) => `tests[${i}].vars vars`));
      expect(read.examples.map(({ input }) => input["a"])).toEqual(["on its way {{ name }}", "on its way {{ name }}"]);
    } finally {
      rmSync(outer, { recursive: true, force: true });
    }
  });

  it("tells of files that are wrong, at their place", async () => {
    const folder = mkdtempSync(join(tmpdir(), "pawl-promptfoo-"));
    try {
      const wrong = {
        "a.csv": "x,y\n1,2,3\n",
        "b.csv": 'x\n"open\n',
        "c.jsonl": '{"vars":{}}\n{\n',
        "d.json": "{",
        "e.yaml": "a: [",
        "f.txt": "x",
        "g.json": "[1]",
      };
      for (const [name, text] of Object.entries(wrong)) writeFileSync(join(folder, name), text);
      const read = await readPromptfoo({ tests: Object.keys(wrong) }, { folder });
      expect(read.unsupported.map(({ at }) => at)).toEqual([0, 1, 2, 3, 4, 5].map((i) => `tests[${i}]`).concat("tests[6] g.json[0]"));
      expect(read.examples).toEqual([]);
      // A default that cannot be read: nobody passes without it.
      const test = { vars: { message: "m" }, assert: [{ type: "equals", value: "m" }] };
      for (const defaultTest of ["file://none.yaml", "file://g.json", { assert: "file://none.yaml" }, { vars: "none.yaml" }]) {
        const { examples, scorers } = await readPromptfoo({ tests: [test], defaultTest }, { folder });
        expect(await scoredBy(scorers[1], examples[0] ?? { id: "", input: null }, "m")).toMatchObject({ kind: "unscored" });
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("csvRecords", () => {
  it("reads quotes, line breaks in cells, empty cells and a last line without an end", () => {
    expect(csvRecords('a, b ,c\r\n"x, ""y""\nz",,1\n\nit\'s "q",2,')).toEqual([
      { a: 'x, "y"\nz', b: "", c: "1" },
      { a: 'it\'s "q"', b: "2", c: "" },
    ]);
    expect(csvRecords("")).toEqual([]);
    expect(csvRecords("a\n1,2")).toMatchObject({ why: expect.stringContaining("Row 2") });
    expect(csvRecords('a\n"x" y')).toMatchObject({ why: expect.stringContaining("quote") });
  });
});
