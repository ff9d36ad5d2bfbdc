const ONE_UNIT_EACH = /^[\t\n -~]*$/;
let segmenter: Intl.Segmenter | undefined;

/** Returns what a reader sees as single signs, after NFC. */
export function graphemes(text: string): string[] {
  if (ONE_UNIT_EACH.test(text)) return text.split("");
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text.normalize("NFC")), ({ segment }) => segment);
}
