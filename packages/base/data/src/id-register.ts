import { type Sha256, sha256 } from "@pawl/core";

export interface IdRegister {
  /** Returns null where the id is new, else the line that had it first. */
  readonly claim: (id: string, line: number) => number | null;
  /** Returns an id made from the hash of a row's content and claims it; equal rows get `-2`, `-3` and so on, in their order. */
  readonly contentId: (content: Sha256, line: number) => string;
}

/**
 * Returns a register of the ids seen so far: 64 bits of each id's SHA-256 and its line in typed arrays, 12 bytes a place and at most three
 * quarters full, so that a million ids take 25 MB outside the heap. Two of a million ids share 64 bits with a chance of 3e-8.
 */
export function idRegister(): IdRegister {
  let places = 1024;
  let keys = new Uint32Array(places * 2);
  let lines = new Uint32Array(places);
  let used = 0;
  const repeats = new Map<string, number>();

  const find = (high: number, low: number): number => {
    let at = low & (places - 1);
    while (lines[at] !== 0 && (keys[at * 2] !== high || keys[at * 2 + 1] !== low)) at = (at + 1) & (places - 1);
    return at;
  };
  const grow = (): void => {
    const [oldKeys, oldLines] = [keys, lines];
    places *= 2;
    keys = new Uint32Array(places * 2);
    lines = new Uint32Array(places);
    for (let i = 0; i < oldLines.length; i++) if (oldLines[i] !== 0) put(oldKeys[i * 2] ?? 0, oldKeys[i * 2 + 1] ?? 0, oldLines[i] ?? 0);
  };
  const put = (high: number, low: number, line: number): void => {
    const at = find(high, low);
    keys[at * 2] = high;
    keys[at * 2 + 1] = low;
    lines[at] = line;
  };
  const claim = (id: string, line: number): number | null => {
    const digest = sha256(id);
    const high = Number.parseInt(digest.slice(0, 8), 16);
    const low = Number.parseInt(digest.slice(8, 16), 16);
    const first = lines[find(high, low)] ?? 0;
    if (first !== 0) return first;
    if (++used > places * 0.75) grow();
    put(high, low, line);
    return null;
  };
  return {
    claim,
    contentId: (content, line) => {
      const id = content.slice(0, 16);
      if (claim(id, line) === null) return id;
      for (let n = (repeats.get(id) ?? 1) + 1; ; n++) {
        repeats.set(id, n);
        if (claim(`${id}-${n}`, line) === null) return `${id}-${n}`;
      }
    },
  };
}
