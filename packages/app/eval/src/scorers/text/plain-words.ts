/** Returns the words of a text in lower case: runs of letters, marks, digits and inner apostrophes of any script; each Han, kana or Thai sign is one. */
export function plainWords(text: string): string[] {
  return text.normalize("NFC").toLowerCase().match(WORD) ?? [];
}

const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}])[\p{L}\p{M}\p{N}])+(?:['’](?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}])[\p{L}\p{M}\p{N}])+)*/gu;

/** Returns the sentences of a text, trimmed, by the rules of Unicode (UAX 29) as the runtime has them. */
export function sentencesOf(text: string): string[] {
  segmenter ??= new Intl.Segmenter("en", { granularity: "sentence" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment.trim()).filter((sentence) => sentence !== "");
}

let segmenter: Intl.Segmenter | undefined;
