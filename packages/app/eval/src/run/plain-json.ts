/**
 * Returns a JSON value as a store gives it back: members that are `undefined` left out, the order of the keys kept.
 * The same object where nothing had to be left out. @throws TypeError, naming the path, for what JSON cannot say.
 */
export function plainJson<T>(value: T): T {
  return walk(value, "$", 0) as T;
}

const DEEPEST = 1_000;

function walk(value: unknown, path: string, depth: number): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") {
    if (Number.isFinite(value)) return value;
    throw notJson(path, String(value));
  }
  if (typeof value !== "object") throw notJson(path, typeof value);
  if (depth > DEEPEST) throw notJson(path.slice(0, 40), "a cycle, or more than 1,000 levels");
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    let same = true;
    for (let i = 0; i < value.length; i++) {
      items.push(walk(value[i], `${path}[${i}]`, depth + 1));
      same &&= items[i] === value[i];
    }
    return same ? value : items;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw notJson(path, `an instance of ${value.constructor.name}`);
  let same = true;
  const entries: [string, unknown][] = [];
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) {
      same = false;
      continue;
    }
    const plain = walk(member, `${path}.${key}`, depth + 1);
    same &&= plain === member;
    entries.push([key, plain]);
  }
  return same ? value : Object.fromEntries(entries);
}

function notJson(path: string, what: string): TypeError {
  return new TypeError(`JSON holds null, booleans, finite numbers, strings, arrays and plain objects; got ${what} at ${path}.`);
}
