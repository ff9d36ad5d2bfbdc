/**
 * Returns the canonical JSON text of a value (RFC 8785): keys in UTF-16 order, shortest numbers, no white space.
 * Members that are `undefined` are left out, as JSON.stringify does.
 * @throws TypeError for what JSON cannot say: NaN, Infinity, `undefined` in an array, functions, bigints, Dates and other
 * class instances, lone surrogates, cycles.
 */
export function canonicalJson(value: unknown): string {
  return write(value, "$", new Set());
}

function write(value: unknown, path: string, above: Set<object>): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "boolean":
      return value ? "true" : "false";
    case "number":
      if (!Number.isFinite(value)) throw notJson(path, String(value));
      return JSON.stringify(value);
    case "string":
      return text(value, path);
    case "object":
      break;
    default:
      throw notJson(path, typeof value);
  }
  if (above.has(value)) throw notJson(path, "a cycle");
  above.add(value);
  const out = Array.isArray(value) ? list(value, path, above) : record(value, path, above);
  above.delete(value);
  return out;
}

function list(values: readonly unknown[], path: string, above: Set<object>): string {
  const parts: string[] = [];
  for (let i = 0; i < values.length; i++) parts.push(write(values[i], `${path}[${i}]`, above));
  return `[${parts.join(",")}]`;
}

function record(value: object, path: string, above: Set<object>): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw notJson(path, `an instance of ${nameOf(prototype)}`);
  const parts: string[] = [];
  // The default sort compares UTF-16 code units, which is the order RFC 8785 §3.2.3 asks for.
  for (const [key, member] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (member !== undefined) parts.push(`${text(key, path)}:${write(member, `${path}.${key}`, above)}`);
  }
  return `{${parts.join(",")}}`;
}

function nameOf(prototype: unknown): string {
  const made = prototype instanceof Object && Object.hasOwn(prototype, "constructor") ? prototype.constructor : null;
  return typeof made === "function" && made.name !== "" ? made.name : "a class";
}

function text(value: string, path: string): string {
  if (!value.isWellFormed()) throw notJson(path, "a lone surrogate");
  return JSON.stringify(value);
}

function notJson(path: string, what: string): TypeError {
  return new TypeError(`Canonical JSON holds null, booleans, finite numbers, strings, arrays and plain objects; got ${what} at ${path}.`);
}
