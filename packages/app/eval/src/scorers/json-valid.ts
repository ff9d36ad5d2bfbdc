import type { JsonSchema, Scorer } from "@pawl/core";
import { scorerHash } from "./code-scorer.ts";

export interface JsonValidOptions {
  /** Read an output that is a text as JSON first; a text that is none scores 0. Switch off where the schema is about texts. @default true */
  readonly parse?: boolean | undefined;
}

/**
 * Returns a scorer that gives 1 where the output is valid against the JSON Schema (draft 2020-12), with the first violations as its
 * reason where it is not. Needs no expected answer. @throws TypeError where the schema is not JSON.
 */
export function jsonValid(schema: JsonSchema, options: JsonValidOptions = {}): Scorer<unknown, unknown, unknown, "json-valid"> {
  const parse = options.parse ?? true;
  const text = JSON.stringify(schema);
  if (text === undefined) throw new TypeError(`A JSON Schema is an object; got ${typeof schema}.`);
  let validate: Promise<(output: unknown) => readonly Violation[]> | undefined;
  return {
    name: "json-valid",
    hash: scorerHash("json-valid", 1, { parse, schema: JSON.parse(text) }),
    direction: "higher",
    scale: "binary",
    score: async ({ output }) => {
      let value: unknown = output;
      if (parse && typeof output === "string") {
        try {
          value = JSON.parse(output);
        } catch {
          return { kind: "score", value: 0, reason: "not JSON" };
        }
      }
      validate ??= validator(schema);
      const violations = (await validate)(value);
      if (violations.length === 0) return { kind: "score", value: 1 };
      return {
        kind: "score",
        value: 0,
        reason: violations
          .slice(0, 3)
          .map(({ at, what }) => `${at}: ${what}`)
          .join(" "),
      };
    },
  };
}

interface Violation {
  readonly at: string;
  readonly what: string;
}

async function validator(schema: JsonSchema): Promise<(output: unknown) => readonly Violation[]> {
  const { Validator } = await import("@cfworker/json-schema");
  const checker = new Validator(structuredClone(schema), "2020-12", false);
  return (output) => {
    const { errors, valid } = checker.validate(output);
    return valid ? [] : errors.map(({ instanceLocation, error }) => ({ at: instanceLocation, what: error }));
  };
}
