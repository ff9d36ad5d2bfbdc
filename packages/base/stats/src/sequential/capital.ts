/** Bets never risk more than this share of the capital: the truncation c of Waudby-Smith and Ramdas (2024), eq. 26. */
export const LARGEST_BET = 0.9;

/** Running mean and variance of what was seen, with half an observation at the middle of the range as a start (Waudby-Smith and Ramdas 2024, eq. 14). */
export interface Plugin {
  /** The bet for the next observation, from those before it only. */
  readonly bet: (scale: number) => number;
  readonly see: (y: number) => void;
}

/** Returns the predictable plug-in for values in [0, 1]. */
export function createPlugin(): Plugin {
  let sum = 0.5;
  let squares = 0.25;
  let count = 1;
  return {
    bet: (scale) => Math.sqrt(scale / (squares / count)),
    see: (y) => {
      sum += y;
      count += 1;
      squares += (y - sum / count) ** 2;
    },
  };
}
