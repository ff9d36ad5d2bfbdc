/** Lucene's English stop words: the 33 that say least (EnglishAnalyzer.ENGLISH_STOP_WORDS_SET, Lucene 9). */
export const ENGLISH_STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these " + "they this to was will with"
  ).split(" "),
);
