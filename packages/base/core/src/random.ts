import { createHash } from "node:crypto";

/** Uniform in [0, 1). Seeded; `fork` gives an independent stream for a name, so that adding a draw in one place moves no other. */
export interface RandomSource {
  readonly next: () => number;
  readonly fork: (name: string) => RandomSource;
}

/**
 * Returns a seeded source: xoshiro128** (Blackman and Vigna 2018), its state the SHA-256 of the seed, 32 bits a draw taken twice for 53.
 * `fork(name)` is seeded by the seed and every name on the way to it, whatever was drawn before; no two seeds or paths of names share a stream.
 */
export function seededRandom(seed: number | string): RandomSource {
  const told = typeof seed === "string" && /^(?:\\|string:|number:)/.test(seed) ? `\\${seed}` : String(seed);
  return sourceOf(`${typeof seed}:${told}`, `${typeof seed}:${escaped(told)}`);
}

/** `path` stands for this source in what its forks hash: a "string:" for each fork, then the names, whose own slashes are escaped. */
function sourceOf(hashed: string, path: string): RandomSource {
  const digest = createHash("sha256").update(hashed).digest();
  let a = digest.readUInt32LE(0);
  let b = digest.readUInt32LE(4);
  let c = digest.readUInt32LE(8);
  let d = digest.readUInt32LE(12) | 1;
  const draw = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  return {
    next: () => ((draw() >>> 5) * 67108864 + (draw() >>> 6)) / 9007199254740992,
    fork: (name) => sourceOf(`string:${path}/${name}`, `string:${path}/${escaped(name)}`),
  };
}

function escaped(name: string): string {
  return name.replace(/[\\/]/g, "\\$&");
}

/** Returns the items in a random order (Fisher–Yates); the argument is left as it is. */
export function shuffled<T>(items: readonly T[], random: RandomSource): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1));
    [out[i], out[j]] = [out[j] as T, out[i] as T];
  }
  return out;
}
