import type { LanguageModel } from "@pawl/core";
import type { Endpoint } from "./endpoint.ts";
import type { WireOptions } from "./wire-request.ts";

/** How a model's requests are written and its answers read. */
export interface ModelWiring {
  readonly endpoint: Endpoint;
  readonly wire: WireOptions;
}

// A registered symbol, so that two copies of this package agree; not enumerable, so that a wrapper (which may mask prompts) is not taken for its model.
const WIRING = Symbol.for("pawl.openai-wiring");

/** Returns the model with its wiring. */
export function wired(model: LanguageModel, wiring: ModelWiring): LanguageModel {
  return Object.defineProperty(model, WIRING, { value: wiring });
}

/** Returns the wiring of a model of `openaiModel`. @throws TypeError for any other, a wrapped one included. */
export function wiringOf(model: LanguageModel): ModelWiring {
  const wiring: ModelWiring | undefined = Reflect.get(model, WIRING);
  if (wiring !== undefined) return wiring;
  throw new TypeError(
    `A batch file takes a model as openaiModel returns it, not wrapped; got ${JSON.stringify(model.ref.id)}. Wrap what batchModel returns.`,
  );
}
