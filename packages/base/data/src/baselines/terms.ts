/** Returns a text's words and pairs of neighbouring words, in lower case. */
export function wordTerms(text: string): string[] {
  const words = wordsOf(text);
  return [...words, ...words.slice(1).map((word, i) => `${words[i]} ${word}`)];
}

/** Returns all runs of 2 to 4 characters within a text's words, in lower case, a space at both ends of each word: inflections and slips of the pen still share most of them. */
export function letterTerms(text: string): string[] {
  const terms: string[] = [];
  for (const word of wordsOf(text)) {
    const padded = ` ${word} `;
    for (let size = 2; size <= 4; size++) {
      for (let i = 0; i + size <= padded.length; i++) terms.push(padded.slice(i, i + size));
    }
  }
  return terms;
}

function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}
