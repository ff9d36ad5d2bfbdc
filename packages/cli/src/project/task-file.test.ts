import { expect, it } from "vitest";
import { scriptedProject } from "../scripted-project.fixture.ts";
import { taskFile } from "./task-file.ts";

it("finds the file that defines a task among what the configuration imports, else the configuration, else null", () => {
  using project = scriptedProject({
    "pawl.config.ts": 'import { a } from "./tasks/a.ts";\nimport { b } from "./tasks/b.ts";\nconst c = defineTask({ name: "c" });',
    "tasks/a.ts": 'export const a = defineTask({ name: "a" });',
    "tasks/b.ts": "export const b = defineTask({\n  name: 'b',\n});",
  });
  const found = (task: string): string | null => taskFile(project.at("pawl.config.ts"), task);
  expect(found("a")).toBe(project.at("tasks/a.ts"));
  expect(found("b")).toBe(project.at("tasks/b.ts"));
  expect(found("c")).toBe(project.at("pawl.config.ts"));
  expect(found("d")).toBeNull();
});
