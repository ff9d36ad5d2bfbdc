import { afterEach, expect, it, vi } from "vitest";
import { errorText } from "../print-error.ts";
import { recordingOutput } from "../recording-output.fixture.ts";
import { scriptedProject } from "../scripted-project.fixture.ts";
import { modelsOptimise } from "./models.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

it("says of an interrupted re-encoding that nothing was written: it begins anew", async () => {
  using project = scriptedProject({ "SmolLM2-135M-Instruct.Q4_1.gguf": "to be hashed" });
  vi.stubEnv("PAWL_MODEL_DIR", project.folder);
  vi.stubEnv("PAWL_CACHE_DIR", project.at("cache"));
  const abortSignal = AbortSignal.abort(new DOMException("Interrupted.", "AbortError"));
  const optimising = modelsOptimise(recordingOutput(), "smollm2-135m-instruct", { format: "q8_0", abortSignal });
  const error: unknown = await optimising.catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: "AbortError" });
  expect(errorText(error, false)).toContain("Nothing was written");
});
