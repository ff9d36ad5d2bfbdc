import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const PARTS = {
  formula: /[=Σ√±≥≤²^·⇔]|1 − |\w\/\w/,
  source: /\b(1[789]|20)\d\d\b|\b\d{4}\.\d{5}\b|Source: /,
  "agreeing tool": /SciPy|statsmodels|scikit-learn|NumPy|\bR's\b|irrCAC|NLTK|psych|ppi_py|[Aa]grees with|[Nn]o tool/,
  assumptions: /\b[Aa]ssumes?\b/,
};
type Part = keyof typeof PARTS;

/** Functions that compute nothing. */
const EXEMPT = ["pairById"];

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");
const files = [...read("./index.ts").matchAll(/^export \{([^}]+)\} from "([^"]+)";/gm)].flatMap(([, names = "", file = ""]) =>
  names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "))
    .map((name) => [name, file] as const),
);

/** The comment that stands right before an exported function. */
function commentOf(name: string, source: string): string {
  const before = source.split(new RegExp(`^export (?:function|const) ${name}\\b`, "m"))[0]?.trimEnd() ?? "";
  return before.endsWith("*/") ? before.slice(before.lastIndexOf("/**")) : "";
}
const comments = new Map(files.map(([name, file]) => [name, commentOf(name, read(file))]));

/** Parts that a comment lacks; one that says "as `other`" has what is said there. */
function missing(name: string, seen: readonly string[] = []): Part[] {
  const comment = comments.get(name) ?? "";
  const others = [...comment.matchAll(/\b[Aa]s `(\w+)`/g)].map(([, other = ""]) => other).filter((other) => !seen.includes(other));
  const parts = (Object.keys(PARTS) as Part[]).filter((part) => !PARTS[part].test(comment));
  return parts.filter((part) => others.every((other) => !comments.has(other) || missing(other, [...seen, name]).includes(part)));
}

it("finds the functions and what is written of them", () => {
  expect(files.length).toBeGreaterThan(90);
  expect(missing("meanEstimate")).toEqual([]);
  expect(missing("no such function")).toEqual(["formula", "source", "agreeing tool", "assumptions"]);
});

it.each(files.map(([name]) => name).filter((name) => !EXEMPT.includes(name)))(
  "%s names its formula, its source, a tool it agrees with, and what it assumes",
  (name) => {
    expect(missing(name)).toEqual([]);
  },
);
