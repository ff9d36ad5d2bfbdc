import type { Ms, Progress } from "@pawl/core";
import { displayWidth, fitText } from "./display-width.ts";
import { barText } from "./histogram-text.ts";

export interface ProgressLineOptions extends Progress {
  readonly elapsedMs: Ms;
  /** Width of the terminal; the line is never wider. @default 80 */
  readonly columns?: number | undefined;
  /** What was done before the clock was started, a download that is gone on with: it does not count for the rate. @default 0 */
  readonly doneAtStart?: number | undefined;
}

/** Returns one line with a bar, what is done, the rate and the time left; without a total no bar. Bytes are written in kB, MB, GB. Parts are dropped from the right where they do not fit. */
export function progressLine(options: ProgressLineOptions): string {
  const { columns = 80, done, doneAtStart = 0, elapsedMs, label, total, unit } = options;
  const seconds = elapsedMs / 1_000;
  const rate = seconds > 0 && done > doneAtStart ? (done - doneAtStart) / seconds : null;
  const bytes = unit === "bytes";
  const amount = (value: number): string => (bytes ? byteText(value) : value.toLocaleString("en-US"));
  const count = total === null ? `${amount(done)}${bytes ? "" : ` ${unit}`}` : `${amount(done)}/${amount(total)}${bytes ? "" : ` ${unit}`}`;
  const left = total === null || rate === null || done >= total ? null : ((total - done) / rate) * 1_000;
  const parts = [
    count,
    rate === null
      ? null
      : bytes
        ? `${byteText(rate)}/s`
        : `${rate >= 10 ? Math.round(rate).toLocaleString("en-US") : rate.toPrecision(2)}/s`,
    total !== null && done >= total ? `in ${timeText(elapsedMs)}` : left === null ? null : `${timeText(left)} left`,
  ].filter((part) => part !== null);
  const share = total === null ? null : total === 0 ? 1 : Math.max(0, Math.min(1, done / total));
  const percent = share === null ? "" : `${String(Math.floor(100 * share)).padStart(3)} %`;
  const name = fitText(label, Math.min(displayWidth(label), Math.floor(columns / 3))).trimEnd();
  while (parts.length > 1 && displayWidth([name, percent, ...parts].join("  ")) > columns) parts.splice(1, 1);
  const text = [percent, ...parts].filter((part) => part !== "").join("  ");
  const room = Math.min(30, columns - displayWidth(name) - displayWidth(text) - 4);
  const bar = share === null || room < 5 ? "" : `${`${barText(share * room)}`.padEnd(room, "░")}`;
  return fitText([name, bar, text].filter((part) => part !== "").join("  "), columns).trimEnd();
}

function byteText(value: number): string {
  if (value < 1e3) return `${Math.round(value)} B`;
  const [unit, size] = value < 1e6 ? ["kB", 1e3] : value < 1e9 ? ["MB", 1e6] : ["GB", 1e9];
  return `${(value / Number(size)).toFixed(unit === "kB" ? 0 : unit === "MB" ? 1 : 2)} ${unit}`;
}

function timeText(ms: Ms): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${String(seconds % 60).padStart(2, "0")} min`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")} h`;
}
