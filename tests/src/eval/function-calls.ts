import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "@pawl/core";
import type { CheckedTool, GivenCall } from "@pawl/eval";

type GroundTruth = readonly { readonly [name: string]: { readonly [parameter: string]: readonly Json[] } }[];

/** One question of the Berkeley function calling leaderboard (v4) with its ground truth. */
export interface FunctionCalling {
  readonly id: string;
  readonly tools: readonly CheckedTool[];
  readonly groundTruth: GroundTruth;
}

/** Returns the questions of a set; those of `irrelevance` expect no call and have no answer file. */
export function functionCalling(data: string, set: string): FunctionCalling[] {
  const rows = <Row>(file: string): Row[] =>
    readFileSync(join(data, "toolcall", file), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  const truths = set === "irrelevance" ? [] : rows<{ id: string; ground_truth: GroundTruth }>(`answer_BFCL_v4_${set}.jsonl`);
  const byId = new Map(truths.map(({ ground_truth, id }) => [id, ground_truth]));
  return rows<{ id: string; function: CheckedTool[] }>(`BFCL_v4_${set}.jsonl`).map(({ function: tools, id }) => ({
    id,
    tools,
    groundTruth: byId.get(id) ?? [],
  }));
}

/** A call with its arguments as values, to be changed before it is written down. */
export interface RenderedCall {
  readonly name: string;
  readonly args: { readonly [parameter: string]: Json };
}

/** Returns the ground truth as calls that a model could have made: of each parameter the nth accepted value, or nothing where that is `""`. */
export function rendered(
  { groundTruth, tools }: FunctionCalling,
  options: { readonly nth: number; readonly script: boolean },
): RenderedCall[] {
  return groundTruth.flatMap((call) =>
    Object.entries(call).map(([name, parameters]) => {
      const required = tools.find((tool) => tool.name === name)?.parameters["required"];
      const chosen = Object.entries(parameters).flatMap(([parameter, accepted]): [string, Json][] => {
        const needed = Array.isArray(required) && required.includes(parameter);
        const picked = accepted[options.nth % accepted.length] ?? "";
        const value = picked === "" && needed ? (accepted.find((each) => each !== "") ?? "") : picked;
        if (value === "" && accepted.includes("")) return [];
        const plain = firstOfEach(value);
        return [[parameter, options.script && typeof plain !== "string" ? JSON.stringify(plain) : plain]];
      });
      return { name, args: Object.fromEntries(chosen) };
    }),
  );
}

/** Returns a call as it comes from an engine. */
export function written({ args, name }: RenderedCall, index: number): GivenCall {
  return { id: `call-${index}`, name, argumentsText: JSON.stringify(args) };
}

/** An accepted object lists values for each of its members: the first of them, none where it may be left out. */
function firstOfEach(value: Json): Json {
  if (Array.isArray(value)) return value.map((member: Json) => (isObject(member) ? firstOfEach(member) : member));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, accepted]): [string, Json][] => {
      const first = Array.isArray(accepted) ? accepted.find((each: Json) => each !== "") : accepted;
      return first === undefined ? [] : [[key, first]];
    }),
  );
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
