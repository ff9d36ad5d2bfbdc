/**
 * Returns the value that a text of JavaScript source stands for, by the declared type: arrays (`[…]`, `new Array(…)`), objects, quoted texts, numbers,
 * `true`, `false`; what is none of these, such as a variable or a call, stands for itself as a text.
 */
export function scriptValue(source: string, declared: unknown): unknown {
  const text = source.trim();
  if (declared === "String") return unquoted(source) ?? source;
  if (declared === "integer") return /^-?\d+$/.test(source) ? Number(source) : source;
  if (declared === "float") return /^-?\d+(\.\d+)?$/.test(source) ? Number(source) : source;
  if (declared === "Bigint") return /^-?\d+n$/.test(source) ? Number(source.slice(0, -1)) : source;
  if (declared === "Boolean") return source === "true" || source === "false" ? source === "true" : source;
  if (declared === "array" && (text.startsWith("[") || text.startsWith("new Array("))) return literal(text);
  if (declared === "dict" && text.startsWith("{")) return literal(text);
  return source;
}

function literal(source: string): unknown {
  const text = source.trim();
  if (text.startsWith("[") && text.endsWith("]")) return parts(text.slice(1, -1)).map(literal);
  if (text.startsWith("new Array(") && text.endsWith(")")) return parts(text.slice("new Array(".length, -1)).map(literal);
  if (text.startsWith("{") && text.endsWith("}")) {
    return Object.fromEntries(
      parts(text.slice(1, -1)).map((pair) => {
        const [key = "", ...rest] = splitOutside(pair, ":");
        return [unquoted(key.trim()) ?? key.trim(), literal(rest.join(":"))];
      }),
    );
  }
  if (text === "true" || text === "false") return text === "true";
  if (/^-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text)) return Number(text);
  return unquoted(text) ?? text;
}

function parts(text: string): string[] {
  return splitOutside(text, ",").filter((part) => part.trim() !== "");
}

/** Splits at a mark that stands in no quotes and no brackets. */
function splitOutside(text: string, mark: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let quote: string | null = null;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] ?? "";
    if (quote !== null) {
      if (sign === "\\") i++;
      else if (sign === quote) quote = null;
    } else if (sign === '"' || sign === "'" || sign === "`") quote = sign;
    else if ("([{".includes(sign)) depth++;
    else if (")]}".includes(sign)) depth--;
    else if (sign === mark && depth === 0) {
      found.push(text.slice(start, i));
      start = i + 1;
    }
  }
  found.push(text.slice(start));
  return found;
}

function unquoted(text: string): string | null {
  const ends = text.length >= 2 && text.at(0) === text.at(-1);
  return ends && (text.startsWith('"') || text.startsWith("'")) ? text.slice(1, -1) : null;
}
