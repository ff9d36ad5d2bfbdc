/**
 * Returns a text as it is compared: NFKC, lower case, without what nobody sees (soft hyphens, zero-width spaces), letters and digits of any script,
 * everything else one space. A text of nothing but signs keeps them: 👍 is not 👎.
 */
export function comparable(text: string): string {
  const seen = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\p{Default_Ignorable_Code_Point}+/gu, "");
  const words = seen.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim();
  return words === "" ? seen.replace(/\s+/g, " ").trim() : words;
}

/**
 * Returns the set of a comparable text's shingles (all runs of `size` characters, a space at both ends) as sorted 32-bit hashes, each once.
 * A text shorter than that is one shingle by itself, the empty text as well.
 */
export function shingles(text: string, size: number): Uint32Array {
  return setOf(shingleSequence(text, size));
}

/** Returns the hashes of a comparable text's shingles in their order, with repeats. */
export function shingleSequence(text: string, size: number): Uint32Array {
  const padded = ` ${text} `;
  const count = Math.max(1, padded.length - size + 1);
  const hashes = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    // FNV-1a, its bits mixed again by the finaliser of MurmurHash3.
    let hash = 0x811c9dc5;
    const end = Math.min(i + size, padded.length);
    for (let j = i; j < end; j++) hash = Math.imul(hash ^ padded.charCodeAt(j), 0x01000193);
    hashes[i] = mixed(hash);
  }
  return hashes;
}

/** Returns hashes sorted, each once; the argument stays as it is. */
export function setOf(sequence: Uint32Array): Uint32Array {
  const hashes = sequence.slice().sort();
  let kept = 0;
  for (let i = 0; i < hashes.length; i++) if (i === 0 || hashes[i] !== hashes[i - 1]) hashes[kept++] = hashes[i] ?? 0;
  return hashes.slice(0, kept);
}

/** Returns 32 well mixed bits (finaliser of MurmurHash3, Appleby). */
export function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Returns the Jaccard similarity of two sorted sets: what they share of what either has, in 0..1; 1 for two empty ones. */
export function jaccard(a: Uint32Array, b: Uint32Array): number {
  if (a.length === 0 && b.length === 0) return 1;
  const shared = sharedOf(a, b);
  return shared / (a.length + b.length - shared);
}

/** Returns how many members two sorted sets share. */
export function sharedOf(a: Uint32Array, b: Uint32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [left, right] = [a[i] ?? 0, b[j] ?? 0];
    if (left === right) shared++;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return shared;
}
