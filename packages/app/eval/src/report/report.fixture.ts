import type { Evaluation } from "../evaluation.ts";
import { datasetOf } from "../run/evaluate.fixture.ts";
import { evaluate } from "../run/evaluate.ts";
import { label } from "../scorers/label.ts";

export const HOSTILE = `</script><img src=x onerror=alert(1)>&"'\u001b[31m`;

/** A run of labels over texts, some of them wrong, some without an answer; every text holds what must be escaped. */
export async function labelRun(count: number, text: string = HOSTILE): Promise<Evaluation<{ readonly message: string }, string, "label">> {
  const labels = ["refund", "lost", `late ${HOSTILE}`];
  const rows = Array.from({ length: count }, (_, i) => ({
    id: `id ${i} ${HOSTILE}`,
    input: { message: `${i} ${text}` },
    expected: labels[i % 3] ?? "",
  }));
  return evaluate({
    dataset: datasetOf(rows),
    run: ({ message }: { readonly message: string }): string => {
      const i = Number.parseInt(message, 10);
      if (i % 11 === 3) throw new Error(`away ${text}`);
      return labels[(i % 7 === 2 ? i + 1 : i) % 3] ?? "";
    },
    scorers: [label()],
  });
}
