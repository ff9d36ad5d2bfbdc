import { type Fields, isFields } from "../fields.ts";
import type { Unsupported } from "../unsupported.ts";
import { varsFrom } from "./load-vars.ts";
import type { LocalFiles, Read } from "./local-files.ts";
import { parsedFile } from "./parse-text.ts";

type Refuse = (what: string, why: string) => void;

/** What a configuration says of each of its tests. */
export interface Defaults {
  readonly vars: Fields;
  readonly assert: readonly unknown[];
  readonly threshold: unknown;
  readonly metadata: Fields;
  /** Where it says what changes the answer, the variables or the score by code. */
  readonly changed: readonly Unsupported[];
}

/** Settings of a test that change what is run. */
const SETTINGS = ["provider", "providers", "prompts", "providerOutput"];
/** Code that changes the answer, the variables or the score: a test that has it cannot be told without. */
const CHANGING = ["transform", "postprocess", "transformVars"];
/** Options that are done. */
const DONE = ["disableVarExpansion", "disableDefaultAsserts"];

/** Returns what `defaultTest` says, an object or the file that holds it. */
export async function defaultsOf(given: unknown, files: LocalFiles, unsupported: Unsupported[]): Promise<Defaults> {
  const none: Defaults = { vars: {}, assert: [], threshold: undefined, metadata: {}, changed: [] };
  if (given === undefined || given === null) return none;
  const refuse: Refuse = (what, why) => {
    unsupported.push({ at: `defaultTest${what === "" ? "" : `.${what}`}`, what: what || "defaultTest", why });
  };
  const read = typeof given === "string" ? await fileValue(given, files) : { value: given };
  if ("why" in read || !isFields(read.value)) {
    refuse("", `${"why" in read ? read.why : "It is no object."} What it says of every test is missing: none can be told.`);
    return { ...none, assert: [null] };
  }
  const test = read.value;
  const changed = changedBy(test, "defaultTest");
  unsupported.push(...testSettings(test, "defaultTest"), ...changed);
  const vars = await varsFrom(test["vars"], files, "");
  if ("why" in vars) refuse("vars", vars.why);
  const assert = await assertsOf(test["assert"], files, refuse);
  const metadata = isFields(test["metadata"]) ? test["metadata"] : {};
  const rest = { threshold: test["threshold"], metadata, changed };
  return "why" in vars ? { ...rest, vars: {}, assert: [null, ...assert] } : { ...rest, vars: vars.value, assert };
}

/** Returns a list of assertions, or that of the file that holds it. Null stands for one that cannot be read, so that nobody passes without it. */
export async function assertsOf(given: unknown, files: LocalFiles, refuse: Refuse): Promise<readonly unknown[]> {
  if (given === undefined || given === null) return [];
  const read = typeof given === "string" ? await fileValue(given, files) : { value: given };
  if (!("why" in read) && Array.isArray(read.value)) return read.value;
  refuse("assert", "why" in read ? read.why : "It is no list.");
  return [null];
}

/** Returns what of a test's settings is not done. */
export function testSettings(test: Fields, at: string): Unsupported[] {
  const options = isFields(test["options"]) ? Object.keys(test["options"]) : [];
  return [
    ...SETTINGS.flatMap((what) =>
      test[what] === undefined
        ? []
        : [{ at: `${at}.${what}`, what, why: "It is not read: the test is run and scored as if it were not there." }],
    ),
    ...options.flatMap((what) =>
      DONE.includes(what) || CHANGING.includes(what)
        ? []
        : [{ at: `${at}.options.${what}`, what, why: "It is not read: the test is run and scored as if it were not there." }],
    ),
  ];
}

/** Returns what of a test's settings is code that changes what is scored: the test is left unscored. */
export function changedBy(test: Fields, at: string): Unsupported[] {
  const options = isFields(test["options"]) ? test["options"] : {};
  const why = "It is code that changes what is scored: the tests that have it are left unscored.";
  return [
    ...(test["assertScoringFunction"] === undefined ? [] : [{ at: `${at}.assertScoringFunction`, what: "assertScoringFunction", why }]),
    ...CHANGING.flatMap((what) => (options[what] === undefined ? [] : [{ at: `${at}.options.${what}`, what, why }])),
  ];
}

/** Whether an option of a test is switched on. */
export function hasOption(test: Fields, option: "disableVarExpansion" | "disableDefaultAsserts"): boolean {
  return isFields(test["options"]) && test["options"][option] === true;
}

/** Returns a test's description and metadata as tags. */
export function tagsOf({ description, metadata: own }: Fields, defaults: Fields): { readonly tags?: readonly string[] } {
  const metadata = { ...defaults, ...(isFields(own) ? own : {}) };
  const tags = [
    ...(typeof description === "string" ? [description] : []),
    ...Object.entries(metadata).map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`),
  ];
  return tags.length === 0 ? {} : { tags };
}

/** Returns the value of the one file that a reference names. */
export async function fileValue(reference: string, files: LocalFiles): Promise<Read<unknown>> {
  const found = await files.read(reference);
  if ("why" in found) return found;
  const [file] = found;
  return file === undefined || found.length > 1 ? { why: `It is not one file: ${reference.slice(0, 80)}` } : parsedFile(file);
}
