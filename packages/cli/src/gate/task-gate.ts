import { PawlError } from "@pawl/core";
import { type GateDefaultsInput, type GateSettings, gateDefaults, gateProblems } from "@pawl/eval/gate";
import type { TaskEntry } from "../define-config.ts";
import type { Subject } from "../project/subject-of.ts";

/**
 * Returns the settings of a task's gate for a variant: what the configuration says, the rest by the task's profile.
 * @throws PawlError `use.gate-incomplete` with all that the profile makes mandatory and the task does not have.
 */
export function taskGate(entry: TaskEntry, { fallback, variant }: Pick<Subject, "fallback" | "variant">): GateSettings {
  const { fallback: _, fallbackAfterMs: __, flipLimit: ___, ...options } = entry.gate ?? {};
  const input: GateDefaultsInput = {
    scorers: entry.scorers,
    options,
    retrieval: variant?.context !== undefined,
    fallback: fallback !== null,
  };
  const { profile, name } = entry.task;
  const problems = gateProblems(profile, input);
  if (problems.length > 0) {
    const said = `${profile.stakes}, ${profile.trigger}, ${profile.adaptation}, ${profile.audience}`;
    throw new PawlError(
      "use.gate-incomplete",
      `The gate of "${name}" (${said}) lacks what its profile asks for:\n${problems.map((problem) => `  - ${problem}`).join("\n")}\nMend it in pawl.config.ts, under tasks.${name}.\nNothing was run.`,
      { facts: { task: name, problems: [...problems] } },
    );
  }
  return gateDefaults(profile, input);
}
