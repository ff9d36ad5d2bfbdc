/** Colours and bold of our own: the one sequence that moves nothing. */
const KEPT = /\u001b\[[\d;]*m/g;
const HARMFUL = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Returns a text of several lines as a terminal may show it: what ids, models or servers wrote cannot move the cursor, set the title or turn the order of
 * letters. Control characters become their pictures (␛…), marks of direction �; line ends, tabs and colours stay.
 */
export function terminalSafe(text: string): string {
  const between = text.split(KEPT);
  const kept = text.match(KEPT) ?? [];
  return between.map((part, i) => `${part.replace(HARMFUL, shown)}${kept[i] ?? ""}`).join("");
}

function shown(character: string): string {
  if (character === "\n" || character === "\t") return character;
  return character < " " ? String.fromCharCode(0x2400 + character.charCodeAt(0)) : "�";
}
