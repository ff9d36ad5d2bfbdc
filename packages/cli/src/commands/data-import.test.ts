import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { recordingOutput } from "../recording-output.fixture.ts";
import { scriptedProject } from "../scripted-project.fixture.ts";
import { columnMap, dataImport } from "./data-import.ts";

const options = { overwrite: false, abortSignal: new AbortController().signal };

describe("dataImport", () => {
  it("reads a CSV with quotes by a map, checked against a task", async () => {
    using project = scriptedProject({ "in.csv": 'text,kind\r\n"Where is it, ""please""?\nThanks",track\r\nbroken,damage\r\n' });
    const output = recordingOutput();
    const map = ["input.message=text", "expected=kind"];
    const to = project.at("new/folder/out.jsonl");
    await dataImport(output, project.load, { ...options, from: project.at("in.csv"), to, map, task: "triage", split: "train" });
    expect(output.documents).toEqual([{ path: to, count: 2 }]);
    const rows = readFileSync(to, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rows[0]).toMatchObject({ input: { message: 'Where is it, "please"?\nThanks' }, expected: "track", split: "train" });
  });

  it("writes nothing where a line is wrong", async () => {
    using project = scriptedProject({ "in.csv": "text,kind\nx,trakc\n" });
    const [from, to] = [project.at("in.csv"), project.at("new/sub/out.jsonl")];
    const map = ["input.message=text", "expected=kind"];
    await expect(dataImport(recordingOutput(), project.load, { ...options, from, to, map, task: "triage" })).rejects.toMatchObject({
      code: "data.invalid-rows",
    });
    expect(existsSync(project.at("new"))).toBe(false);
  });

  it("replaces no file unasked", async () => {
    using project = scriptedProject({ "in.csv": "input,expected\nx,track\n", "out.jsonl": "mine" });
    const [from, to] = [project.at("in.csv"), project.at("out.jsonl")];
    await expect(dataImport(recordingOutput(), project.load, { ...options, from, to, map: [] })).rejects.toMatchObject({
      code: "use.file-exists",
    });
    expect(readFileSync(to, "utf8")).toBe("mine");
  });
});

it("reads a map of whole values and of fields", () => {
  expect(columnMap(["input.message=text", "input.name=who", "expected=label", "id=key"])).toEqual({
    input: { message: "text", name: "who" },
    expected: "label",
    id: "key",
  });
});

it.each([["message=text"], ["input"], ["input="], ["input.a.b=c"], ["id.x=y"], ["expected=label"]])("refuses the map %j", (pair) => {
  expect(() => columnMap([pair])).toThrow(expect.objectContaining({ code: "use.map-unreadable" }));
});
