import { describe, expect, it } from "vitest";
import { computedBy, differences, isInstalled, referenceTable, TOOLS } from "./reference-values.ts";

const required = process.env["PAWL_REQUIRE_SERVICES"] === "1";

describe.each(TOOLS)("%s", (tool) => {
  it.skipIf(!required && !isInstalled(tool))(
    "computes the values of the reference table (skipped where it is not installed)",
    () => {
      expect(isInstalled(tool), "r-base-core r-cran-boot python3-scipy python3-statsmodels python3-sklearn are needed").toBe(true);
      const computed = computedBy(tool);
      expect(computed.length).toBeGreaterThan(40);
      expect(differences(tool, computed)).toEqual([]);
    },
    60_000,
  );
});

it("says what differs, what is left out and what is not in the table", () => {
  const [first] = referenceTable().filter(({ tools }) => tools.includes("R"));
  const tool = "R 4";
  const found = differences("R", [
    { id: first?.id ?? "", tool, values: [7, 7] },
    { id: "unheard of", tool, values: [1] },
  ]);
  expect(found[0]).toContain("unheard of");
  expect(found[1]).toContain("R 4 gives 7, 7");
  expect(found).toHaveLength(1 + referenceTable().filter(({ tools }) => tools.includes("R")).length);
});
