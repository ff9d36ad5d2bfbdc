export { type ConversationRunnerOptions, conversationRunner } from "./conversation/conversation-runner.ts";
export type { ConversationUser, UserTurnRequest } from "./conversation/conversation-user.ts";
export { type Assistant, type ConverseOptions, converse } from "./conversation/converse.ts";
export { type PerTurnOptions, perTurn, type TurnInput, type TurnScore } from "./conversation/per-turn.ts";
export { type PlayedUserOptions, playedUser } from "./conversation/played-user.ts";
export { scriptedUser } from "./conversation/scripted-user.ts";
export { type TurnEstimates, turnEstimates } from "./conversation/turn-estimates.ts";
export { type RecordedConversation, type TurnRow, turnRows } from "./conversation/turn-rows.ts";
