/** Summed comparisons of players numbered from 0. */
export interface Counts {
  readonly players: number;
  /** wins[i · players + j]: how often i beat j. */
  readonly wins: Float64Array;
  /** ties[i · players + j], the same both ways. */
  readonly ties: Float64Array;
}

export interface Fit {
  /** Geometric mean 1. */
  readonly strengths: Float64Array;
  /** Davidson's ν: a tie of equals is ν/(2 + ν) likely; 0 without ties. */
  readonly tie: number;
}

/** Whether every player can be reached from every other along "beat or tied": then, and only then, strengths are finite (Ford 1957). */
export function connected({ players, wins, ties }: Counts): boolean {
  const reaches = (forward: boolean): boolean => {
    const seen = new Set([0]);
    for (const i of seen) {
      for (let j = 0; j < players; j++) {
        const at = forward ? i * players + j : j * players + i;
        if ((wins[at] ?? 0) + (ties[at] ?? 0) > 0) seen.add(j);
      }
    }
    return seen.size === players;
  };
  return reaches(true) && reaches(false);
}

/** Adds half a win each way to every pair that met, which keeps strengths finite. */
export function smoothed({ players, wins, ties }: Counts): Counts {
  const more = wins.map((won, at) => {
    const back = (at % players) * players + Math.floor(at / players);
    return won + (won + (wins[back] ?? 0) + (ties[at] ?? 0) > 0 ? 0.5 : 0);
  });
  return { players, wins: more, ties };
}

/**
 * Returns the strengths by minorise–maximise (Hunter 2004): Bradley–Terry with ties as half wins, or Davidson's (1970) with its own tie parameter,
 * P(i beats j) = π_i/(π_i + π_j + ν√(π_iπ_j)).
 */
export function fit(counts: Counts, model: "half" | "davidson", start?: Float64Array): Fit {
  const { players: k, wins, ties } = counts;
  const strengths = start === undefined ? new Float64Array(k).fill(1) : start.slice();
  const points = new Float64Array(k);
  const met = new Float64Array(k * k);
  let tied = 0;
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      const at = i * k + j;
      points[i] = (points[i] ?? 0) + (wins[at] ?? 0) + (ties[at] ?? 0) / 2;
      met[at] = (wins[at] ?? 0) + (wins[j * k + i] ?? 0) + (ties[at] ?? 0);
      tied += (ties[at] ?? 0) / 2;
    }
  }
  const drawn = model === "davidson" && tied > 0;
  let tie = drawn ? 1 : 0;
  for (let round = 0; round < 20_000; round++) {
    let moved = 0;
    const before = strengths.slice();
    let denominator = 0;
    for (let i = 0; i < k; i++) {
      let sum = 0;
      const own = before[i] ?? 1;
      for (let j = 0; j < k; j++) {
        const games = met[i * k + j] ?? 0;
        if (games === 0) continue;
        const other = before[j] ?? 1;
        const all = own + other + tie * Math.sqrt(own * other);
        sum += (games * (1 + (tie / 2) * Math.sqrt(other / own))) / all;
        if (j > i) denominator += (games * Math.sqrt(own * other)) / all;
      }
      strengths[i] = sum === 0 ? own : (points[i] ?? 0) / sum;
    }
    let log = 0;
    for (const strength of strengths) log += Math.log(strength) / k;
    const scale = Math.exp(-log);
    for (let i = 0; i < k; i++) {
      strengths[i] = (strengths[i] ?? 1) * scale;
      moved = Math.max(moved, Math.abs(Math.log((strengths[i] ?? 1) / (before[i] ?? 1))));
    }
    if (drawn) {
      const next = tied / denominator;
      moved = Math.max(moved, Math.abs(Math.log(next / tie)));
      tie = next;
    }
    if (moved < 1e-11) break;
  }
  return { strengths, tie };
}
