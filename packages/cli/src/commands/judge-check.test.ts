import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { greetings, type JudgedConfigOptions, judgedConfig, WARM_VARIANT } from "../judged-project.fixture.ts";
import { createProgram } from "../program/create-program.ts";
import { recordingOutput } from "../recording-output.fixture.ts";
import { type ScriptedProject, scriptedProject } from "../scripted-project.fixture.ts";
import { blessCommand } from "./bless.ts";
import { evalCommand } from "./eval.ts";
import { gateCommand } from "./gate.ts";
import { type JudgeCheckOptions, judgeCheckCommand } from "./judge-check.ts";

const abortSignal = new AbortController().signal;

const said = (i: number): string => (i % 2 === 0 ? `Hello ${i} from the shop.` : `Go away ${i}.`);
/** 60 outputs; people disagree with the judge on each tenth. */
const csv = (count = 60): string =>
  [
    "id,input,output,rater,label",
    ...Array.from({ length: count }, (_, i) => `g${i},"Hi, ${i}",${said(i)},ann,${(i % 2 === 0) !== (i % 10 === 0) ? "yes" : "no"}`),
  ].join("\n");

const project = (options: JudgedConfigOptions = {}, labels: string = csv()): ScriptedProject =>
  scriptedProject({ "pawl.config.ts": judgedConfig(options), "data/say.jsonl": greetings(30), "labels.csv": labels });

const check = async (made: ScriptedProject, options: Partial<JudgeCheckOptions> = {}, columns = 80) => {
  const output = recordingOutput({ columns });
  const defaults = { task: "say", labels: made.at("labels.csv"), repeats: 1, probes: "none", concurrency: 4, abortSignal };
  const exit = await judgeCheckCommand(output, await made.load(), { ...defaults, ...options });
  return { exit, output, document: Object(output.documents[0]), text: output.printed.join("\n") };
};
const evaluated = async (made: ScriptedProject) => {
  const output = recordingOutput();
  await evalCommand(output, await made.load(), { task: "say", split: "dev", repeats: 1, seed: 1, abortSignal });
  return { text: output.printed.join("\n"), document: Object(output.documents[0]) };
};

describe("pawl judge check", () => {
  it("reads labels whose cells another character parts", async () => {
    using made = project({}, csv(4).replaceAll(/,(?! )/g, ";"));
    await expect(check(made)).rejects.toMatchObject({ code: "data.invalid-labels" });
    const { document } = await check(made, { delimiter: ";" });
    expect(document).toMatchObject({ format: "pawl.judge-check/1", labels: { items: 4, raters: ["ann"] } });
  });

  it("ends with 0 for a judge that agrees with people, and writes page and file", async () => {
    using made = project();
    const { document, exit, text } = await check(made, { repeats: 2, probes: "all" });
    expect(exit).toBe(0);
    expect(document).toMatchObject({
      format: "pawl.judge-check/1",
      verdict: { kind: "usable" },
      exit: 0,
      agreement: { n: 60, agreement: { value: 0.9 } },
    });
    for (const part of ["Usable", "sensitivity", "specificity", "Cohen's κ", "planted-citation", "pawl/say/judges/polite.json"])
      expect(text).toContain(part);
    expect(readFileSync(document.report, "utf8")).toContain("people against the judge");
    const file = made.at("pawl/say/judges/polite.json");
    const before = readFileSync(file, "utf8");
    await check(made, { repeats: 2, probes: "all" });
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  it("probes for bias by itself where that costs few calls, and says what it did not", async () => {
    using made = project();
    const { document, text } = await check(made, { probes: "few" });
    expect(document.probes.map(({ probe }: { readonly probe: string }) => probe)).toEqual([
      "length",
      "list-duplication",
      "planted-citation",
      "position",
    ]);
    expect(document.notProbed.map(({ probe }: { readonly probe: string }) => probe)).toEqual(["own-family", "injection"]);
    expect(text.replace(/\s+/g, " ")).toMatch(/Not probed.*injection \(about \d+ more calls\)/);
    expect(readFileSync(document.report, "utf8")).toMatch(/Not probed.*injection \(about \d+ more calls\)/);
    const none = await check(made, { probes: "none" });
    expect(none.text.replace(/\s+/g, " ")).toMatch(/Not probed.*length \(about \d+ more calls\)/);
  });

  it("is that by default", async () => {
    using made = project();
    const output = recordingOutput();
    const program = createProgram({ name: "pawl", output, shown: () => {}, signal: abortSignal, exit: () => {} });
    const typed = ["--config", made.at("pawl.config.ts"), "judge", "check", "say", "--labels", made.at("labels.csv")];
    await program.parseAsync(typed, { from: "user" });
    expect(Object(output.documents[0]).probes).toHaveLength(4);
  });

  it("shows the judge's scores corrected from then on, and not calibrated before and after the judge changes", async () => {
    using made = project();
    expect((await evaluated(made)).text).toContain("not calibrated");
    await check(made);
    const { document, text } = await evaluated(made);
    expect(text).toContain("polite, as judged");
    expect(text).not.toContain("not calibrated");
    expect(document.metrics.polite.judge.calibration).toMatchObject({ items: 60, raters: 1, of: { model: { id: "judge" } } });
    using changed = project({ anchor: "it greets warmly" });
    changed.write("pawl/say/judges/polite.json", readFileSync(made.at("pawl/say/judges/polite.json"), "utf8"));
    const stale = await evaluated(changed);
    expect(stale.text).toContain("calibrated");
    expect(stale.text.replace(/\s+/g, " ")).toContain("changed since it was compared with people");
    expect(stale.document.metrics.polite.judge).toMatchObject({ calibration: null, stale: [expect.any(String)] });
  });

  it("takes the outputs of a run that people labelled by their ids, with the scores that are there", async () => {
    using made = scriptedProject({
      "pawl.config.ts": judgedConfig(),
      "data/say.jsonl": greetings(90),
      "labels.csv": ["id,label", ...Array.from({ length: 90 }, (_, i) => `s${i},${i < 60 ? "pass" : "fail"}`)].join("\n"),
    });
    const run = await evaluated(made);
    const { document, exit } = await check(made, { run: "last" });
    // The judge passes everything: it tells nothing.
    expect(exit).toBe(1);
    expect(document).toMatchObject({ agreement: { sensitivity: { value: 1 }, specificity: { value: 0 }, kappa: { value: 0 } } });
    expect(document.labelled[0].trace).toBe(
      run.document.items.find(
        (item: { trace: { origin: { example: { id: string } } } }) => item.trace.origin.example.id === document.labelled[0].id,
      ).trace.id,
    );
    expect((await evaluated(made)).document.metrics.polite.judge.calibration.labelled).toHaveLength(90);
  });

  it("labels of the blessed run and of the branch's decide the gate", async () => {
    const count = 60;
    // People find ten answers of the blessed run bad, and thirty of the branch's; the judge passes all.
    const labels = (bad: number): string =>
      ["id,label", ...Array.from({ length: count }, (_, i) => `s${i},${i < bad ? "fail" : "pass"}`)].join("\n");
    using made = project({ scorers: "[judge]" });
    made.write("data/say.jsonl", greetings(count));
    made.write("other.json", JSON.stringify(WARM_VARIANT));
    const common = { task: "say", seed: 1, repeats: 1, abortSignal };
    const gated = async (): Promise<{ readonly exit: number; readonly text: string }> => {
      const output = recordingOutput();
      const exit = await gateCommand(output, await made.load(), { ...common, run: "last" });
      return { exit, text: output.printed.join(" ").replace(/\s+/g, " ") };
    };
    await evaluated(made);
    made.write("labels.csv", labels(10));
    await check(made, { run: "last" });
    await blessCommand(recordingOutput(), await made.load(), { ...common, run: "last" });
    await evalCommand(recordingOutput(), await made.load(), { ...common, split: "dev", variant: made.at("other.json") });
    const raw = await gated();
    expect(raw.exit).not.toBe(1);
    expect(raw.text).toContain("no better than chance");
    made.write("labels.csv", labels(30));
    await check(made, { run: "last" });
    const found = await gated();
    expect(found.exit).toBe(1);
    expect(found.text).toMatch(/the verdict is theirs.*As judged the effect is 0 /);
  });

  it("ends with 2 where labels do not tell, and with 3 where they are of one class or the endpoint is away; what was kept stays", async () => {
    using made = project({}, csv(12));
    expect((await check(made)).exit).toBe(2);
    const file = made.at("pawl/say/judges/polite.json");
    const kept = readFileSync(file, "utf8");
    made.write("labels.csv", csv().replaceAll(",no", ",yes"));
    const { exit, text } = await check(made);
    expect(exit).toBe(3);
    expect(text).toContain("No check was kept");
    expect(readFileSync(file, "utf8")).toBe(kept);
    using away = project({ fails: `throw new PawlError("service.unreachable", "It is away.");` });
    expect((await check(away)).exit).toBe(3);
    expect(existsSync(away.at("pawl/say/judges/polite.json"))).toBe(false);
  });

  it("tells all mistakes of the labels, with their lines, before the judge is asked", async () => {
    const bad = [
      "id,input,output,rater,label",
      "a,Hi,Hello,ann,yes",
      "a,Hi,Other,bob,yes",
      "b,,Hello,ann,maybe",
      "c,Hi,Hello,ann,",
      "d,,Hello,ann,yes",
      "e,Hi,,ann,no",
    ];
    using made = project({ fails: `throw new Error("asked");` }, bad.join("\n"));
    const error = await check(made).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "data.invalid-labels" });
    const { mistakes } = Object(error).facts;
    expect(mistakes).toEqual([
      expect.stringContaining('line 3: "a" has another output'),
      expect.stringContaining('line 4: "maybe" is no label'),
      expect.stringContaining('line 4: it has no "input"'),
      expect.stringContaining('line 5: it has no "label"'),
      expect.stringContaining('line 6: it has no "input"'),
      expect.stringContaining('line 7: it has no "output"'),
    ]);
    made.write("labels.csv", "id,label\n");
    await expect(check(made)).rejects.toMatchObject({ code: "data.invalid-labels" });
    await expect(check(made, { labels: made.at("none.csv") })).rejects.toMatchObject({ code: "io.cannot-read" });
  });

  it("takes words and scales of people, and refuses ratings off them", async () => {
    const graded = csv().replaceAll(",yes", ",5").replaceAll(",no", ",2");
    using made = project({}, graded);
    expect((await check(made, { scale: "1..5", passFrom: 4 })).exit).toBe(0);
    await expect(check(made)).rejects.toMatchObject({ code: "data.invalid-labels" });
    await expect(check(made, { scale: "1..4", passFrom: 4 })).rejects.toMatchObject({ code: "data.invalid-labels" });
    await expect(check(made, { scale: "5..1" })).rejects.toMatchObject({ code: "use.scale" });
  });

  it("compares outputs of several models for one example, and says what it reads otherwise than before", async () => {
    const rows = [
      "id,input,output,model,label",
      ...Array.from({ length: 20 }, (_, i) => [
        `g${i},Hi,Hello ${i} from the shop.,judge-7b,yes`,
        `g${i},Hi,Go away ${i}.,other-1,no`,
      ]).flat(),
    ];
    using made = project({}, rows.join("\n"));
    const { document, exit, text } = await check(made, { probes: "own-family,position" });
    expect(exit).toBe(0);
    expect(document).toMatchObject({ labels: { items: 40 }, drift: null });
    expect(text).toContain("Apply to nothing here: position");
    made.write("labels.csv", csv());
    await check(made);
    const again = await check(made);
    expect(again.document.drift).toEqual({ items: 60, changed: 0, shift: 0, sameJudge: true });
    expect(again.text).toContain("The same judge reads 0 of 60 outputs otherwise");
  });

  it("names the judges and probes there are", async () => {
    using made = project();
    await expect(check(made, { scorer: "polit" })).rejects.toMatchObject({ code: "use.no-judge", facts: { suggestion: "polite" } });
    await expect(check(made, { probes: "size" })).rejects.toMatchObject({ code: "use.probes" });
    using none = scriptedProject({ "labels.csv": csv() });
    await expect(check(none)).rejects.toMatchObject({ code: "use.no-judge" });
  });

  it("refuses a file that was edited, wherever the task is used", async () => {
    using made = project();
    await check(made);
    const file = made.at("pawl/say/judges/polite.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"human":1', '"human":0'));
    await expect(evaluated(made)).rejects.toMatchObject({ code: "data.judge-check-edited" });
  });
});
