import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import * as stats from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(stats).sort()).toMatchInlineSnapshot(`
    [
      "adjustPValues",
      "allPassedBound",
      "asymptoticHalfWidth",
      "auroc",
      "averagePrecision",
      "bestSet",
      "beta",
      "bettingInterval",
      "bettingSequence",
      "binaryAgreement",
      "binomial",
      "bootstrap",
      "bootstrapMean",
      "bradleyTerry",
      "brierScore",
      "chiSquared",
      "cliffDelta",
      "clusterByEntailment",
      "clusteredError",
      "cohenKappa",
      "confusionMatrix",
      "correctedEstimate",
      "createElimination",
      "createRace",
      "decide",
      "discordantOdds",
      "effectiveJudges",
      "eloGap",
      "equivalenceItems",
      "equivalenceTest",
      "errorCorrelation",
      "exactCoverage",
      "fisherF",
      "fleissKappa",
      "groupSequential",
      "gwetAc1",
      "hodgesLehmann",
      "humanCeiling",
      "intraclassCorrelation",
      "itemsNeeded",
      "juryInfluence",
      "juryVerdict",
      "kendallTauB",
      "krippendorffAlpha",
      "labelSplit",
      "leastDiscordant",
      "lengthControlledRate",
      "logLoss",
      "mannWhitney",
      "maxT",
      "mcnemar",
      "mcnemarDetectable",
      "mcnemarItems",
      "meanEstimate",
      "missingBounds",
      "missingness",
      "mixtureEValue",
      "nonInferiorityItems",
      "normal",
      "pairById",
      "pairedT",
      "pairedTItems",
      "pairedVariance",
      "pairedVerdict",
      "passAtK",
      "passHatK",
      "pearson",
      "positionConsistency",
      "ppiDifference",
      "ppiMean",
      "proportionEstimate",
      "randolphKappa",
      "reliability",
      "repeatedDetectable",
      "repeatedItems",
      "repeatsEstimate",
      "riskCoverage",
      "roganGladen",
      "selfConsistency",
      "semanticEntropy",
      "signFlipTest",
      "signTest",
      "signTestPower",
      "skewnessCorrectedInterval",
      "sliceEffects",
      "sliceEstimates",
      "smallestDetectable",
      "spearman",
      "studentT",
      "tangoInterval",
      "twoProportionEstimate",
      "twoProportionItems",
      "welchT",
      "wilcoxon",
      "winRate",
    ]
  `);
});

it("throws no coded error that the README does not list", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
  );
  expect(sources.length).toBeGreaterThan(30);
  for (const file of sources) {
    for (const [, code] of readFileSync(join(import.meta.dirname, file), "utf8").matchAll(/"((?:use|data|service|bug|io)\.[a-z-]+)"/g)) {
      expect(readme).toContain(code);
    }
  }
  for (const name of Object.keys(stats)) expect(readme, name).toContain(`\`${name}`);
});
