export { answerRelevanceJudge } from "./judge/answer-relevance-judge.ts";
export { completenessJudge } from "./judge/completeness-judge.ts";
export { type ConversationGoalJudgeOptions, conversationGoalJudge } from "./judge/conversation-goal-judge.ts";
export { type Criterion, type Level, yesNo } from "./judge/criterion.ts";
export { type CriterionJudgeOptions, criterionJudge, type SectionsOf } from "./judge/criterion-judge.ts";
export { factualityJudge } from "./judge/factuality-judge.ts";
export { type FaithfulnessJudgeOptions, faithfulnessJudge } from "./judge/faithfulness-judge.ts";
export { helpfulnessJudge } from "./judge/helpfulness-judge.ts";
export type { JudgeOptions } from "./judge/judge-setup.ts";
export { type JuryOptions, jury } from "./judge/jury.ts";
export { type JuryVotes, juryVotes } from "./judge/jury-votes.ts";
export { type FamilyTable, MODEL_FAMILIES, modelFamilies, requireOtherFamily } from "./judge/model-family.ts";
export { type PairwiseJudgeOptions, pairwiseJudge } from "./judge/pairwise-judge.ts";
export {
  biasProbes,
  duplicatedListProbe,
  ownFamilyProbe,
  paddingProbe,
  plantedCitationProbe,
  positionProbe,
} from "./judge/probes/bias-probes.ts";
export { type InjectionOptions, injectionPlants } from "./judge/probes/injection-plants.ts";
export { type InjectionResult, injectionProbe } from "./judge/probes/injection-probe.ts";
export type { Probe, ProbeItem } from "./judge/probes/probe.ts";
export { type ProbeJudgeOptions, type ProbePair, type ProbeResult, probeJudge } from "./judge/probes/probe-judge.ts";
export type { Doubt } from "./judge/read-reply.ts";
export { type RubricQuestion, type RubricValue, type RubricVerdicts, rubricValue } from "./judge/rubric.ts";
export { type RubricJudgeOptions, rubricJudge } from "./judge/rubric-judge.ts";
export { DEFAULT_SAFETY_POLICY, type SafetyJudgeOptions, safetyJudge } from "./judge/safety-judge.ts";
export type { DrawnOptions, SampledOptions, TextCheck } from "./judge/sampled-scorer.ts";
export type { Section } from "./judge/section.ts";
export { type SelfConsistencyOptions, selfConsistency } from "./judge/self-consistency.ts";
export { type SemanticEntropyOptions, semanticEntropy } from "./judge/semantic-entropy.ts";
export { type ToneJudgeOptions, toneJudge } from "./judge/tone-judge.ts";
export { type TrajectoryGoalJudgeOptions, trajectoryGoalJudge } from "./judge/trajectory-goal-judge.ts";
export { type UnigramSurpriseOptions, unigramSurprise } from "./judge/unigram-surprise.ts";
