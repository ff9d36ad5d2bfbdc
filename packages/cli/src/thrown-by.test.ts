import { expect, it } from "vitest";
import { scriptedProject } from "./scripted-project.fixture.ts";
import { thrownBy } from "./thrown-by.ts";

/** An error with these frames below its message. */
const thrown = (error: Error, ...frames: readonly string[]): Error =>
  Object.assign(error, { stack: [`${error.name}: ${error.message}`, ...frames.map((frame) => `    at ${frame}`)].join("\n") });

const REFUSES = 'export const a = 1;\n  throw new RangeError("no");\n  throw rangeError();\n';
const projectOf = (): ReturnType<typeof scriptedProject> =>
  scriptedProject({
    "node_modules/@pawl/data/package.json": '{"name":"@pawl/data"}',
    "node_modules/@pawl/data/dist/index.js": REFUSES,
    "node_modules/zod/package.json": '{"name":"zod"}',
    "node_modules/zod/index.js": REFUSES,
    "apps/desk/package.json": '{"name":"@pawl/desk","private":true}',
  });

it("tells a check of a package from what fails there otherwise, by what the source says at its place", () => {
  using project = projectOf();
  const ours = (line: number, column: number): string =>
    `split (file://${project.at("node_modules/@pawl/data/dist/index.js")}:${line}:${column})`;
  expect(thrownBy(thrown(new RangeError("no"), ours(2, 9)))).toEqual({ kind: "check", place: null });
  expect(thrownBy(thrown(new TypeError("x is not iterable"), ours(3, 9)))).toEqual({ kind: "pawl", place: null });
  expect(thrownBy(thrown(new Error("no"), ours(2, 9)))).toEqual({ kind: "pawl", place: null });
  expect(thrownBy(thrown(new TypeError("reduce of empty array"), "Array.reduce (<anonymous>)", ours(2, 9))).kind).toBe("pawl");
  expect(thrownBy(thrown(new TypeError("path"), "open (node:fs:1:2)", ours(2, 9))).kind).toBe("pawl");
});

it("tells the project's own code, also where it stands above Pawl's, and where it called a library", () => {
  using project = projectOf();
  const own = (file: string): string => `score (file://${project.at(file)}:12:9)`;
  const ours = `async evaluate (file://${project.at("node_modules/@pawl/data/dist/index.js")}:1:1)`;
  const zod = `parse (file://${project.at("node_modules/zod/index.js")}:2:9)`;
  const at = (error: Error): unknown => thrownBy(error, project.folder);
  expect(at(thrown(new TypeError("x"), own("tasks/a.ts"), ours))).toEqual({ kind: "own", place: "tasks/a.ts:12:9" });
  expect(at(thrown(new TypeError("x"), zod, own("tasks/a.ts"), ours))).toEqual({ kind: "own", place: "tasks/a.ts:12:9" });
  expect(at(thrown(new Error("x"), `async ${project.at("apps/desk/run.ts")}:3:4`, ours))).toEqual({
    kind: "own",
    place: "apps/desk/run.ts:3:4",
  });
  expect(thrownBy(thrown(new Error("x"), own("a.ts")), "/elsewhere").place).toBe(`${project.at("a.ts")}:12:9`);
});

it("names the project's line that called into Pawl, but not the script that Pawl was started by", () => {
  using project = projectOf();
  const ours = `pawl (file://${project.at("node_modules/@pawl/data/dist/index.js")}:2:9)`;
  const own = `async file://${project.at("pawl.config.ts")}:7:3`;
  const at = (error: Error): unknown => thrownBy(error, project.folder);
  expect(at(thrown(new RangeError("no"), ours, own, ours))).toEqual({ kind: "check", place: "pawl.config.ts:7:3" });
  expect(at(thrown(new RangeError("no"), ours, own))).toEqual({ kind: "check", place: null });
});

it("takes what has no stack for Pawl's", () => {
  for (const error of ["text", null, Object.assign(new TypeError("x"), { stack: undefined })]) {
    expect(thrownBy(error)).toEqual({ kind: "pawl", place: null });
  }
});
