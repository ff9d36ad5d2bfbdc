import { isPawlError, PawlError, type RunOptions, type Trace } from "@pawl/core";
import { functionTrace } from "@pawl/eval";
import type { TaskEntry } from "../define-config.ts";
import { errorCode } from "../print-error.ts";

type OwnFunction = NonNullable<TaskEntry["run"]>;

/** Anything that answers an input with its trace. */
export type Traced = (input: unknown, options?: RunOptions) => Promise<Trace>;

/** Returns a task's own function as what answers an input with its trace: what it throws is the outcome. */
export function ownRunner(run: OwnFunction): Traced {
  return (input, options = {}) => functionTrace<unknown, unknown>(run, input, { options });
}

/** Returns the function with what it throws under the code that says who is to mend it: `use.own-code` where that is not an error of Pawl. */
export function withCodes(run: OwnFunction): OwnFunction {
  return async (input, options) => {
    try {
      return await run(input, options);
    } catch (error) {
      if (!(error instanceof Error) || isPawlError(error) || error.name === "TimeoutError") throw error;
      throw new PawlError(errorCode(error), error.message, { cause: error });
    }
  };
}
