/** Which documents have a term, and what the term is worth there. The postings of term t lie from `offsets[t]` up to `offsets[t + 1]`. */
export interface InvertedIndex {
  readonly terms: ReadonlyMap<string, number>;
  /** Number of terms + 1. */
  readonly offsets: Uint32Array;
  /** Places of documents in the list that was indexed, ascending within a term. */
  readonly documents: Uint32Array;
  /** What the term adds to the document's score, ready to be summed. Above 0. */
  readonly impacts: Float32Array;
}

export interface IndexOptions {
  readonly k1: number;
  readonly b: number;
}

/**
 * Returns the inverted index of documents given as their terms, with the impacts of BM25 as Lucene computes them since version 8:
 * ln(1 + (N − n + ½)/(n + ½)) · tf / (tf + k1 · (1 − b + b · length/mean length)), where length counts terms and n the documents that have the term.
 * Lengths are exact, Lucene's are rounded to one byte. O(terms in all).
 */
export function invertedIndex(documents: Iterable<readonly string[]>, { k1, b }: IndexOptions): InvertedIndex {
  const terms = new Map<string, number>();
  const lengths: number[] = [];
  /** By term: postings so far, and where the one of the current document lies. */
  const counts: number[] = [];
  const current: number[] = [];
  // Postings in the order met, document by document.
  let term = new Uint32Array(1024);
  let frequency = new Uint32Array(1024);
  const ends: number[] = [];
  let size = 0;
  for (const words of documents) {
    const start = size;
    for (const word of words) {
      let id = terms.get(word);
      if (id === undefined) {
        id = terms.size;
        terms.set(word, id);
        counts.push(0);
        current.push(-1);
      }
      const at = current[id] ?? -1;
      if (at >= start) frequency[at] = (frequency[at] ?? 0) + 1;
      else {
        if (size === term.length) {
          term = grown(term);
          frequency = grown(frequency);
        }
        term[size] = id;
        frequency[size] = 1;
        current[id] = size++;
        counts[id] = (counts[id] ?? 0) + 1;
      }
    }
    lengths.push(words.length);
    ends.push(size);
  }

  const offsets = new Uint32Array(terms.size + 1);
  for (const [id, count] of counts.entries()) offsets[id + 1] = (offsets[id] ?? 0) + count;
  const places = new Uint32Array(size);
  const impacts = new Float32Array(size);
  const idf = counts.map((n) => Math.log(1 + (lengths.length - n + 0.5) / (n + 0.5)));
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const next = offsets.slice();
  for (const [document, length] of lengths.entries()) {
    const room = k1 * (1 - b + (b * length) / mean);
    for (let at = document === 0 ? 0 : (ends[document - 1] ?? 0); at < (ends[document] ?? 0); at++) {
      const id = term[at] ?? 0;
      const tf = frequency[at] ?? 0;
      const to = next[id] ?? 0;
      next[id] = to + 1;
      places[to] = document;
      impacts[to] = ((idf[id] ?? 0) * tf) / (tf + room);
    }
  }
  return { terms, offsets, documents: places, impacts };
}

function grown(values: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(values.length * 2);
  larger.set(values);
  return larger;
}
