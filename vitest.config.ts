import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: ["packages/{base,app,model,infra}/*", "packages/cli", "apps/*", "tests", "tests/vitest.model.config.ts", "tooling"],
  },
});
