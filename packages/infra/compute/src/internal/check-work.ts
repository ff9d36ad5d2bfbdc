/** Returns how many jobs at once. @throws RangeError where that is no whole number of at least 1. */
export function checkWork({ concurrency }: { readonly concurrency: number }): number {
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new RangeError(`"concurrency" is a whole number of at least 1; got ${concurrency}.`);
  return concurrency;
}
