import type { JsonSchema } from "@pawl/core";
import type { AcceptedCall } from "./accepted-call.ts";
import { valueIssue } from "./accepted-value.ts";
import { type GivenCall, readCall, shown } from "./given-call.ts";
import { scriptValue } from "./script-value.ts";
import { typeDeclared } from "./value-type.ts";

/** A tool's name and parameters; those of `ToolDefinition` of core, and of the leaderboard (`type: "dict"`), have the form. */
export type CheckedTool = { readonly name: string; readonly parameters: JsonSchema };

export interface CheckCallOptions {
  /** The tools the model was offered: types and required parameters. Without them the accepted values say the types, and what may be left out. */
  readonly tools?: readonly CheckedTool[] | undefined;
  /** `javascript`: every argument is a text of JavaScript source, as in the leaderboard's set. @default "json" */
  readonly language?: "json" | "javascript" | undefined;
  /** A tool `a.b` is called `a_b`, for engines that forbid dots. @default false */
  readonly underscores?: boolean | undefined;
}

export type CallIssue = {
  readonly kind: "name" | "arguments-not-json" | "missing" | "unexpected" | "type" | "value";
  readonly parameter?: string;
  readonly message: string;
};

/**
 * Returns null where a call is one that is accepted, else the first thing wrong with it, in the order of the AST checker of the Berkeley function calling
 * leaderboard (v4), whose rules these are: name; required parameters; each parameter's type and value; parameters that must not be left out.
 * Differs where JSON cannot tell: a whole accepted number counts as int and as float; a given one as float only where its text says so (`5.0`).
 */
export function checkCall(call: GivenCall, accepted: AcceptedCall, options: CheckCallOptions = {}): CallIssue | null {
  const { language = "json", tools, underscores = false } = options;
  const { args, name } = readCall(call);
  const wanted = underscores ? accepted.name.replaceAll(".", "_") : accepted.name;
  if (name !== wanted) return { kind: "name", message: `"${name}" was called, not "${wanted}".` };
  if (args === null) return { kind: "arguments-not-json", message: `The arguments of "${name}" are no JSON object.` };
  const tool = tools?.find((each) => each.name === accepted.name);
  const required = stringsIn(tool?.parameters["required"]);
  const properties = objectIn(tool?.parameters["properties"]);
  const left = required.find((parameter) => !Object.hasOwn(args, parameter));
  if (left !== undefined) return { kind: "missing", parameter: left, message: `"${left}" is required and not given.` };
  for (const [parameter, value] of Object.entries(args)) {
    const answers = Object.hasOwn(accepted.arguments, parameter) ? accepted.arguments[parameter] : undefined;
    if (answers === undefined || (tool !== undefined && !Object.hasOwn(properties, parameter))) {
      return { kind: "unexpected", parameter, message: `"${parameter}" is not expected.` };
    }
    const declared = objectIn(properties[parameter]);
    const type = declared["type"];
    const wrong: CallIssue = { kind: "type", parameter, message: `"${parameter}" is of the wrong type: ${shown(value)}.` };
    let read = value;
    if (language === "javascript") {
      if (typeof value !== "string") return wrong;
      read = scriptValue(value, type);
    }
    const isList = typeDeclared(type) === "list";
    const issue = valueIssue(read, answers, {
      type: typeDeclared(type),
      members: isList ? typeDeclared(objectIn(declared["items"])["type"]) : null,
    });
    if (issue === "type") return wrong;
    if (issue === "value") return { kind: "value", parameter, message: `"${parameter}" is none of the accepted values: ${shown(value)}.` };
  }
  for (const [parameter, answers] of Object.entries(accepted.arguments)) {
    if (!Object.hasOwn(args, parameter) && !answers.includes("")) {
      return { kind: "missing", parameter, message: `"${parameter}" may not be left out.` };
    }
  }
  return null;
}

function objectIn(value: unknown): { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function stringsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
