const DEEPEST = 1_000;

/**
 * Returns the JSON text of a value, from which the same value is read back: what a Store keeps. Members that are `undefined` are left out;
 * text with lone surrogates, as a cut-off stream may leave it, is kept by escapes.
 * @throws TypeError for what JSON would change without a word: NaN, Infinity, `undefined` in an array, functions, bigints, Dates and
 * other class instances, and for cycles. The message says where.
 */
export function jsonText(value: unknown): string {
  const flaw = flawOf(value, 0);
  if (flaw !== null) throw new TypeError(`Only JSON can be stored, and it would not come back as it is: ${flaw.what} at $${flaw.path}.`);
  return JSON.stringify(value);
}

interface Flaw {
  readonly path: string;
  readonly what: string;
}

function flawOf(value: unknown, depth: number): Flaw | null {
  switch (typeof value) {
    case "string":
    case "boolean":
      return null;
    case "number":
      return Number.isFinite(value) ? null : { path: "", what: String(value) };
    case "object":
      break;
    default:
      return { path: "", what: typeof value };
  }
  if (value === null) return null;
  if (depth > DEEPEST) return { path: "", what: `a cycle, or nesting deeper than ${DEEPEST},` };
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const flaw = flawOf(value[i], depth + 1);
      if (flaw !== null) return { path: `[${i}]${flaw.path}`, what: flaw.what };
    }
    return null;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return { path: "", what: `an instance of ${value.constructor.name}` };
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const flaw = flawOf(member, depth + 1);
    if (flaw !== null) return { path: `.${key}${flaw.path}`, what: flaw.what };
  }
  return null;
}
