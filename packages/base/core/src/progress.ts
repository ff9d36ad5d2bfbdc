export interface Progress {
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
}
