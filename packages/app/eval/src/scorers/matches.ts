import type { Scorer } from "@pawl/core";
import { scorerHash } from "./code-scorer.ts";

/** Returns a scorer that gives 1 where the pattern is found in the output. Needs no expected answer. The flags `g` and `y` are ignored. */
export function matches(pattern: RegExp): Scorer<unknown, string, unknown, "matches"> {
  const flags = pattern.flags.replace(/[gy]/g, "");
  const stateless = new RegExp(pattern.source, flags);
  return {
    name: "matches",
    hash: scorerHash("matches", 1, { source: pattern.source, flags }),
    direction: "higher",
    scale: "binary",
    score: ({ output }) => ({ kind: "score", value: stateless.test(output) ? 1 : 0 }),
  };
}
