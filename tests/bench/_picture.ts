/** Draws the README's picture from a climb's `--json`: `node --conditions=pawl-source tests/bench/_picture.ts result.json docs/climb.svg`. */
import { readFileSync, writeFileSync } from "node:fs";
import { intervalChart, standaloneSvg } from "@pawl/eval/report";
import { type ClimbResult, climbCharts } from "@pawl/ladder";

const [from = "", to = ""] = process.argv.slice(2);
const result: ClimbResult = JSON.parse(readFileSync(from, "utf8"));
writeFileSync(to, standaloneSvg(intervalChart(climbCharts(result).scores)));
