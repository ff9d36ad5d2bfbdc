/** The official JSON Schema test suite against our grammars: what a grammar admits must be valid. PAWL_DATA names the folder that holds it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { explainSchema, jsonSchemaToGbnf, matchesGbnf } from "@pawl/local";
import { describe, expect, it } from "vitest";

type Group = {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
};

const data = process.env["PAWL_DATA"];

/** The files of a tar archive whose name ends as asked. */
function* filesOf(archive: Buffer, ending: RegExp): Generator<{ readonly name: string; readonly text: string }> {
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
    const name = archive.toString("utf8", at, at + 100).replace(/\0.*$/s, "");
    const size = Number.parseInt(archive.toString("latin1", at + 124, at + 136), 8);
    if (ending.test(name)) yield { name, text: archive.toString("utf8", at + 512, at + 512 + size) };
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${spaced(item)}`)
    .join(", ")}}`;
}

function groups(folder: string): readonly Group[] {
  const archive = gunzipSync(readFileSync(join(folder, "json-schema", "JSON-Schema-Test-Suite.draft7+2020-12.tar.gz")));
  return [...filesOf(archive, /tests\/draft2020-12\/[^/]+\.json$/)].flatMap(({ name, text }) => {
    const parsed: Group[] = JSON.parse(text);
    return parsed.map((group) => ({ ...group, description: `${name.replace(/.*\//, "")}: ${group.description}` }));
  });
}

describe.skipIf(data === undefined)("JSON Schema test suite (needs PAWL_DATA)", () => {
  const known =
    data === undefined
      ? []
      : groups(data).flatMap((group) => {
          const { schema } = group;
          if (typeof schema !== "boolean" && (schema === null || typeof schema !== "object" || Array.isArray(schema))) return [];
          const explained = explainSchema(schema as { readonly [keyword: string]: unknown });
          return explained.unsupported.length === 0
            ? [{ ...group, gbnf: jsonSchemaToGbnf(schema as { readonly [keyword: string]: unknown }), narrowed: explained.rewritten }]
            : [];
        });

  it("has grammars for a good part of it", () => {
    expect(known.length).toBeGreaterThan(40);
  });

  it("admits nothing that is not valid", () => {
    const wrong = known.flatMap(({ description, tests, gbnf, narrowed }) =>
      tests
        .filter((test) => !test.valid && matchesGbnf(gbnf, spaced(test.data)) && !narrowed.some(({ keyword }) => keyword === "oneOf"))
        .map((test) => `${description}: ${test.description}`),
    );
    expect(wrong).toEqual([]);
  });

  it("admits what is valid where nothing was narrowed", () => {
    const missed = known
      .filter(({ narrowed }) => narrowed.length === 0)
      .flatMap(({ description, tests, gbnf }) =>
        tests.filter((test) => test.valid && !matchesGbnf(gbnf, spaced(test.data))).map((test) => `${description}: ${test.description}`),
      );
    expect(missed).toMatchInlineSnapshot(`
      [
        "const.json: const with object: same object with different property order is valid",
      ]
    `);
  });
});
