export { type MakeQueue, queueConformance } from "./queue-conformance.ts";
