import { type Html, html } from "./html.ts";
import { type ItemRow, itemRow } from "./item-row.ts";
import { LONGEST_TEXT } from "./item-texts.ts";
import { BYTES_AROUND, DEFAULT_MAX_BYTES, mostShown, SHORTEST_TEXT } from "./pick-items.ts";

export interface ItemListOptions {
  readonly rows: readonly ItemRow[];
  /** Of which the rows are a part. */
  readonly all: number;
  /** Most texts a row has. */
  readonly texts: number;
  readonly maxBytes?: number | undefined;
  /** Value and words of each filter. */
  readonly filters: readonly (readonly [value: string, words: string])[];
  /** How those left out differ from those shown. */
  readonly left: string;
  /** What the marks in texts compare with; without them the switch is not there. */
  readonly marks: string | null;
}

/** Returns items to search, filter and open, by mouse or keys. Needs `ITEM_BROWSER_SCRIPT` for more than opening. */
export function itemList(options: ItemListOptions): Html {
  const { all, filters, left, marks, maxBytes = DEFAULT_MAX_BYTES, texts } = options;
  const rows = options.rows.slice(0, mostShown(maxBytes, texts));
  const bytes = Math.floor(maxBytes / Math.max(1, rows.length));
  const length = Math.max(SHORTEST_TEXT, Math.min(LONGEST_TEXT, Math.floor((bytes - BYTES_AROUND) / texts)));
  const more = all - rows.length;
  const count = rows.length.toLocaleString("en-US");
  const keys = html`Keys: <kbd>/</kbd> search, <kbd>j</kbd> and <kbd>k</kbd> next and previous, <kbd>Enter</kbd> opens${marks === null ? null : html`, <kbd>d</kbd> differences`}.`;
  return html`<div class="tools"><input type="search" id="find" placeholder="Search   ( / )" aria-label="Search the items"><select id="kind" aria-label="Filter"><option value="">all items</option>${filters.map(([value, words]) => html`<option value="${value}">${words}</option>`)}</select>${marks === null ? null : html`<label class="switch"><input type="checkbox" id="marks" checked> ${marks}</label>`}<span class="note" id="count" aria-live="polite">${count} items</span></div>
<p class="note">${keys}${more > 0 ? ` ${left} ${count} are shown, ${more.toLocaleString("en-US")} more are left out to keep the page small.` : null}</p>
<div id="items">${rows.map((row) => itemRow(row, { bytes, length }))}</div>`;
}

/** Search, filter, differences and keys of the item browser, and links to its items; without it every item can still be opened. */
export const ITEM_BROWSER_SCRIPT: string = `(()=>{
const $=(id)=>document.getElementById(id),find=$("find"),kind=$("kind"),marks=$("marks"),count=$("count"),box=$("items"),items=[...box.children];
const text=new Map();let at=-1;
const shown=()=>items.filter((i)=>!i.hidden);
const filter=()=>{const words=find.value.toLowerCase().split(/\\s+/).filter(Boolean),k=kind.value;
for(const i of items){let ok=!k||i.dataset.f.split(" ").includes(k);
if(ok&&words.length){let t=text.get(i);if(t===undefined)text.set(i,t=i.textContent.toLowerCase());ok=words.every((w)=>t.includes(w))}
i.hidden=!ok}
const n=shown().length;count.textContent=n.toLocaleString("en-US")+(n===items.length?" items":" of "+items.length.toLocaleString("en-US")+" items");at=-1};
const go=(step)=>{const list=shown();if(!list.length)return;at=Math.max(0,Math.min(list.length-1,at+step));const s=list[at].firstElementChild;s.focus();s.scrollIntoView({block:"nearest"})};
const mark=()=>box.classList.toggle("plain",!marks.checked);
find.addEventListener("input",filter);kind.addEventListener("change",filter);if(marks){marks.addEventListener("change",mark);mark()}
document.addEventListener("focusin",(e)=>{const i=e.target.closest&&e.target.closest(".item");if(i)at=shown().indexOf(i)});
document.addEventListener("keydown",(e)=>{if(e.ctrlKey||e.metaKey||e.altKey)return;
if(e.target===find){if(e.key==="Escape"){find.value="";filter();find.blur()}else if(e.key==="ArrowDown"||e.key==="Enter"){e.preventDefault();at=-1;go(1)}return}
if(e.target===kind)return;
if(e.key==="/"){e.preventDefault();find.focus();find.select()}else if(e.key==="j"){go(1)}else if(e.key==="k"){go(-1)}else if(e.key==="d"&&marks){marks.checked=!marks.checked;mark()}});
const reveal=(link)=>{const i=document.getElementById((link||location.hash).slice(1));if(!i||!i.classList.contains("item"))return;
find.value="";kind.value="";filter();i.open=true;i.firstElementChild.focus({preventScroll:true});i.scrollIntoView({block:"start"})};
addEventListener("hashchange",()=>reveal());document.addEventListener("click",(e)=>{const a=e.target.closest&&e.target.closest('a[href^="#"]');if(a)setTimeout(reveal,0,a.getAttribute("href"))});
filter();reveal()})();`;
