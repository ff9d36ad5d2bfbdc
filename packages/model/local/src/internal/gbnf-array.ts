import { gbnfRepeat } from "./gbnf-text.ts";
import { below, type Schema } from "./schema-finding.ts";
import type { SchemaWriter } from "./schema-writer.ts";

/** Returns the body for arrays of a schema: a tuple at first, then items of one kind. */
export function arrayOf(writer: SchemaWriter, schema: Schema, pointer: string, name: string): string {
  const tuple = Array.isArray(schema["prefixItems"]) ? schema["prefixItems"] : Array.isArray(schema["items"]) ? schema["items"] : [];
  const rest = Array.isArray(schema["items"]) ? schema["additionalItems"] : schema["items"];
  const least = writer.bound(schema, "minItems", pointer) ?? 0;
  const most = writer.bound(schema, "maxItems", pointer);
  if (tuple.length > 0) writer.enforced.push({ pointer, keyword: "prefixItems", note: `${tuple.length} items` });
  const first = tuple
    .slice(0, most ?? tuple.length)
    .map((item, index) => writer.convert(item, below(pointer, "prefixItems", index), `${name}-${index + 1}`));
  const closed = rest === false || (tuple.length > 0 && rest === undefined);
  if (tuple.length > 0 && rest === undefined) writer.rewritten.push({ pointer, keyword: "items", note: "no further items" });
  if (rest === undefined && tuple.length === 0) return writer.refuse(pointer, "items", "items of any kind; say what they are");
  const open =
    closed || (most !== null && most <= first.length)
      ? null
      : writer.rule(`${name}-item`, writer.convert(rest, below(pointer, "items"), `${name}-item`));
  if (open === null && least > first.length) return writer.refuse(pointer, "minItems", "more than there may be");
  if (most !== null && least > most) return writer.refuse(pointer, "maxItems", "less than minItems");
  if (open !== null) writer.enforced.push({ pointer, keyword: "items", note: "each" });
  // From the last to the first: what may follow once `index` items are there.
  let tail =
    open === null
      ? ""
      : gbnfRepeat(
          `(", " ${open})`,
          Math.max(0, least - Math.max(1, first.length)),
          most === null ? null : most - Math.max(1, first.length),
        );
  for (let index = first.length - 1; index >= 1; index--) {
    const more = `", " ${first[index]}${tail === "" ? "" : ` ${tail}`}`;
    tail = index >= least ? `(${more})?` : more;
  }
  const begin = first[0] ?? open;
  if (begin === null || most === 0) return '"[]"';
  const body = `${begin}${tail === "" ? "" : ` ${tail}`}`;
  return `"[" ${least === 0 ? `(${body})?` : body} "]"`;
}
