import { type CallOptions, hashOf, type LanguageModel, type ModelRef, type ModelResolver, PawlError } from "@pawl/core";

/**
 * Returns a finder of the model that a variant names, by id, weights' hash and adapter. A list is looked at now; a resolver is asked on first use
 * and again after it failed.
 * @throws TypeError where none of a list is the model.
 */
export function findModel(
  models: readonly LanguageModel[] | ModelResolver,
  ref: ModelRef,
): (options: CallOptions) => Promise<LanguageModel> {
  if (typeof models !== "function") {
    const found = models.find((model) => hashOf(model.ref) === hashOf(ref));
    if (found === undefined) {
      const given = models.map((model) => said(model.ref)).join(", ") || "none";
      throw new TypeError(
        `The variant's model ${said(ref)} is not among the models given: ${given}. Name it in the variant as the model's own "ref" says.`,
      );
    }
    return async () => found;
  }
  let asked: Promise<LanguageModel> | undefined;
  return async (options) => {
    // Shared by all runs, so one run's signal must not stop it for the others.
    asked ??= models(ref);
    try {
      const model = await unlessAborted(asked, options.abortSignal);
      if (hashOf(model.ref) === hashOf(ref)) return model;
      throw new PawlError(
        "use.wrong-model",
        `The resolver was asked for the model ${said(ref)} and gave ${said(model.ref)}. Name it in the variant as the model's own "ref" says.`,
        {
          facts: { expected: said(ref), actual: said(model.ref) },
        },
      );
    } catch (error) {
      if (!options.abortSignal?.aborted) asked = undefined;
      throw error;
    }
  };
}

/** The model that a list has, so that what it cannot do is said at creation. */
export function listedModel(models: readonly LanguageModel[] | ModelResolver, ref: ModelRef): LanguageModel | null {
  return typeof models === "function" ? null : (models.find((model) => hashOf(model.ref) === hashOf(ref)) ?? null);
}

function said(ref: ModelRef): string {
  const weights = ref.sha256 === undefined ? "" : ` (sha256 ${ref.sha256.slice(0, 12)}…)`;
  return `"${ref.id}"${weights}${ref.adapter === undefined ? "" : ` with adapter ${ref.adapter.sha256.slice(0, 12)}…`}`;
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
