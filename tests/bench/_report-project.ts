/** A project whose store is a filled one, for what runs `pawl report` and `pawl compare` as users do. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const PACKAGES = join(dirname(dirname(import.meta.dirname)), "packages");

export interface ReportProject {
  /** Where `pawl` is run. */
  readonly folder: string;
  /** The program: of the sources it needs the condition `pawl-source`. */
  readonly bin: string;
  readonly [Symbol.dispose]: () => void;
}

/** Makes a folder of its own, gone with what was written there once it is disposed of. */
export function reportProject(store: string, of: "src" | "dist"): ReportProject {
  const file = (path: string): string => join(PACKAGES, path.replace("*", of)) + (of === "src" ? ".ts" : ".js");
  const from = (path: string): string => JSON.stringify(pathToFileURL(file(path)));
  const folder = mkdtempSync(join(tmpdir(), "pawl-report-"));
  writeFileSync(
    join(folder, "pawl.config.mjs"),
    `import { defineTask } from ${from("base/core/*/index")};
import { label } from ${from("app/eval/*/index")};
import { fakeModel } from ${from("base/core/*/testing/index")};
import * as z from ${JSON.stringify(import.meta.resolve("zod"))};
const triage = defineTask({ name: "triage", input: z.object({ message: z.string() }), output: z.string() });
export default { models: [fakeModel([])], store: ${JSON.stringify(store)}, tasks: { triage: { task: triage, dataset: "none.jsonl", scorers: [label()] } } };
`,
  );
  return { folder, bin: file("cli/*/bin"), [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
