import { catalogue } from "@pawl/local";
import { describe, expect, it } from "vitest";
import config from "../pawl.config.ts";
import { MODELS, problemText, startOptions, TASKS } from "./start-options.mjs";

const problems = (...args: string[]): readonly string[] => startOptions(args, { cwd: import.meta.dirname, env: {} }).problems;

describe("startOptions", () => {
  it("knows the tasks of the configuration and the models of the catalogue", () => {
    expect(TASKS).toEqual(Object.keys(config.tasks));
    expect(MODELS).toEqual(catalogue.map(({ name }) => name));
  });

  it("reads every option", () => {
    const line = ["--task", "triage", "--model=openai:gpt-5-mini", "--quick", "--budget", "$0.50", "--seed", "7", "--json", "--quiet"];
    expect(startOptions(line)).toEqual({
      options: {
        task: "triage",
        model: "openai:gpt-5-mini",
        budget: "$0.50",
        seed: "7",
        quick: true,
        json: true,
        quiet: true,
        debug: false,
        help: false,
      },
      problems: [],
    });
    expect(startOptions([])).toMatchObject({ options: { task: "intake", model: "smollm2-135m-instruct", seed: "1" }, problems: [] });
    expect(startOptions(["-h"]).options.help).toBe(true);
  });

  it.each([
    [["--nope"], 'no option "--nope"'],
    [["-x"], 'no option "-x"'],
    [["intake"], 'takes options only; got "intake"'],
    [["--task"], "--task needs a value"],
    [["--task", "--quick"], "--task needs a value"],
    [["--model="], "--model needs a value"],
    [["--quick=no"], '--quick takes no value; got "no"'],
    [["--task", "intke"], 'no task "intke". Tasks: intake, triage, snips, banking77.'],
    [["--task", "toString"], 'no task "toString"'],
    [["--task", "snips"], "PAWL_DATA"],
    [["--model", "smollm2"], 'no model "smollm2". Known: smollm2-135m-instruct, '],
    [["--model", "openai:"], 'no model "openai:"'],
    [["--model", "gone.gguf"], "There is no file "],
    [["--seed", "one"], '--seed is a whole number; got "one".'],
  ])("refuses %j", (args, told) => {
    const found = problems(...args);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(told);
  });

  it("tells several mistakes together", () => {
    expect(problems("--nope", "--quick=1", "--seed=-1")).toHaveLength(3);
    expect(problemText(problems("--task", "x", "--model", "y")).split("\n")).toHaveLength(3);
  });
});
