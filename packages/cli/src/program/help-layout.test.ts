import { Command } from "commander";
import { expect, it } from "vitest";
import { helpLayout } from "./help-layout.ts";

const help = (columns: number): string =>
  new Command("pawl")
    .argument("<champion>")
    .argument("<candidate>")
    .argument("[more...]")
    .option("--until-decided <something>", "runs only until the verdict against the baseline is in, or against a run")
    .option("--quiet")
    .configureHelp(helpLayout(columns))
    .helpInformation();

it("puts descriptions below their terms where few columns are left, and is no wider than they are", () => {
  const lines = help(40).split("\n");
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
  expect(lines).toContain("  --until-decided <something>");
  expect(lines).toContain("      runs only until the verdict");
  expect(lines.slice(0, 2)).toEqual(["Usage: pawl [options] <champion>", "       <candidate> [more...]"]);
});

it("lists commands with their arguments, and leaves their options to their own help", () => {
  const program = new Command("pawl").configureHelp(helpLayout(80));
  program.command("plan").argument("<task>").option("--effect <n>").description("how many examples it takes");
  expect(program.helpInformation()).toMatch(/^ {2}plan <task> +how many examples it takes$/m);
});

it("puts them beside where there is room", () => {
  expect(help(100)).toMatch(/^ {2}--until-decided <something> {2}runs only until the verdict/m);
  expect(help(100)).toMatch(/^Usage: pawl \[options\] <champion> <candidate> \[more\.\.\.\]$/m);
});
