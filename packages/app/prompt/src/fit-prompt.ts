/** A part that may be left out. Lower `keep` goes first. */
export interface FitPart {
  readonly keep: number;
}

export interface FitOptions<D extends FitPart, C extends FitPart> {
  /** In prompt order. */
  readonly demonstrations: readonly D[];
  /** In prompt order. */
  readonly context: readonly C[];
  /** Tokens that the prompt may have; null where there is no limit. */
  readonly limit: number | null;
  /** Tokens of the whole prompt with these parts. Never too few. */
  readonly measure: (parts: { readonly demonstrations: readonly D[]; readonly context: readonly C[] }) => number | Promise<number>;
}

export interface FittedPrompt<D extends FitPart, C extends FitPart> {
  /** False where not even the prompt without any part fits; the parts are then empty. */
  readonly fits: boolean;
  readonly demonstrations: readonly D[];
  readonly context: readonly C[];
  /** Of the prompt as it is now. */
  readonly tokens: number;
}

/**
 * Returns what of the parts fits, in prompt order. Dropped first, one by one and only while the prompt is too long: demonstrations, furthest from
 * the question first (the lowest `keep`; of equals the earlier), then context, lowest `keep` first (of equals the later). At most one measure a part.
 */
export async function fitPrompt<D extends FitPart, C extends FitPart>(options: FitOptions<D, C>): Promise<FittedPrompt<D, C>> {
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  let { demonstrations, context } = options;
  for (;;) {
    const tokens = await options.measure({ demonstrations, context });
    if (tokens <= limit) return { fits: true, demonstrations, context, tokens };
    if (demonstrations.length > 0) demonstrations = without(demonstrations, lowest(demonstrations, "earlier"));
    else if (context.length > 0) context = without(context, lowest(context, "later"));
    else return { fits: false, demonstrations, context, tokens };
  }
}

function lowest(parts: readonly FitPart[], ofEquals: "earlier" | "later"): number {
  let found = 0;
  for (const [index, { keep }] of parts.entries()) {
    const least = parts[found]?.keep ?? keep;
    if (keep < least || (ofEquals === "later" && keep === least)) found = index;
  }
  return found;
}

function without<T>(parts: readonly T[], index: number): readonly T[] {
  return parts.filter((_, at) => at !== index);
}
