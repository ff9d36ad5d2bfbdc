import { defineTask } from "@pawl/core";
import { expect, it } from "vitest";
import { z } from "zod";
import { exampleDocuments } from "./example-documents.ts";
import { examples } from "./examples.ts";

const task = defineTask({ name: "t", input: z.object({ subject: z.string(), body: z.string() }), output: z.string() });
const dataset = examples(task, [
  { id: "a", split: "train", input: { subject: "one", body: "two" }, expected: "x", cluster: "c", tags: ["t"] },
  { id: "b", split: "train", input: { subject: "three", body: "four" } },
  { id: "c", input: { subject: "dev", body: "dev" } },
]);

it("makes documents of the train split, by id, with all texts of the input", async () => {
  expect(await exampleDocuments(dataset)).toEqual([
    { id: "a", text: "one\ntwo", metadata: { cluster: "c", tags: ["t"] } },
    { id: "b", text: "three\nfour", metadata: {} },
  ]);
});

it("takes another split and another text, and stops at the signal's reason", async () => {
  expect(await exampleDocuments(dataset, { split: "dev", text: ({ body }) => body })).toMatchObject([{ id: "c", text: "dev" }]);
  const reason = new Error("enough");
  await expect(exampleDocuments(dataset, { abortSignal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
