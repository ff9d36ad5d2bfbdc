import type { Json, ScoreRequest, Scorer } from "@pawl/core";
import { groundingOf } from "../scorers/text/grounding.ts";
import { answerDetail, askCriterion } from "./ask-criterion.ts";
import type { Criterion } from "./criterion.ts";
import { promptsOf } from "./criterion-judge.ts";
import { claimsSchema, prompt } from "./grading-prompt.ts";
import { judgeScorer } from "./judge-scorer.ts";
import { isDoubt, type JudgeSession } from "./judge-session.ts";
import { type JudgeOptions, judgeSetup } from "./judge-setup.ts";
import { type Doubt, doubt, type ReadClaims, readClaims } from "./read-reply.ts";
import { textOf } from "./section.ts";

export interface FaithfulnessJudgeOptions extends JudgeOptions {
  /** The texts that the output must rest on. @default the retrieved documents that stood in the prompt, as the trace tells */
  readonly context?: ((request: ScoreRequest<unknown, unknown, unknown>) => readonly string[]) | undefined;
  /** Claims checked at most; of more, as of a text that is too long, `whenCut` decides. @default 20 */
  readonly mostClaims?: number | undefined;
}

/** Room for a sentence, its quotes and comma. */
const TOKENS_PER_CLAIM = 80;

const SUPPORT: Criterion = {
  question: "Does the context support the claim? Use nothing but the context, however well you know the matter.",
  levels: [
    { label: "supported", value: 1, anchor: "the context states it, or it follows from what the context states" },
    { label: "contradicted", value: 0, anchor: "the context states something that cannot be true together with it" },
    { label: "not-found", value: 0, anchor: "the context says too little to tell" },
  ],
};

/**
 * Returns a judge of faithfulness to context: the output's claims are listed, each is asked about by itself, and the score is the share that is
 * supported (Es et al. 2023, Ragas, §3). The detail has each claim with its verdict, the counts, and the share of word 3-grams that the context has (`grounding`), the floor beside which a judge must stand out. Unscored without
 * a context, for an output that claims nothing, and where any claim is in doubt.
 */
export function faithfulnessJudge(options: FaithfulnessJudgeOptions): Scorer<unknown, unknown, unknown, "faithfulness"> {
  const { mostClaims = 20 } = options;
  if (!Number.isInteger(mostClaims) || mostClaims < 1)
    throw new RangeError(`"mostClaims" is a whole number of at least 1; got ${mostClaims}.`);
  const contextOf = options.context ?? retrievedContext;
  const setup = judgeSetup(options);
  return judgeScorer({
    name: "faithfulness",
    version: 1,
    setup,
    scale: "share",
    prompts: { support: promptsOf(SUPPORT), claims: claimsTask(mostClaims) },
    settings: { mostClaims },
    judge: async (request, session) => {
      const context = contextOf(request).filter((text) => text.trim() !== "");
      if (context.length === 0) return doubt("There is no context to be faithful to.");
      const answer = session.show([
        { tag: "input", value: request.example.input },
        { tag: "answer", value: request.output },
      ]);
      const listed = await listClaims(session, answer, mostClaims);
      if (isDoubt(listed)) return listed;
      if (listed.claims.length === 0) return doubt("The answer makes no claim that the context could support.");
      if (listed.claims.length > mostClaims && setup.whenCut === "unscored")
        return doubt(`The answer makes ${listed.claims.length} claims; at most ${mostClaims} are checked.`);
      const checked: { readonly [field: string]: Json }[] = [];
      for (const [i, claim] of listed.claims.slice(0, mostClaims).entries()) {
        const shown = session.show([
          { tag: "context", value: context.join("\n\n") },
          { tag: "claim", value: claim },
        ]);
        const found = await askCriterion(session, { criterion: SUPPORT, shown, name: `claim-${i}` });
        if (isDoubt(found)) return doubt(`Claim ${i + 1} of ${listed.claims.length} is in doubt. ${found.reason}`);
        checked.push({ claim, ...answerDetail(found) });
      }
      const count = (label: string): number => checked.filter((one) => one["label"] === label).length;
      const counts = { supported: count("supported"), contradicted: count("contradicted"), notFound: count("not-found") };
      const unchecked = listed.claims.length - checked.length;
      const floor = groundingOf(textOf(request.output), context).share;
      return {
        kind: "judged",
        value: counts.supported / checked.length,
        reason: `${counts.supported} of ${checked.length} claims are supported, ${counts.contradicted} contradicted, ${counts.notFound} not found.`,
        detail: { ...counts, unchecked, grounding: floor, claims: checked },
      };
    },
  });
}

/** Returns the documents of a trace's context retrievals that stood in the prompt; all of them where the trace does not say which did. */
function retrievedContext({ trace }: ScoreRequest<unknown, unknown, unknown>): readonly string[] {
  const hits = trace.steps.flatMap((step) => (step.kind === "retrieval" && step.purpose === "context" ? step.hits : []));
  const used = new Set(trace.used.context);
  return [...new Map(hits.filter(({ id }) => used.size === 0 || used.has(id)).map(({ id, text }) => [id, text])).values()];
}

async function listClaims(session: JudgeSession, answer: string, most: number): Promise<ReadClaims | Doubt> {
  const { model, sampling } = session.setup;
  return session.reply({
    messages: prompt(answer, claimsTask(most)),
    schema: claimsSchema(most, model.capabilities),
    sampling: { ...sampling, maxTokens: Math.max(sampling.maxTokens ?? 0, TOKENS_PER_CLAIM * (most + 1)) },
    seedOf: "claims",
    read: readClaims,
  });
}

/** Asks for one more than may be checked: a model that was told the limit itself would leave out the rest, and nobody would notice. */
function claimsTask(most: number): string {
  return (
    `List the claims of fact that the answer makes, at most ${most + 1}. Each is one short sentence that can be understood alone: names instead of pronouns, nothing added. ` +
    "Leave out questions, greetings, advice and what the answer says about itself. An answer without claims gets an empty list.\n\n" +
    'Reply with one JSON object and nothing else:\n{"claims": ["...", "..."]}'
  );
}
