import { type CallOptions, type Choice, type ChooseRequest, type LanguageModel, PawlError } from "@pawl/core";
import { factsOf } from "./call-error.ts";
import { codeRequest, codesFor, readCode } from "./choose-by-code.ts";
import type { Endpoint } from "./endpoint.ts";

/** Returns a `choose` that asks for a candidate's code by `generate`. */
export function chooseWith(
  generate: LanguageModel["generate"],
  { endpoint, logProbs }: { readonly endpoint: Endpoint; readonly logProbs: boolean },
): NonNullable<LanguageModel["choose"]> {
  return async (request: ChooseRequest, callOptions?: CallOptions): Promise<Choice> => {
    const { candidates } = request;
    if (candidates.length === 0) throw new RangeError("choose needs at least one candidate; got none.");
    const codes = codesFor(candidates.length);
    const result = await generate(codeRequest(request, codes, logProbs), callOptions);
    const read = readCode(result, codes);
    if (!read) {
      throw new PawlError(
        "service.no-choice",
        `${endpoint.model} answered with none of the ${candidates.length} codes it was given. Ask for the whole answer instead (decoding "schema" or "free").`,
        { facts: { ...factsOf(endpoint), candidates: candidates.length, finishReason: result.finishReason } },
      );
    }
    return { ...read, usage: result.usage, timings: result.timings };
  };
}
