/** Features that are not 0, by number, ascending. */
export interface SparseVector {
  readonly features: Uint32Array;
  readonly values: Float64Array;
}

export interface TfIdf {
  readonly size: number;
  /** Of length 1, or without any feature where the text has no known word. */
  readonly vector: (text: string) => SparseVector;
}

/**
 * Returns the weighting learnt from texts: 1 + ln(tf) times ln((1 + n) / (1 + df)) + 1 for each term, scaled to length 1 (the smoothed form
 * of scikit-learn's TfidfVectorizer with sublinear_tf).
 */
export function tfIdf(texts: readonly string[], termsOf: (text: string) => readonly string[]): TfIdf {
  const places = new Map<string, number>();
  const frequency: number[] = [];
  for (const text of texts) {
    for (const term of new Set(termsOf(text))) {
      const place = places.get(term) ?? places.size;
      places.set(term, place);
      frequency[place] = (frequency[place] ?? 0) + 1;
    }
  }
  const weights = Float64Array.from(frequency, (df) => Math.log((1 + texts.length) / (1 + df)) + 1);
  return {
    size: places.size,
    vector: (text) => {
      const counts = new Map<number, number>();
      for (const term of termsOf(text)) {
        const place = places.get(term);
        if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1);
      }
      const features = Uint32Array.from(counts.keys()).sort();
      const values = Float64Array.from(features, (place) => (1 + Math.log(counts.get(place) ?? 1)) * (weights[place] ?? 0));
      const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
      return { features, values: length === 0 ? values : values.map((value) => value / length) };
    },
  };
}
