import { type JsonSchema, type LanguageModel, type Message, PawlError, type RunOptions, type SearchHit } from "@pawl/core";
import { findRetriever, type Search } from "./demonstration-source.ts";
import { fitPrompt } from "./fit-prompt.ts";
import { responseSchema } from "./response-schema.ts";
import type { RunNotes, RunPlan } from "./run-plan.ts";

/** A prompt that fits, and the room it was fitted into. */
export interface PreparedPrompt {
  readonly messages: readonly Message[];
  /** What the answer is held to; null where no schema is sent. */
  readonly schema: JsonSchema | null;
  /** Tokens that a prompt of this run may have; null where there is no limit. */
  readonly limit: number | null;
  /** Of the whole request with these messages; 0 where there is no limit. */
  readonly count: (messages: readonly Message[]) => Promise<number>;
}

/** What an answer is given where the variant does not say: a quarter of the context, at most this. */
const MOST_ROOM_UNASKED = 1_024;

/**
 * Retrieves, renders and fits the prompt of one input, and notes what stood in it.
 * @throws PawlError `data.prompt-too-long` where not even the question alone fits.
 */
export async function preparePrompt<I>(
  plan: RunPlan<I, unknown>,
  input: I,
  run: { readonly model: LanguageModel; readonly options: RunOptions; readonly notes: RunNotes },
): Promise<PreparedPrompt> {
  const { model, options, notes } = run;
  const search = searchIn(plan, options, notes);
  const demonstrations = await plan.demonstrations(input, options, search);
  const hits =
    plan.variant.context && plan.context
      ? await search(plan.context.queryOf(input), { purpose: "context", retriever: plan.variant.context })
      : [];
  const context = hits.map((hit) => ({ hit, keep: hit.score }));

  const counter = plan.counterOf(model);
  const { contextTokens, jsonSchema, price, schemaDialect } = model.capabilities;
  const schema = responseSchema(plan, model, input);
  const definitions = plan.tools.map(({ definition }) => definition);
  // A grammar in our own engine takes no tokens; hosted engines and those that are only asked put the schema into the prompt.
  const schemaCounts = schema !== null && schemaDialect !== "pawl-gbnf" && (price !== null || jsonSchema === "requested");
  const count = async (messages: readonly Message[]): Promise<number> => {
    if (contextTokens === null) return 0;
    const schemaTokens = schemaCounts ? await counter.text(JSON.stringify(schema)) : 0;
    return (await counter.messages(messages)) + (await counter.tools(definitions)) + schemaTokens;
  };
  const room = await answerRoom(plan, model);
  const limit = contextTokens === null ? null : Math.max(0, contextTokens - room);

  const fitted = await fitPrompt({
    demonstrations,
    context,
    limit,
    measure: (parts) =>
      count(plan.renderer.render(input, { demonstrations: shown(parts.demonstrations), context: parts.context.map(({ hit }) => hit) })),
  });
  if (!fitted.fits && limit !== null) throw tooLong(plan, { tokens: fitted.tokens, limit, contextTokens });
  notes.used = { demonstrations: fitted.demonstrations.map(({ id }) => id), context: fitted.context.map(({ hit }) => hit.id) };
  return {
    messages: plan.renderer.render(input, { demonstrations: shown(fitted.demonstrations), context: fitted.context.map(({ hit }) => hit) }),
    schema,
    limit,
    count,
  };
}

/** @returns the error of a prompt that cannot fit. */
export function tooLong(
  plan: RunPlan<never, unknown>,
  sizes: { readonly tokens: number; readonly limit: number; readonly contextTokens: number | null },
): PawlError {
  return new PawlError(
    "data.prompt-too-long",
    `The prompt of task "${plan.task.name}" takes up to ${sizes.tokens} tokens without demonstrations and context; model "${plan.variant.model.id}" leaves ${sizes.limit} beside its answer. Shorten the input or the instructions, lower maxTokens, or take a model with a longer context.`,
    { facts: { ...sizes } },
  );
}

/** Tokens that the context keeps free for the answer. */
async function answerRoom(plan: RunPlan<never, unknown>, model: LanguageModel): Promise<number> {
  const { variant, form } = plan;
  if (variant.decoding === "choose" && form.kind === "closed" && model.choose) {
    const counter = plan.counterOf(model);
    let most = 0;
    for (const label of form.labels) most = Math.max(most, await counter.text(label));
    return most + 1;
  }
  const { contextTokens } = model.capabilities;
  return variant.sampling.maxTokens ?? Math.min(MOST_ROOM_UNASKED, Math.floor((contextTokens ?? 0) / 4));
}

function shown<D extends { readonly keep: number }>(demonstrations: readonly D[]): readonly Omit<D, "keep">[] {
  return demonstrations.map(({ keep: _keep, ...rest }) => rest);
}

function searchIn(plan: RunPlan<never, unknown>, options: RunOptions, notes: RunNotes): Search {
  return async (query, { purpose, retriever: ref, exclude }) => {
    const retriever = findRetriever(plan.retrievers, ref);
    const startedAt = plan.clock.now();
    const report = (step: (typeof notes.steps)[number]): void => void notes.steps.push(step);
    const ask = (count: number): Promise<readonly SearchHit[]> =>
      retriever.retrieve(query, { count, exclude, abortSignal: options.abortSignal, deadlineAt: options.deadlineAt, report });
    const wanted = (hit: SearchHit): boolean => !exclude?.has(hit.id);
    let found = await ask(ref.count);
    // One that does not heed `exclude` is asked again for so many more.
    if (exclude && !found.every(wanted)) found = await ask(ref.count + exclude.size);
    const hits = found.filter(wanted).slice(0, ref.count);
    notes.steps.push({
      kind: "retrieval",
      purpose,
      retriever: retriever.name,
      query,
      hits,
      startedAt,
      totalMs: plan.clock.now() - startedAt,
    });
    return hits;
  };
}
