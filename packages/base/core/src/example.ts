/** `source` of an example made from use is the trace's id, so that what `forget` removed can be followed here. */
export type Example<out I = unknown, out E = unknown> = {
  readonly id: string;
  readonly input: I;
  readonly expected?: E;
  readonly alternatives?: readonly E[];
  readonly rubric?: string;
  readonly tags?: readonly string[];
  readonly cluster?: string;
  readonly source?: string;
};

export type Split = "train" | "dev" | "test";
