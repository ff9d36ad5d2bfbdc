/**
 * Returns a copy of a JSON value with every string and key in Unicode NFC and members that are `undefined` left out, so that
 * what looks equal hashes equally. Done once, where a Variant or an Example is made; never later.
 */
export function nfc<T>(value: T): T {
  return walk(value) as T;
}

function walk(value: unknown): unknown {
  if (typeof value === "string") return value.normalize("NFC");
  if (Array.isArray(value)) return value.map(walk);
  if (typeof value !== "object" || value === null) return value;
  const out: { [key: string]: unknown } = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const name = key.normalize("NFC");
    // Assigning to __proto__ would change the prototype instead; defining every member is several times slower.
    if (name === "__proto__")
      Object.defineProperty(out, name, { value: walk(member), enumerable: true, writable: true, configurable: true });
    else out[name] = walk(member);
  }
  return out;
}
