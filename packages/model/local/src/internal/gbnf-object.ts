import { gbnfLiteral, gbnfRepeat } from "./gbnf-text.ts";
import { below, isSchema, type Schema } from "./schema-finding.ts";
import type { SchemaWriter } from "./schema-writer.ts";

/** Returns the body for objects of a schema: named properties in their order, or any keys with values of one kind. */
export function objectOf(writer: SchemaWriter, schema: Schema, pointer: string, name: string): string {
  const properties = isSchema(schema["properties"]) ? Object.entries(schema["properties"]).filter(([, value]) => value !== false) : [];
  const required = new Set(Array.isArray(schema["required"]) ? schema["required"] : []);
  const further = schema["additionalProperties"];
  for (const key of required) {
    if (!properties.some(([property]) => property === key) && (properties.length > 0 || !isSchema(further))) {
      writer.refuse(pointer, "required", `"${String(key)}" is not among the properties`);
    }
  }
  if (isSchema(further) && properties.length === 0 && required.size === 0) return mapOf(writer, schema, further, pointer, name);
  for (const keyword of ["minProperties", "maxProperties"])
    if (keyword in schema) writer.refuse(pointer, keyword, "known only for objects without named properties");
  if (further !== undefined && further !== false)
    writer.refuse(pointer, "additionalProperties", properties.length === 0 ? "give them a type" : "not known beside properties");
  if (properties.length === 0 && further !== false)
    return writer.refuse(pointer, "properties", "none are named, so anything might be in it");
  if (further === undefined) writer.rewritten.push({ pointer, keyword: "additionalProperties", note: "no further properties" });
  else writer.enforced.push({ pointer, keyword: "additionalProperties", note: "none" });
  writer.enforced.push({ pointer, keyword: "properties", note: "in the declared order" });
  if (required.size > 0) writer.enforced.push({ pointer, keyword: "required", note: [...required].join(", ") });
  if (properties.length === 0) return '"{}"';
  const pairs = properties.map(([key, value]) => ({
    optional: !required.has(key),
    pair: `${gbnfLiteral(`${JSON.stringify(key)}: `)} ${writer.convert(value, below(pointer, "properties", key), `${name}-${key.replaceAll(/[^a-zA-Z0-9]+/g, "-")}`)}`,
  }));
  // `later`: what may follow once something is there; `first`: while nothing is.
  let later = "";
  let first = "";
  for (const { optional, pair } of pairs.reverse()) {
    const value = writer.rule(`${name}-pair`, pair);
    const begin = `${value}${later === "" ? "" : ` ${later}`}`;
    first = optional ? (first === "" ? `(${begin})?` : `(${begin} | ${first})`) : begin;
    const more = `", " ${value}`;
    const next = `${optional ? `(${more})?` : more}${later === "" ? "" : ` ${later}`}`;
    later = writer.rule(`${name}-rest`, next);
  }
  return `"{" ${first} "}"`;
}

function mapOf(writer: SchemaWriter, schema: Schema, further: Schema, pointer: string, name: string): string {
  const least = writer.bound(schema, "minProperties", pointer) ?? 0;
  const most = writer.bound(schema, "maxProperties", pointer);
  if (most !== null && least > most) return writer.refuse(pointer, "maxProperties", "less than minProperties");
  if (least > 1) return writer.refuse(pointer, "minProperties", "more than one: keys might be equal");
  if (most === 0) return '"{}"';
  writer.enforced.push({ pointer, keyword: "additionalProperties", note: "each" });
  const pair = writer.rule(
    `${name}-entry`,
    `"\\"" ${writer.shared("char")}* "\\": " ${writer.convert(further, below(pointer, "additionalProperties"), `${name}-value`)}`,
  );
  const body = `${pair} ${gbnfRepeat(`(", " ${pair})`, 0, most === null ? null : most - 1)}`;
  return `"{" ${least === 0 ? `(${body})?` : body} "}"`;
}
