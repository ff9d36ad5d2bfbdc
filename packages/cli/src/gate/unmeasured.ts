import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Output } from "../output.ts";
import { awayError, type ToldError } from "./run-variant.ts";

/** Says why nothing could be measured; returns the exit code of that. */
export function unmeasured(output: Output, error: ToldError): ExitCode {
  output.document({ error, exit: EXIT.unmeasured });
  output.fail(`${output.style("red", "✗")} Nothing could be measured: ${error.message}`);
  return EXIT.unmeasured;
}

/** The same of a service that is away. @throws any other failure */
export function unmeasuredIfAway(output: Output, error: unknown): ExitCode {
  const away = awayError(error);
  if (away === null) throw error;
  return unmeasured(output, away);
}
