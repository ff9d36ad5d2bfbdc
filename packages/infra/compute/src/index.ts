export { type CaseHandlerOptions, caseHandler, type OwnFunction } from "./case-handler.ts";
export type { CaseAnswer, CaseJob, CaseSubject } from "./case-job.ts";
export { type DistributedFunction, type DistributedFunctionOptions, distributedFunction } from "./distributed-function.ts";
export { type DistributedRunner, type DistributedRunnerOptions, distributedRunner } from "./distributed-runner.ts";
export type { JobQueue } from "./job-queue.ts";
export { memoryQueue } from "./memory-queue.ts";
export type { QueueState } from "./queue-state.ts";
export { type RedisQueueOptions, redisQueue } from "./redis-queue.ts";
