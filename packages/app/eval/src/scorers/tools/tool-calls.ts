import { hashOf, type Json, type Score, type Scorer } from "@pawl/core";
import { acceptedAnswers, NO_ANSWER } from "../code-scorer.ts";
import type { AcceptedCall } from "./accepted-call.ts";
import { callsIn, type GivenCall } from "./given-call.ts";
import { type CallMatch, type MatchCallsOptions, matchCalls } from "./match-calls.ts";

/** Calls as a run gives them: a list, or a message that has them. */
export type CallsOutput = readonly GivenCall[] | { readonly toolCalls?: readonly GivenCall[] | undefined };

export interface ToolCallsOptions<From extends "output" | "trace" = "output" | "trace"> extends MatchCallsOptions {
  /** Where the calls are: the output, or the steps of the trace (a whole trajectory). @default "output" */
  readonly from?: From | undefined;
  /** `f1`: the share 2 · matched / (given + accepted) instead of right or wrong. @default "match" */
  readonly measure?: "match" | "f1" | undefined;
}

/**
 * Returns a scorer of tool calls against the accepted ones: 1 where they match by `matchCalls`, else 0; or their F1. An example that expects no call
 * lists none. The best over the alternatives. The detail names what is wrong. Types and values follow the Berkeley function calling leaderboard.
 */
export function toolCalls(
  options: ToolCallsOptions<"trace"> & { readonly from: "trace" },
): Scorer<unknown, unknown, readonly AcceptedCall[], "tool-calls">;
export function toolCalls(options?: ToolCallsOptions<"output">): Scorer<unknown, CallsOutput, readonly AcceptedCall[], "tool-calls">;
export function toolCalls(options: ToolCallsOptions = {}): Scorer<unknown, CallsOutput, readonly AcceptedCall[], "tool-calls"> {
  const { from = "output", measure = "match", ...matching } = options;
  return {
    name: "tool-calls",
    hash: toolCallsHash(options),
    direction: "higher",
    scale: measure === "f1" ? "share" : "binary",
    score: ({ example, output, trace }) => {
      const answers = acceptedAnswers(example);
      if (answers === null) return NO_ANSWER;
      const given = from === "trace" ? callsIn(trace) : callsOf(output);
      let best: Score | null = null;
      for (const accepted of answers) {
        const score = scoreOf(matchCalls(given, accepted, matching), measure);
        if (best === null || score.value > best.value) best = score;
      }
      return best ?? NO_ANSWER;
    },
  };
}

function toolCallsHash({ from, language, measure, order, tools, underscores, ...rest }: ToolCallsOptions): string {
  return hashOf({
    scorer: "pawl.tool-calls/1",
    from: from ?? "output",
    language: language ?? "json",
    measure: measure ?? "match",
    order: order ?? "unordered",
    arguments: rest.arguments ?? "checked",
    underscores: underscores ?? false,
    tools: tools === undefined ? null : tools.map(({ name, parameters }) => ({ name, parameters })),
  });
}

function callsOf(output: CallsOutput): readonly GivenCall[] {
  return "toolCalls" in output ? (output.toolCalls ?? []) : Array.isArray(output) ? output : [];
}

function scoreOf(match: CallMatch, measure: "match" | "f1"): Score {
  const { accepted, f1, given, issues, matched, matches } = match;
  const detail: Json = {
    matched,
    given,
    accepted,
    issues: issues.map(({ accepted, issue }) => ({ accepted, issue: issue === null ? null : { ...issue } })),
  };
  return { kind: "score", value: measure === "f1" ? f1 : matches ? 1 : 0, detail };
}
