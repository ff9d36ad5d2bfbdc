import type { LanguageModel } from "@pawl/core";

/** What a wrapper changes of a model; `choose` is asked for only where the model has one. */
export interface Wrapping {
  readonly generate: LanguageModel["generate"];
  readonly stream: LanguageModel["stream"];
  readonly choose: (choose: NonNullable<LanguageModel["choose"]>) => NonNullable<LanguageModel["choose"]>;
}

/** Returns a model that is the given one but for what the wrapping changes. Getters, as a lazily loaded model learns its capabilities late. */
export function wrapModel(model: LanguageModel, wrapping: Wrapping): LanguageModel {
  return {
    get ref() {
      return model.ref;
    },
    get capabilities() {
      return model.capabilities;
    },
    countTokens: (text) => model.countTokens(text),
    generate: wrapping.generate,
    stream: wrapping.stream,
    choose: model.choose && wrapping.choose(model.choose),
    [Symbol.asyncDispose]: model[Symbol.asyncDispose],
  };
}
