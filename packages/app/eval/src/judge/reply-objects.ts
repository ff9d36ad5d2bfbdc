/** A JSON object found in a reply: its members as they were written, in order, doubled ones included. */
export interface ReplyObject {
  readonly members: readonly ReplyMember[];
}

export interface ReplyMember {
  readonly key: string;
  readonly value: unknown;
  /** Where the value begins in the reply. */
  readonly at: number;
}

/** `broken`: an object was begun and never ended. */
export interface ReplyObjects {
  readonly objects: readonly ReplyObject[];
  readonly broken: boolean;
}

/**
 * Returns the JSON objects of a text, outermost ones only, in order, strictly read: nothing is repaired or closed. A brace in prose is passed
 * over, as is an object with an end that is no JSON. Takes time linear in the text's length.
 */
export function replyObjects(text: string): ReplyObjects {
  const objects: ReplyObject[] = [];
  let at = text.indexOf("{");
  while (at >= 0) {
    if (!/^\{\s*["}]/.test(text.slice(at, at + 200))) {
      at = text.indexOf("{", at + 1);
      continue;
    }
    const end = endOf(text, at);
    if (end === null) return { objects, broken: true };
    const members = membersOf(text, at, end);
    if (members !== null) objects.push({ members });
    at = text.indexOf("{", end);
  }
  return { objects, broken: false };
}

/** Returns where the object that begins at `start` ends, exclusive; null where it does not. Braces in strings do not count. */
function endOf(text: string, start: number): number | null {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === '"') {
      const close = closingQuote(text, at);
      if (close === null) return null;
      at = close;
    } else if (char === "{" || char === "[") depth++;
    else if ((char === "}" || char === "]") && --depth === 0) return at + 1;
  }
  return null;
}

function closingQuote(text: string, open: number): number | null {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return null;
}

function membersOf(text: string, start: number, end: number): ReplyMember[] | null {
  if (parsed(text.slice(start, end)) === undefined) return null;
  // What JSON.parse took is well formed: the walk need not check again, only find the members that JSON.parse merged or moved.
  const members: ReplyMember[] = [];
  let at = nextText(text, start + 1);
  while (text[at] === '"') {
    const keyEnd = (closingQuote(text, at) ?? end) + 1;
    const valueAt = nextText(text, text.indexOf(":", keyEnd) + 1);
    const valueEnd = endOfValue(text, valueAt);
    members.push({ key: String(parsed(text.slice(at, keyEnd))), value: parsed(text.slice(valueAt, valueEnd)), at: valueAt });
    at = nextText(text, valueEnd);
    if (text[at] === ",") at = nextText(text, at + 1);
  }
  return members;
}

function endOfValue(text: string, at: number): number {
  const char = text[at];
  if (char === '"') return (closingQuote(text, at) ?? at) + 1;
  if (char === "{" || char === "[") return endOf(text, at) ?? at;
  let end = at;
  while (end < text.length && !/[,}\]\s]/.test(text[end] ?? "")) end++;
  return end;
}

function nextText(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? "")) at++;
  return at;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
