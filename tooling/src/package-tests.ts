import { defineConfig, type ViteUserConfig } from "vitest/config";

const conditions = ["pawl-source", "node", "import", "module", "default"];

/** How every package is tested: from its sources, no build. `*.model.test.ts` (real model) and `*.service.test.ts` (servers, browser) belong to `tests/`. */
export function packageTests(test: NonNullable<ViteUserConfig["test"]> = {}): ViteUserConfig {
  return defineConfig({
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: conditions } },
    test: { include: ["src/**/*.test.ts"], testTimeout: 20_000, ...test },
  });
}
