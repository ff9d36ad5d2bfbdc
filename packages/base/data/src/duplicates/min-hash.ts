import { mixed } from "./shingles.ts";

const HASHES = 128;

/** How likely a pair exactly at the threshold becomes a candidate, at least. */
const RECALL = 0.9995;

/** How the hashes of a signature are put together: `bands` of `rows` each. */
export interface Bands {
  readonly bands: number;
  readonly rows: number;
}

/** Returns the bands with the most rows that still find a pair at the threshold with a chance of .9995: 1 − (1 − tʳ)ᵇ (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, §3.4). */
export function bandsFor(threshold: number): Bands {
  for (let rows = 16; rows > 1; rows--) {
    const bands = Math.floor(HASHES / rows);
    if (1 - (1 - threshold ** rows) ** bands >= RECALL) return { bands, rows };
  }
  return { bands: HASHES, rows: 1 };
}

/** Returns a key for each band of a set's MinHash signature (Broder 1997): two sets share a value of the signature with the chance of their Jaccard similarity. */
export function bandKeys(set: Uint32Array, { bands, rows }: Bands): Float64Array {
  const keys = new Float64Array(bands);
  for (let band = 0; band < bands; band++) {
    let low = band;
    let high = ~band;
    for (let row = 0; row < rows; row++) {
      const salt = Math.imul(band * rows + row + 1, 0x9e3779b1);
      let least = 0xffffffff;
      for (const hash of set) {
        const value = mixed(hash ^ salt);
        if (value < least) least = value;
      }
      low = mixed(low ^ least);
      high = mixed((high + least) | 0);
    }
    keys[band] = low + (high & 0xfffff) * 2 ** 32;
  }
  return keys;
}
