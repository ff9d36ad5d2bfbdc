import { Help, type HelpConfiguration } from "commander";
import { wrapText } from "../wrap-text.ts";

/** Under so many columns a description goes below its term. */
const NARROW = 24;
const USAGE = "Usage: ";

/** Returns how help is laid out on so many columns: nothing is wider but a single word. */
export function helpLayout(columns: number): HelpConfiguration {
  const layout = new Help();
  return {
    showGlobalOptions: true,
    helpWidth: columns,
    minWidthToWrap: 12,
    // Each command has options; its own help lists them.
    subcommandTerm: (command) => layout.subcommandTerm(command).replace(" [options]", ""),
    styleUsage: (usage) => wrapText(usage, columns - USAGE.length).replaceAll("\n", `\n${" ".repeat(USAGE.length)}`),
    formatItem: (term, termWidth, description, helper) => {
      if (columns - termWidth - 4 >= NARROW) return layout.formatItem.call(helper, term, termWidth, description, helper);
      const below = description === "" ? [] : wrapText(description, columns - 6).split("\n");
      return [wrapText(`  ${term}`, columns), ...below.map((line) => `      ${line}`)].join("\n");
    },
  };
}
