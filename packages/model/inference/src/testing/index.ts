export { type CassetteOptions, cassette } from "./cassette.ts";
export { type Script, type ScriptedAnswer, type ScriptedRequest, type ScriptedServer, scriptedServer } from "./scripted-server.ts";
export { completion, streamed } from "./wire-answers.ts";
