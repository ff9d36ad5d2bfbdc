const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const PLAIN = /^[ -~]*$/;
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Returns a text for a terminal's line: control characters, which could move the cursor or change colours, as their pictures (␛…), line breaks as spaces. */
export function terminalText(text: string): string {
  return text.replace(/[\r\n\t]+/g, " ").replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : "�";
  });
}

/** Returns how many columns of a terminal a text takes: two for East Asian wide signs and emoji, none for what combines. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** Returns the text cut to the columns, with an ellipsis where it was longer, and filled up with spaces. */
export function fitText(text: string, columns: number, align: "left" | "right" = "left"): string {
  let out = terminalText(text);
  if (displayWidth(out) > columns) {
    let kept = "";
    let width = 0;
    for (const { segment } of graphemes.segment(out)) {
      const next = width + (WIDE.test(segment) ? 2 : 1);
      if (next > columns - 1) break;
      kept += segment;
      width = next;
    }
    out = columns > 0 ? `${kept}…` : "";
  }
  const fill = " ".repeat(Math.max(0, columns - displayWidth(out)));
  return align === "left" ? out + fill : fill + out;
}
