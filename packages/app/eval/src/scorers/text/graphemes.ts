const ONE_UNIT_EACH = /^[\t\n -~]*$/;
const segmenter: Intl.Segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Returns what a reader sees as single signs, after NFC. */
export function graphemes(text: string): string[] {
  if (ONE_UNIT_EACH.test(text)) return text.split("");
  return Array.from(segmenter.segment(text.normalize("NFC")), ({ segment }) => segment);
}
