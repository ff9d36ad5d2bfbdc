/** What of a file was read and is not done: nothing is dropped without standing here. */
export interface Unsupported {
  /** Where in the file: `tests[3].assert[1]`. */
  readonly at: string;
  /** The type or property, as the file calls it. */
  readonly what: string;
  /** What happens instead, in a sentence. */
  readonly why: string;
}
