/** A control character, with what makes it a colour or bold: the one sequence that moves nothing. Or a mark of direction. */
const CONTROLS = /\p{Cc}(?:\[[\d;]*m)?|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Returns a text of several lines as a terminal may show it: what ids, models or servers wrote cannot move the cursor, set the title or turn the order of
 * letters. Control characters become their pictures (␛…), marks of direction �; line ends, tabs and colours stay.
 */
export function terminalSafe(text: string): string {
  return text.replace(CONTROLS, (found) => (found.startsWith("\u001b[") ? found : `${shown(found.charAt(0))}${found.slice(1)}`));
}

function shown(character: string): string {
  if (character === "\n" || character === "\t") return character;
  return character < " " ? String.fromCharCode(0x2400 + character.charCodeAt(0)) : "�";
}
