import { type AcceptedCall, acceptedCalls, type CheckCallOptions, matchCalls } from "@pawl/eval";
import { describe, expect, it } from "vitest";
import { publicData } from "../data/public-data.ts";
import { type FunctionCalling, functionCalling, type RenderedCall, rendered, written } from "./function-calls.ts";

/** Their ground truth goes against their own tool definitions (a wrong type, an unknown member): the leaderboard's own checker refuses it as well. */
const REFUSED_BY_THE_LEADERBOARD: ReadonlySet<string> = new Set([
  "parallel_multiple_12",
  "parallel_multiple_26",
  "live_simple_106-63-0",
  "live_simple_112-68-0",
]);

const SETS = { simple_python: 400, multiple: 200, parallel: 200, parallel_multiple: 200, live_simple: 258, simple_javascript: 50 };

describe.skipIf(publicData === null)("the function calling leaderboard's answers", () => {
  const data = publicData ?? "";

  for (const [set, size] of Object.entries(SETS)) {
    const script = set === "simple_javascript";
    const questions = publicData === null ? [] : functionCalling(data, set);
    const sound = questions.filter(({ id }) => !REFUSED_BY_THE_LEADERBOARD.has(id));
    const matches = ({ groundTruth, tools }: FunctionCalling, calls: readonly RenderedCall[]): boolean => {
      const options: CheckCallOptions = { tools, language: script ? "javascript" : "json" };
      return matchCalls(calls.map(written), acceptedCalls(groundTruth), options).matches;
    };
    /** Ids of the questions where a change that is wrong goes unnoticed; null where the change cannot be made. */
    const unnoticed = (change: (calls: readonly RenderedCall[], question: FunctionCalling) => readonly RenderedCall[] | null) => {
      let changed = 0;
      const ids = sound.flatMap((question) => {
        const calls = change(rendered(question, { nth: 0, script }), question);
        if (calls === null) return [];
        changed++;
        return matches(question, calls) ? [question.id] : [];
      });
      return { changed, ids };
    };

    describe(set, () => {
      it("passes every answer, whichever accepted values are taken", () => {
        expect(questions).toHaveLength(size);
        for (const nth of [0, 1, 2]) {
          const failed = questions.filter((question) => !matches(question, rendered(question, { nth, script }))).map(({ id }) => id);
          expect(failed.filter((id) => !REFUSED_BY_THE_LEADERBOARD.has(id))).toEqual([]);
        }
      });

      it("passes parallel calls in any order", () => {
        for (const question of sound) expect(matches(question, rendered(question, { nth: 0, script }).reverse())).toBe(true);
      });

      it("fails a wrong name, a call too few and a call too many", () => {
        const renamed = unnoticed(([first, ...rest]) => (first ? [{ ...first, name: `${first.name}_other` }, ...rest] : null));
        expect(renamed).toEqual({ changed: sound.length, ids: [] });
        expect(unnoticed((calls) => calls.slice(1)).ids).toEqual([]);
        expect(unnoticed((calls) => [...calls, ...calls.slice(0, 1)]).ids).toEqual([]);
      });

      it("fails a required parameter left out and one that is not there", () => {
        const without = unnoticed(([first, ...rest], { tools }) => {
          const required = tools.find(({ name }) => name === first?.name)?.parameters["required"];
          const left = Array.isArray(required) ? required[0] : undefined;
          if (first === undefined || left === undefined) return null;
          return [{ ...first, args: Object.fromEntries(Object.entries(first.args).filter(([name]) => name !== left)) }, ...rest];
        });
        expect(without.ids).toEqual([]);
        expect(without.changed).toBeGreaterThan(0.9 * sound.length);
        expect(unnoticed(([first, ...rest]) => (first ? [{ ...first, args: { ...first.args, extra: "1" } }, ...rest] : null)).ids).toEqual(
          [],
        );
      });

      it("fails a wrong type and a value that is not in the list", () => {
        const change = (to: RenderedCall["args"][string]) =>
          unnoticed(([first, ...rest]) => {
            const [parameter] = Object.keys(first?.args ?? {});
            return first === undefined || parameter === undefined
              ? null
              : [{ ...first, args: { ...first.args, [parameter]: to } }, ...rest];
          });
        for (const wrong of [{ no: "such" }, "no such value", [["no such value"]], -98_765.5]) expect(change(wrong).ids).toEqual([]);
        expect(change("no such value").changed).toBeGreaterThan(0.9 * sound.length);
      });
    });
  }

  it("expects no call where no function helps", () => {
    const questions = functionCalling(data, "irrelevance");
    expect(questions).toHaveLength(240);
    for (const { groundTruth, tools } of questions) {
      const accepted: readonly AcceptedCall[] = acceptedCalls(groundTruth);
      expect(matchCalls([], accepted, { tools }).matches).toBe(true);
      expect(matchCalls([{ name: tools[0]?.name ?? "", arguments: {} }], accepted, { tools }).matches).toBe(false);
    }
  });
});
