import { type Example, seededRandom, shuffled } from "@pawl/core";
import { takePerClass } from "@pawl/data";

/** Fixed, so that a champion's block is drawn again whatever seed its climb had. */
const SEED = 1;

/**
 * Returns `count` rows, as many of each class as can be, by a fixed draw: the block of demonstrations that all prompts of a variant begin with. Fewer
 * where there are fewer rows.
 */
export function keptRows(
  train: readonly Example[],
  { count, label }: { readonly count: number; readonly label: (row: Example) => string },
): readonly Example[] {
  const upTo = (perClass: number): readonly Example[] => takePerClass(train, { count: perClass, label, seed: SEED });
  let perClass = 0;
  while (upTo(perClass).length < Math.min(count, train.length)) perClass++;
  const random = seededRandom(SEED);
  const sure = upTo(Math.max(0, perClass - 1));
  const others = upTo(perClass).filter((row) => !sure.includes(row));
  return shuffled([...sure, ...shuffled(others, random.fork("last of each class")).slice(0, count - sure.length)], random.fork("order"));
}
