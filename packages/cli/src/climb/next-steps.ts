import { SPEND_FIELDS, type Spend } from "@pawl/core";
import { type ClimbResult, needsForFineTuning } from "@pawl/ladder";
import { budgetOption } from "./budget-text.ts";
import { durationText } from "./score-text.ts";

export interface NextStepsOptions {
  /** What is typed before a command. */
  readonly name: string;
  readonly budget: Spend;
  /** What a further climb needs to be told again: a model that is not the configuration's first, another seed. @default none */
  readonly again?: readonly string[] | undefined;
}

/** Returns what a climb leads to, a sentence or a command each: what the fine-tuning rung would need, and the next command to type. */
export function nextSteps(result: ClimbResult, options: NextStepsOptions): readonly string[] {
  return [fineTuning(result), nextCommand(result, options)];
}

function fineTuning(result: ClimbResult): string {
  const { rows, epochs, tokens, estimatedMs, tokensPerSecond, promptRungsPastImproving, notes } = needsForFineTuning(result);
  const size =
    tokens === null || estimatedMs === null
      ? ""
      : `, ${tokens.toLocaleString("en-US")} tokens, about ${durationText(estimatedMs)} at ${tokensPerSecond} tokens a second`;
  const ready = promptRungsPastImproving ? "" : " Prompts still improved, so they come first.";
  return [`Fine-tuning would need ${rows} labelled rows over ${epochs} epochs${size}.${ready}`, ...notes].join(" ");
}

function nextCommand(result: ClimbResult, { name, budget, again = [] }: NextStepsOptions): string {
  const { task, confirmed, candidate, confirmation, rungs } = result;
  const unconfirmed = candidate !== null && (confirmation === null || confirmation.verdict.kind === "inconclusive");
  const undecided = candidate === null && rungs.some(({ state }) => state === "undecidable");
  if (!confirmed && (unconfirmed || undecided)) {
    const typed = [name, "climb", task.name, "--budget", budgetOption(doubled(budget)), ...again.map(quoted)];
    return `Twice the budget decides more. Next: ${typed.join(" ")}`;
  }
  return `Next: ${name} run ${task.name} "…"`;
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w.:/@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function doubled(budget: Spend): Spend {
  return Object.fromEntries(SPEND_FIELDS.flatMap((field) => (budget[field] === undefined ? [] : [[field, 2 * budget[field]]])));
}
