import type { GateMetric, GateVerdict } from "./gate.ts";
import { FIRST_TOKEN } from "./gate-settings.ts";

const SENTENCES: { readonly [verdict in GateVerdict]: string } = {
  pass: "Pass: shown to be no worse than the baseline.",
  regression: "Regression: shown to be worse than the baseline allows.",
  inconclusive: "Inconclusive: the data cannot tell whether it is worse.",
  "cannot-measure": "Cannot measure: the runs do not allow a comparison.",
  "criteria-changed": "Criteria changed: the baseline was blessed by another yardstick.",
};

/** Returns a verdict in one sentence. */
export function verdictSentence(verdict: GateVerdict): string {
  return SENTENCES[verdict];
}

/** Cells of one metric, for tables. */
export interface GateFigures {
  readonly name: string;
  readonly kind: string;
  readonly baseline: string;
  readonly candidate: string;
  readonly effect: string;
  readonly interval: string;
  readonly margin: string;
  /** Minimum detectable difference. */
  readonly detectable: string;
  readonly n: string;
}

/** Returns a metric's numbers as people read them. */
export function gateFigures(metric: GateMetric): GateFigures {
  const latency = metric.metric === FIRST_TOKEN;
  const value = (number: number | null): string => (number === null ? "–" : latency ? `${Math.round(number)} ms` : plain(number));
  const [low, high] = metric.interval ?? [null, null];
  return {
    name: metric.metric,
    kind:
      metric.severity === "tracked"
        ? `${metric.kind} (tracked)`
        : metric.severity === "guardrail"
          ? `${metric.kind} (guardrail)`
          : metric.kind,
    baseline: value(metric.baseline),
    candidate: value(metric.candidate),
    effect: metric.effect === null ? "–" : latency ? `${percent(-metric.effect)} late` : signed(metric.effect),
    interval:
      low === null && high === null
        ? "–"
        : latency
          ? `${percent(-(high ?? 0))} to ${percent(-(low ?? 0))}`
          : `${low === null ? "–∞" : signed(low)} to ${high === null ? "∞" : signed(high)}`,
    margin: latency ? `+${Math.round(100 * metric.margin)} %` : plain(metric.margin),
    detectable: metric.detectable === null ? "–" : latency ? `${percent(metric.detectable)} late` : plain(metric.detectable),
    n: String(metric.n),
  };
}

function plain(value: number): string {
  return Math.abs(value) < 1000 ? String(Number(value.toFixed(3))) : String(Math.round(value));
}

function signed(value: number): string {
  const text = plain(value);
  return value > 0 ? `+${text}` : text.replace(/^-/, "−");
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
