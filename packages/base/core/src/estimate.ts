export type Estimate = {
  readonly value: number;
  readonly interval: readonly [number, number];
  readonly level: number;
  readonly n: number;
  readonly method: string;
};
