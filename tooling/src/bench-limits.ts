/** What a figure has to reach: a number, or another metric of the same run. A `*` in the metric stands for one name without a dot. */
type Limit = readonly [metric: string, relation: keyof typeof HOLDS, bound: number | string];

const HOLDS = {
  "≤": (value: number, bound: number): boolean => value <= bound,
  "<": (value: number, bound: number): boolean => value < bound,
  "≥": (value: number, bound: number): boolean => value >= bound,
  ">": (value: number, bound: number): boolean => value > bound,
};

/** The figures to reach, by benchmark. They are told and never asserted: a busy machine makes no build fail. */
const LIMITS: { readonly [bench: string]: readonly Limit[] } = {
  choose: [
    ["speedup", "≥", 5],
    ["speedupAll", "≥", 1.5],
  ],
  climb: [
    ["seconds", "≤", 360],
    ["peakMemoryBytes", "≤", 900e6],
    ["snips.f1.retrieved", "≥", 0.5],
    ["banking77.accuracy.retrieved", "≥", 0.88],
  ],
  "eval-overhead": [
    ["seconds", "≤", 1],
    ["peers.*.seconds", ">", "seconds"],
  ],
  generate: [
    ["ratio", "≥", 0.97],
    ["ttftRatio", "≥", 0.97],
    ["optimisedPrefillRatio", "≥", 1.5],
  ],
  import: [
    ["core.ms", "<", 30],
    ["core.minifiedBytes", "<", 50_000],
    ["eval.ms", "<", 60],
  ],
  "judge-correction": [
    ["coverage.corrected", "≥", 0.93],
    ["coverage.corrected", "≤", 0.97],
  ],
  report: [
    ["reportSeconds", "≤", 2],
    ["comparisonSeconds", "≤", 2],
    ["reportCommand.seconds", "≤", 2],
    ["compareCommand.seconds", "≤", 2],
  ],
  sequential: [
    ["falseAlarms.ours", "≤", 0.055],
    ["callsSaved", "≥", 0.3],
  ],
  stats: [
    ["bootstrapMs", "≤", 150],
    ["comparisonMs", "≤", 200],
  ],
  store: [
    ["tracesPerSecond", "≥", 5000],
    ["lost", "≤", 0],
  ],
};

/**
 * Returns a line for each figure that a benchmark has to reach: "met", "missed" or "not measured" with the value and its limit; none where it has no
 * limits, or where `output` does not end with a result.
 */
export function limitLines(bench: string, output: string): readonly string[] {
  const metrics = metricsOf(output);
  if (metrics === null) return [];
  return (LIMITS[bench] ?? []).flatMap(([pattern, relation, limit]) => {
    const bound = typeof limit === "number" ? limit : metrics[limit];
    const names = pattern.includes("*") ? Object.keys(metrics).filter((name) => matches(name, pattern)) : [pattern];
    return names.map((name) => {
      const value = metrics[name];
      if (typeof value !== "number" || typeof bound !== "number") return `not measured: ${name} ${relation} ${limit}`;
      const met = HOLDS[relation](value, bound);
      const against = typeof limit === "number" ? String(limit) : `${limit} (${bound})`;
      return `${met ? "met" : "missed"}: ${name} ${Number(value.toPrecision(6))} ${met ? "is" : "is not"} ${relation} ${against}`;
    });
  });
}

function matches(name: string, pattern: string): boolean {
  const [before = "", after = ""] = pattern.split("*");
  const inner = name.slice(before.length, name.length - after.length);
  return name.startsWith(before) && name.endsWith(after) && inner !== "" && !inner.includes(".");
}

function metricsOf(output: string): { readonly [metric: string]: unknown } | null {
  try {
    const { metrics } = JSON.parse(output.trim().split("\n").at(-1) ?? "");
    return typeof metrics === "object" ? metrics : null;
  } catch {
    return null;
  }
}
