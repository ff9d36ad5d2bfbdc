/** A process that runs `pawl report` or `pawl compare` over a filled store, and says on stdout how long that took and its peak memory, as JSON. Arguments: the store's file, the command. */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCli } from "pawl";

const [path = "", ...command] = process.argv.slice(2);
const config = join(dirname(path), "pawl.config.mjs");
const from = (name: string): string => JSON.stringify(fileURLToPath(import.meta.resolve(name)));
writeFileSync(
  config,
  `import { defineTask } from ${from("@pawl/core")};
import { label } from ${from("@pawl/eval")};
import { fakeModel } from ${from("@pawl/core/testing")};
import * as z from ${from("zod")};
const triage = defineTask({ name: "triage", input: z.object({ message: z.string() }), output: z.string() });
export default { models: [fakeModel([])], store: ${JSON.stringify(path)}, tasks: { triage: { task: triage, dataset: "none.jsonl", scorers: [label()] } } };
`,
);
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;
const began = performance.now();
const exit = await runCli([...command, "--config", config]);
const seconds = (performance.now() - began) / 1_000;
process.stdout.write = write;
write(`${JSON.stringify({ exit, seconds, peakBytes: process.resourceUsage().maxRSS * 1_024 })}\n`);
