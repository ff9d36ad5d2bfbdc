import type { Example, Json, Score, Unscored } from "@pawl/core";
import { traceTotals } from "@pawl/core";
import type { Evaluation, EvaluationItem, MetricFacts } from "../evaluation.ts";
import { worstValue } from "../run/score-case.ts";
import { metricNames } from "../summary/summarise.ts";
import { formatQuantity } from "./axis.ts";
import { shorten } from "./figure.ts";
import { type Html, html } from "./html.ts";
import { outcomeText, valueText } from "./item-text.ts";

export interface ItemBrowserOptions {
  /** Where the expected answers are read from; a run itself does not hold them. */
  readonly examples?: readonly Example[] | undefined;
  /** For all items together; texts are cut to fit. @default 1,500,000 */
  readonly maxBytes?: number | undefined;
}

/** Markup of an item besides its texts, measured on reports of one metric, with room for a second. */
const BYTES_AROUND = 620;
const SHORTEST_TEXT = 60;
const LONGEST_TEXT = 4_000;

/** Returns the items of a run to search, filter and open, by mouse or keys. Needs `ITEM_BROWSER_SCRIPT` for more than opening. Where all do not fit, the worst come first and the rest is counted. */
export function itemBrowser<Name extends string>(evaluation: Evaluation<unknown, unknown, Name>, options: ItemBrowserOptions = {}): Html {
  const { maxBytes = 1_500_000 } = options;
  const names = metricNames(evaluation);
  const headline = names[0];
  const facts = headline === undefined ? null : evaluation.metrics[headline];
  const examples = new Map(options.examples?.map((example) => [example.id, example]));
  const most = Math.floor(maxBytes / (BYTES_AROUND + 3 * SHORTEST_TEXT));
  const goodness = (item: EvaluationItem<unknown, unknown, Name>): number => {
    const score = headline === undefined ? undefined : item.scores[headline];
    return score?.kind !== "score" ? -1 : facts?.direction === "lower" ? -score.value : score.value;
  };
  const shown =
    evaluation.items.length <= most ? evaluation.items : [...evaluation.items].sort((a, b) => goodness(a) - goodness(b)).slice(0, most);
  const perText = Math.floor((maxBytes / Math.max(1, shown.length) - BYTES_AROUND) / 3);
  const length = Math.max(SHORTEST_TEXT, Math.min(LONGEST_TEXT, perText));
  const kinds = [...new Set(evaluation.items.map(({ trace }) => trace.outcome.kind))].sort();
  const left = evaluation.items.length - shown.length;
  return html`<div class="tools"><input type="search" id="find" placeholder="Search   ( / )" aria-label="Search the items"><select id="kind" aria-label="Filter"><option value="">all items</option><option value="wrong">not fully right</option><option value="missing">without a score</option>${kinds.map((kind) => html`<option value="o:${kind}">${kind}</option>`)}</select><span class="note" id="count" aria-live="polite">${shown.length} items</span></div>
<p class="note">Keys: / search, j and k next and previous, Enter opens.${left > 0 ? ` The worst ${shown.length} are shown, ${left} more are left out to keep the page small.` : null}</p>
<div id="items">${shown.map((item) => itemRow(item, { names, facts, headline, example: examples.get(item.trace.origin.example?.id ?? ""), length }))}</div>`;
}

interface RowContext<Name extends string> {
  readonly names: readonly Name[];
  readonly headline: Name | undefined;
  readonly facts: MetricFacts | null;
  readonly example: Example | undefined;
  readonly length: number;
}

function itemRow<Name extends string>({ scores, trace }: EvaluationItem<unknown, unknown, Name>, context: RowContext<Name>): Html {
  const { example, facts, headline, length, names } = context;
  const { outcome } = trace;
  const score = headline === undefined ? undefined : scores[headline];
  const value = score?.kind === "score" ? score.value : null;
  const right = value !== null && facts !== null && facts.scale !== "real" && value === 1 - worstValue(facts);
  const state = value === null ? "missing" : facts?.scale === "real" || right ? "" : "wrong";
  const tone = value === null ? "gone" : state === "wrong" ? "no" : "ok";
  const id = trace.origin.example?.id ?? trace.id;
  const repeat = trace.origin.example?.repeat ?? 0;
  const input = valueText(trace.input);
  const { microDollars } = traceTotals(trace);
  const answers = [example?.expected, ...(example?.alternatives ?? [])].filter((answer) => answer !== undefined);
  return html`<details class="item" data-o="${outcome.kind}" data-s="${state}"><summary><span class="pill ${tone}">${outcome.kind === "ok" ? (value === null ? "–" : scoreText(value)) : outcome.kind}</span><span class="head">${shorten(input.replace(/\s+/g, " "), 140)}</span><span class="id">${shorten(id, 40)}${repeat > 0 ? ` #${repeat + 1}` : null}</span></summary><dl><dt>input</dt><dd>${shorten(input, length)}</dd>${answers.length === 0 ? null : html`<dt>expected</dt><dd>${shorten(answers.map(valueText).join("\nor "), length)}</dd>`}<dt>${outcome.kind === "ok" ? "output" : outcome.kind}</dt><dd>${shorten(outcomeText(outcome), length)}</dd>${names.map((name) => html`<dt>${name}</dt><dd>${scoreLine(scores[name])}</dd>`)}<dt>took</dt><dd>${formatQuantity(trace.totalMs, "ms")}${microDollars === null || microDollars === 0 ? null : `, ${formatQuantity(microDollars, "money")}`}</dd></dl></details>`;
}

function scoreText(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

function scoreLine(score: Score | Unscored): string {
  if (score.kind === "unscored") return `– ${shorten(score.reason, 200)}`;
  const said = [score.reason, detailText(score.detail)].filter((text) => text !== undefined && text !== "").join(" · ");
  return said === "" ? scoreText(score.value) : `${scoreText(score.value)} · ${shorten(said, 200)}`;
}

function detailText(detail: Json | undefined): string {
  if (detail === undefined || detail === null) return "";
  if (typeof detail !== "object" || Array.isArray(detail)) return valueText(detail);
  return Object.entries(detail)
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0))
    .map(([key, value]) => `${key} ${Array.isArray(value) ? value.map(valueText).join(", ") : valueText(value)}`)
    .join("; ");
}

/** Search, filter and keys of the item browser; without it every item can still be opened. */
export const ITEM_BROWSER_SCRIPT: string = `(()=>{
const $=(id)=>document.getElementById(id),find=$("find"),kind=$("kind"),count=$("count"),items=[...$("items").children];
const text=new Map();let at=-1;
const shown=()=>items.filter((i)=>!i.hidden);
const filter=()=>{const words=find.value.toLowerCase().split(/\\s+/).filter(Boolean),k=kind.value;
for(const i of items){let ok=!k||(k.startsWith("o:")?i.dataset.o===k.slice(2):k==="missing"?i.dataset.s==="missing":i.dataset.s!=="");
if(ok&&words.length){let t=text.get(i);if(t===undefined)text.set(i,t=i.textContent.toLowerCase());ok=words.every((w)=>t.includes(w))}
i.hidden=!ok}
const n=shown().length;count.textContent=n+(n===items.length?" items":" of "+items.length+" items");at=-1};
const go=(step)=>{const list=shown();if(!list.length)return;at=Math.max(0,Math.min(list.length-1,at+step));const s=list[at].firstElementChild;s.focus();s.scrollIntoView({block:"nearest"})};
find.addEventListener("input",filter);kind.addEventListener("change",filter);
document.addEventListener("focusin",(e)=>{const i=e.target.closest&&e.target.closest(".item");if(i)at=shown().indexOf(i)});
document.addEventListener("keydown",(e)=>{if(e.ctrlKey||e.metaKey||e.altKey)return;
if(e.target===find){if(e.key==="Escape"){find.value="";filter();find.blur()}else if(e.key==="ArrowDown"||e.key==="Enter"){e.preventDefault();at=-1;go(1)}return}
if(e.target===kind)return;
if(e.key==="/"){e.preventDefault();find.focus();find.select()}else if(e.key==="j"){go(1)}else if(e.key==="k"){go(-1)}});
})();`;
