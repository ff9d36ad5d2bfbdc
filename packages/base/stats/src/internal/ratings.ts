/** What a rater said of an item; null where there is no rating. */
export type Rating = string | number | boolean | null;

/** Throws a RangeError unless both lists are equally long. */
export function requireSameLength(names: string, a: ArrayLike<unknown>, b: ArrayLike<unknown>): void {
  if (a.length !== b.length) throw new RangeError(`${names} must be equally long, got ${a.length} and ${b.length}.`);
}

/** Throws a TypeError for NaN and for what is neither text, a number, a boolean nor null. */
export function requireRatings(name: string, ratings: readonly Rating[]): void {
  ratings.forEach((rating: unknown, i) => {
    const fine =
      rating === null ||
      typeof rating === "string" ||
      typeof rating === "boolean" ||
      (typeof rating === "number" && Number.isFinite(rating));
    if (!fine) throw new TypeError(`${name}[${i}] must be text, a finite number, a boolean or null, got ${String(rating)}.`);
  });
}

/** Throws unless `rows` is a list of equally long lists of ratings. */
export function requireRows(name: string, rows: readonly (readonly Rating[])[]): void {
  rows.forEach((row, i) => {
    requireRatings(`${name}[${i}]`, row);
    if (row.length !== rows[0]?.length)
      throw new RangeError(
        `${name} must hold one rating (or null) of each rater for each item: item 0 has ${rows[0]?.length}, item ${i} has ${row.length}.`,
      );
  });
}

/** Throws a TypeError unless every rating in equally long rows is a finite number or null. */
export function requireNumberRows(name: string, rows: readonly (readonly Rating[])[]): void {
  requireRows(name, rows);
  rows.forEach((row, i) => {
    const at = row.findIndex((rating) => rating !== null && typeof rating !== "number");
    if (at >= 0) throw new TypeError(`${name}[${i}][${at}] must be a finite number or null, got ${typeof row[at]}.`);
  });
}

/** Returns a text that tells 1 from "1" and from true. */
export const ratingKey = (rating: Rating): string => `${typeof rating}:${String(rating)}`;

/** Returns the ratings that occur: numbers upwards, then texts and booleans by their text. */
export function ratingsIn(ratings: Iterable<Rating>): readonly Exclude<Rating, null>[] {
  const seen = new Map<string, Exclude<Rating, null>>();
  for (const rating of ratings) if (rating !== null) seen.set(ratingKey(rating), rating);
  return [...seen.values()].sort((a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a === "number") return -1;
    if (typeof b === "number") return 1;
    return ratingKey(a) < ratingKey(b) ? -1 : 1;
  });
}
