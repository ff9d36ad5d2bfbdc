/**
 * Returns a GitHub Actions workflow that gates each pull request on a task: the summary on the run's page and as a comment's text, JUnit as an artefact.
 * Inconclusive and unmeasured end red like a regression, told apart by the exit code.
 */
export function gateWorkflow(task: string): string {
  return `# Written by: pawl gate ${task} --workflow
name: pawl gate ${task}

on:
  pull_request:
    branches: [main]

permissions:
  contents: read

jobs:
  gate:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
          cache: npm
      - run: npm ci
      # Answers that were given before are not paid for again.
      - uses: actions/cache@v4
        with:
          path: .pawl
          key: pawl-${task}-\${{ github.sha }}
          restore-keys: pawl-${task}-
      # 0 pass, 1 regression, 2 inconclusive, 3 could not measure, 4 criteria changed
      - run: npx pawl gate ${task} --markdown pawl-gate.md --junit pawl-gate.xml
        env:
          OPENAI_API_KEY: \${{ secrets.OPENAI_API_KEY }}
      # Without a verdict there is no summary: the step before says why.
      - if: always() && hashFiles('pawl-gate.md') != ''
        run: cat pawl-gate.md >> "$GITHUB_STEP_SUMMARY"
      - if: always() && hashFiles('pawl-gate.xml') != ''
        uses: actions/upload-artifact@v4
        with:
          name: pawl-gate-${task}
          path: |
            pawl-gate.md
            pawl-gate.xml
`;
}
