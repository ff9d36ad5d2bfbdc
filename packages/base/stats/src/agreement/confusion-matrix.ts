import { type Rating, ratingKey, ratingsIn, requireRatings, requireSameLength } from "../internal/ratings.ts";

export interface ConfusionMatrix {
  /** As given, else those that occur: numbers upwards, then texts in alphabetical order. */
  readonly categories: readonly Exclude<Rating, null>[];
  /** counts[i][j]: items that `a` put in category i and `b` in category j. */
  readonly counts: readonly (readonly number[])[];
  readonly n: number;
  /** Items that one of the two did not rate; left out. */
  readonly missing: number;
}

/**
 * Returns how often two raters gave each pair of ratings, counts[i][j] = #{a in i, b in j}. Source: counting; agrees with scikit-learn's `confusion_matrix`. Assumes nothing. Empty lists give an empty matrix.
 * @throws RangeError for unequal lengths or a rating that is not among `categories`; TypeError for NaN
 */
export function confusionMatrix(
  a: readonly Rating[],
  b: readonly Rating[],
  options: { readonly categories?: readonly Exclude<Rating, null>[] | undefined } = {},
): ConfusionMatrix {
  requireRatings("a", a);
  requireRatings("b", b);
  requireSameLength("a and b", a, b);
  const rated = a.flatMap((rating, i) => (rating === null || b[i] === null ? [] : [[rating, b[i] ?? null] as const]));
  const categories = options.categories ?? ratingsIn(rated.flat());
  const at = placesOf(categories);
  const counts = categories.map(() => categories.map(() => 0));
  for (const [first, second] of rated) {
    const row = counts[at(first)];
    const column = at(second);
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return { categories, counts, n: rated.length, missing: a.length - rated.length };
}

/** Returns a function from a rating to its place among the categories, which throws a RangeError for one that is not there. */
export function placesOf(categories: readonly Exclude<Rating, null>[]): (rating: Rating) => number {
  const places = new Map(categories.map((category, i) => [ratingKey(category), i]));
  return (rating) => {
    const place = places.get(ratingKey(rating));
    if (place === undefined)
      throw new RangeError(`The rating ${JSON.stringify(rating)} is not among the categories ${JSON.stringify(categories)}.`);
    return place;
  };
}
