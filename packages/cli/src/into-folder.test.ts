import { existsSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { intoFolder } from "./into-folder.ts";
import { scriptedProject } from "./scripted-project.fixture.ts";

const failing = (error: unknown) => async (): Promise<never> => {
  throw error;
};

it("makes the folder, and takes away those it made where writing fails", async () => {
  using project = scriptedProject();
  const folder = project.at("new/sub/deep");
  await expect(intoFolder(folder, failing(new Error("It broke.")))).rejects.toThrow("It broke.");
  expect(existsSync(project.at("new"))).toBe(false);
  expect(await intoFolder(folder, async () => existsSync(folder))).toBe(true);
  expect(existsSync(folder)).toBe(true);
});

it("leaves a folder that was there, and one that something was put into meanwhile", async () => {
  using project = scriptedProject();
  await expect(intoFolder(project.at("data"), failing(new Error("It broke.")))).rejects.toThrow();
  await expect(intoFolder(project.at("."), failing(new Error("It broke.")))).rejects.toThrow();
  expect(existsSync(project.at("data"))).toBe(true);
  const other = async (): Promise<never> => {
    writeFileSync(project.at("new/other.txt"), "mine");
    throw new Error("It broke.");
  };
  await expect(intoFolder(project.at("new/sub"), other)).rejects.toThrow("It broke.");
  expect([existsSync(project.at("new/other.txt")), existsSync(project.at("new/sub"))]).toEqual([true, false]);
});

it("says of an interruption that nothing was written", async () => {
  using project = scriptedProject();
  const interrupted = failing(new DOMException("Interrupted.", "AbortError"));
  await expect(intoFolder(project.at("new"), interrupted)).rejects.toMatchObject({
    name: "AbortError",
    message: expect.stringContaining("Nothing was written"),
  });
});
