import { relative } from "node:path";
import { isPawlError } from "@pawl/core";
import { expect, it } from "vitest";
import { scriptedProject } from "../scripted-project.fixture.ts";
import { loadExamples } from "./load-examples.ts";

const failure = async (
  rows: string,
  config?: string,
): Promise<{ readonly code: string; readonly message: string; readonly here: (path: string) => string }> => {
  using scripted = scriptedProject({ "data/triage.jsonl": rows, ...(config === undefined ? {} : { "pawl.config.ts": config }) });
  const project = await scripted.load();
  const here = (path: string): string => relative(process.cwd(), scripted.at(path));
  try {
    await loadExamples(project, project.entry("triage"));
  } catch (error) {
    if (isPawlError(error)) return { code: error.code, message: error.message, here };
    throw error;
  }
  throw new Error("it loaded");
};
const line = (expected: string, id = "a"): string => JSON.stringify({ id, input: { message: "x" }, expected });

it("says line, label and the nearest one, and that nothing was run", async () => {
  const { code, message, here } = await failure(`${line("track")}\n${line("refnud", "b")}\n`);
  expect(code).toBe("data.invalid-rows");
  expect(message).toContain(
    `Dataset line 2 of ${here("data/triage.jsonl")}: "expected" is "refnud", which is none of the task's 4 labels. Did you mean "refund"?`,
  );
  expect(message).toMatch(/Fix the line or add the label in .*\nNothing was run\.$/);
});

it("names the task and the configuration where the file is not there", async () => {
  using scripted = scriptedProject();
  const project = await scripted.load();
  const entry = { ...project.entry("triage"), dataset: "data/none.jsonl" };
  await expect(loadExamples(project, entry)).rejects.toMatchObject({
    code: "io.cannot-read",
    message: expect.stringMatching(/none\.jsonl[\s\S]*data set of the task "triage" in .*pawl\.config\.ts\.\nNothing was run\.$/),
  });
});

it("says in whose configuration the columns of a table are named, and takes the character between its cells from there", async () => {
  using scripted = scriptedProject({ "data/t.csv": "text;label\nwhere is it;track\n" });
  const project = await scripted.load();
  const path = "data/t.csv";
  const map = { input: { message: "text" }, expected: "label" };
  const entry = project.entry("triage");
  await expect(loadExamples(project, { ...entry, dataset: path })).rejects.toMatchObject({
    code: "data.no-input-column",
    message: expect.stringMatching(
      /by a map: \{ input[\s\S]*task "triage" in .*pawl\.config\.ts, as dataset: \{ path: "…", map: \{ … \} \}\./,
    ),
  });
  const { splits } = await loadExamples(project, { ...entry, dataset: { path, map, delimiter: ";" } });
  expect(splits.dev.size).toBe(1);
});

it("reports 20 bad lines together and counts the rest", async () => {
  const { message } = await failure(`${Array.from({ length: 25 }, (_, i) => line("nothing like it", `r${i}`)).join("\n")}\n`);
  expect(message.match(/Dataset line/g)).toHaveLength(20);
  expect(message).toContain("5 more");
  expect(message).toContain("Fix the lines");
});

it.each([
  ["{", "data.invalid-rows"],
  ["", "data.empty-file"],
  [`${line("track")}\n${line("track")}\n`, "data.invalid-rows"],
])("says that nothing was run for %j", async (rows, code) => {
  const got = await failure(rows);
  expect(got.code).toBe(code);
  expect(got.message).toMatch(/Nothing was run\.$/);
});
