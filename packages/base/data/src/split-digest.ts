import { type Sha256, sha256 } from "@pawl/core";

export interface SplitDigest {
  /** Takes the hash of an example. */
  readonly add: (digest: Sha256) => void;
  readonly size: () => number;
  readonly hash: () => Sha256;
}

/**
 * Returns the running hash of a split: the sum modulo 2^256 of its examples' hashes, hashed with their number, so that it does not depend
 * on the order of rows and takes no memory (AdHash; Bellare and Micciancio 1997, §5). It tells changed data from unchanged; it is no proof
 * against someone who makes up rows to collide.
 */
export function splitDigest(): SplitDigest {
  const sum = new Uint32Array(8);
  let size = 0;
  return {
    add: (digest) => {
      let carry = 0;
      for (let i = 7; i >= 0; i--) {
        const word = (sum[i] ?? 0) + Number.parseInt(digest.slice(i * 8, i * 8 + 8), 16) + carry;
        sum[i] = word;
        carry = word > 0xffffffff ? 1 : 0;
      }
      size++;
    },
    size: () => size,
    hash: () => sha256(`pawl.split/1 ${size} ${[...sum].map((word) => word.toString(16).padStart(8, "0")).join("")}`),
  };
}
