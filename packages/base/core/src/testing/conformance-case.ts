/** One thing a contract promises. `run` rejects, with node:assert's error, where the implementation does not keep it. */
export interface ConformanceCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}
