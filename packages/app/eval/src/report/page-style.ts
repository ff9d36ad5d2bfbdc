/**
 * The palette keeps its hues apart for the common kinds of colour blindness (after Okabe and Ito 2008, darkened until each mark has a
 * contrast of at least 3:1 on its ground); series are also told apart by shape, label or place, never by colour alone.
 */
export const PAGE_STYLE: string = `
:root{color-scheme:light dark;--ground:#f6f7fb;--card:#fff;--ink:#171a24;--soft:#545b6e;--line:#dfe3ec;--s0:#0a6cc4;--s1:#d1520a;--s2:#008a66;--s3:#b0378a;--s4:#a06a00;--s5:#66708a;--on:#fff;--tint:#0a6cc41a;--good:#006a48;--bad:#a63208;--added:#00734f14;--removed:#b3370a14}
@media(prefers-color-scheme:dark){:root{--ground:#0e1118;--card:#171b25;--ink:#edf0f7;--soft:#a3acc0;--line:#2b3242;--s0:#57b2f5;--s1:#ff8d47;--s2:#35d3a0;--s3:#f29ad0;--s4:#ffc640;--s5:#95a0b8;--on:#0b0e14;--tint:#57b2f524;--good:#4fdcae;--bad:#ff9a63;--added:#4fdcae1f;--removed:#ff9a631f}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main,header{max-width:1020px;margin:0 auto;padding:0 20px}
header{padding-top:36px}
h1{font-size:30px;line-height:1.2;margin:0 0 6px;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:20px;margin:0 0 14px}
.lead,.note{color:var(--soft)}
.lead{margin:0 0 20px;overflow-wrap:anywhere}
.note{font-size:14px;margin:6px 0 0}
section{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:22px 24px;margin:0 0 18px}
a{color:var(--s0)}
code{font:13px ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
figure{margin:0 0 26px}
figure:last-child{margin-bottom:0}
.note+figure,.note+.plot{margin-top:16px}
figcaption{font-weight:650;margin-bottom:6px}
.plot{overflow-x:auto}
.notes{color:var(--soft);font-size:14.5px;margin:12px 0 0;padding-left:20px}
svg{display:block;width:100%;min-width:520px;height:auto;font:13px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
svg text{fill:var(--ink)}
svg .tick,svg .n,svg .axis{fill:var(--soft);font-size:12px}
svg .axis{font-weight:600}
svg .value{font-variant-numeric:tabular-nums}
svg .grid{stroke:var(--line)}
svg .reference{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:4 3}
svg .bar{stroke-width:7;stroke-linecap:round;opacity:.42}
svg .bar.thin{stroke-width:3}
svg .dot{stroke:var(--card);stroke-width:1.5}
svg .hollow{fill:var(--card);stroke:var(--s5);stroke-width:2.5}
svg .front{fill:none;stroke:var(--s0);stroke-width:2;opacity:.55}
svg .halo{paint-order:stroke;stroke:var(--card);stroke-width:4px;stroke-linejoin:round}
svg .band{fill:var(--s0);opacity:.2}
svg .curve{fill:none;stroke:var(--s0);stroke-width:2.5}
svg .ahead{stroke-dasharray:6 5}
svg .cell{fill:var(--ground)}
svg .count{font-size:12px;font-variant-numeric:tabular-nums}
svg .count.strong{fill:var(--on);font-weight:650}
${[0, 1, 2, 3, 4, 5].map((i) => `svg .s${i}{fill:var(--s${i})}svg .bar.s${i}{stroke:var(--s${i})}`).join("\n")}
table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
th,td{padding:5px 14px 5px 0;text-align:right;border-bottom:1px solid var(--line);vertical-align:top}
th:first-child{text-align:left;font-weight:550}
thead th{color:var(--soft);font-weight:600}
details.data{margin-top:6px;font-size:14px}
summary{cursor:pointer;color:var(--soft)}
summary:focus-visible,input:focus-visible,select:focus-visible,.plot:focus-visible{outline:3px solid var(--s0);outline-offset:2px;border-radius:4px}
.said{margin:0 0 14px}
.soft{color:var(--soft)}
.groups{margin:0;padding-left:30px;font-size:14.5px}
.groups li{margin:0 0 10px;overflow-wrap:anywhere}
.texts td,.texts thead th{text-align:left}
.words{display:inline-block;min-width:180px;white-space:normal}
.plot+.note{margin-top:10px}
h3{font-size:16px;margin:22px 0 6px}
h3:first-child{margin-top:0}
h3 small{color:var(--soft);font-weight:400}
.warning{border-left:4px solid var(--bad);background:var(--removed);padding:10px 14px;border-radius:6px;margin:0 0 16px}
.warning ul{margin:6px 0 0;padding-left:20px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(160px,1fr));gap:12px;margin:0 0 18px}
.tile{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:14px 16px}
.tile b{display:block;font-size:21px;line-height:1.35;overflow-wrap:anywhere;font-variant-numeric:tabular-nums;letter-spacing:-.01em}
.tile span{color:var(--soft);font-size:13.5px}
.tools{display:flex;flex-wrap:wrap;gap:10px;margin-bottom:12px;align-items:center}
.tools input,.tools select{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);border-radius:8px;padding:7px 10px}
.tools input{flex:1 1 240px}
.item{border-bottom:1px solid var(--line);content-visibility:auto;contain-intrinsic-size:auto 42px}
.item>summary{display:flex;gap:12px;align-items:baseline;padding:8px 4px;color:var(--ink);list-style:none}
.item>summary::-webkit-details-marker{display:none}
.item>summary:hover,.item[open]>summary{background:var(--tint)}
.item .head{flex:1;min-width:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.item .id{color:var(--soft);font-size:13px}
.pill{min-width:52px;text-align:center;font-size:12.5px;border-radius:99px;padding:1px 9px;border:1px solid currentColor;white-space:nowrap;font-variant-numeric:tabular-nums}
.item ins{color:var(--good);background:var(--added);text-decoration:underline;text-underline-offset:3px}
.item del{color:var(--bad);background:var(--removed);text-decoration:line-through}
.item del+ins{margin-left:3px}
#items{margin-top:10px}
.plain ins{color:inherit;background:none;text-decoration:none}
.plain del{display:none}
kbd{font:12px ui-monospace,SFMono-Regular,Menlo,monospace;border:1px solid var(--line);border-radius:4px;padding:0 5px;color:var(--ink)}
.switch{display:flex;gap:6px;align-items:center;font-size:14px;color:var(--soft)}
.switch input{flex:none;margin:0}
.ok{color:var(--good)}.no{color:var(--bad)}.gone{color:var(--soft)}
.item dl{margin:0;padding:6px 4px 14px;display:grid;grid-template-columns:124px 1fr;gap:5px 14px;font-size:14.5px}
.item dt{color:var(--soft)}
.item dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
footer{max-width:1020px;margin:0 auto;padding:4px 20px 36px;color:var(--soft);font-size:13.5px}
@media(max-width:640px){section{padding:16px}.item dl{grid-template-columns:1fr}h1{font-size:24px}td,thead th{white-space:nowrap}}
@media print{section,.tile{break-inside:avoid}.tools{display:none}}
`;
