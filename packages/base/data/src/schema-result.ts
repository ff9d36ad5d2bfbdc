import type { Task } from "@pawl/core";

/** What a Standard Schema answers, read off the task so that this package needs no types of its own for it. */
export type SchemaResult = Awaited<ReturnType<Task["output"]["~standard"]["validate"]>>;

export type SchemaIssue = NonNullable<SchemaResult["issues"]>[number];
