import {
  type Budget,
  type CallOptions,
  type ChooseRequest,
  type Clock,
  costOf,
  type GenerateRequest,
  isPawlError,
  type LanguageModel,
  type Ms,
  type PawlErrorShape,
  type Spend,
  type StreamEvent,
  systemClock,
  type Usage,
} from "@pawl/core";
import { failureEvent } from "./internal/failure-event.ts";
import { wrapModel } from "./internal/wrap-model.ts";
import { boundedPart, type Granted, reserveAll } from "./reserve-all.ts";
import { worstCaseOf } from "./worst-case.ts";

export interface BudgetsOptions {
  /** How long a call's reservation stands: longer than the longest call. @default the budget's own, 10 minutes */
  readonly ttlMs?: Ms | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * Returns the model behind budgets. Before a call its worst case is reserved on all of them or the call is not made (see `reserveAll` for
 * what is thrown); after it what was used is settled. A failure whose `facts.billed` is false is refunded; after any other failure, an
 * abort, or a stream that was left, the worst case is settled, or the usage where the engine told it. A budget of time needs a deadline.
 * Where settling itself fails the answer is given all the same: the reservation expires and is then booked in full.
 */
export function withBudgets(model: LanguageModel, budgets: readonly Budget[], options: BudgetsOptions = {}): LanguageModel {
  const clock = options.clock ?? systemClock;

  const open = async (request: GenerateRequest | ChooseRequest, callOptions: CallOptions | undefined): Promise<Account> => {
    callOptions?.abortSignal?.throwIfAborted();
    const startedAt = clock.now();
    const deadlineAt = callOptions?.deadlineAt;
    const worst = { ...(await worstCaseOf(model, request)), ms: deadlineAt === undefined ? null : Math.max(0, deadlineAt - startedAt) };
    const reservation = await reserveAll(budgets, worst, { ttlMs: options.ttlMs });
    return account(reservation, boundedPart(worst), { model, elapsed: () => clock.now() - startedAt });
  };

  const call = async <R extends { readonly usage: Usage | null }>(
    work: () => Promise<R>,
    request: GenerateRequest | ChooseRequest,
    callOptions: CallOptions | undefined,
  ): Promise<R> => {
    const booking = await open(request, callOptions);
    try {
      const result = await work();
      await booking.used(result.usage);
      return result;
    } catch (error) {
      await booking.failed(isPawlError(error) ? error : null, null);
      throw error;
    }
  };

  async function* stream(...[request, callOptions]: Parameters<LanguageModel["stream"]>): AsyncGenerator<StreamEvent> {
    let booking: Account;
    try {
      booking = await open(request, callOptions);
    } catch (error) {
      yield failureEvent(error);
      return;
    }
    try {
      for await (const event of model.stream(request, callOptions)) {
        if (event.type === "end") await booking.used(event.result.usage);
        if (event.type === "failure") await booking.failed(event.error, event.usage);
        yield event;
      }
    } finally {
      await booking.failed(null, null);
    }
  }

  return wrapModel(model, {
    generate: (request, callOptions) => call(() => model.generate(request, callOptions), request, callOptions),
    stream,
    choose: (choose) => (request, callOptions) => call(() => choose(request, callOptions), request, callOptions),
  });
}

/** Each may be called any number of times; the first counts. */
interface Account {
  readonly used: (usage: Usage | null) => Promise<void>;
  readonly failed: (error: PawlErrorShape | null, usage: Usage | null) => Promise<void>;
}

function account(
  reservation: Granted,
  worst: Spend,
  { model, elapsed }: { readonly model: LanguageModel; readonly elapsed: () => Ms },
): Account {
  let open = true;
  const once = async (write: () => Promise<void>): Promise<void> => {
    if (!open) return;
    open = false;
    // What is not written expires and is booked in full: the cap holds, and the caller keeps the answer.
    await write().catch(() => {});
  };
  const used = (usage: Usage | null): Promise<void> => once(() => reservation.settle(actual(usage)));
  const actual = (usage: Usage | null): Spend => {
    if (usage === null) return { ...worst, ms: elapsed() };
    const cost = costOf(usage, model.capabilities.price) ?? worst.microDollars;
    const spent: Spend = { calls: 1, tokens: usage.inputTokens + usage.outputTokens, ms: elapsed() };
    return cost === undefined ? spent : { ...spent, microDollars: cost };
  };
  return {
    used,
    failed: (error, usage) => (error?.facts["billed"] === false ? once(() => reservation.release()) : used(usage)),
  };
}
