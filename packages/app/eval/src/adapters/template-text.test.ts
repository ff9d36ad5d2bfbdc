import { describe, expect, it } from "vitest";
import { filled, templateCode } from "./template-text.ts";

describe("filled", () => {
  it("puts in what a path leads to, and names what is not there", () => {
    const variables = { a: "x", "my-var": 2, b: { c: [true, { "d e": null }] } };
    expect(filled("{{a}} {{ my-var }} {{- b.c[0] -}} {{ b.c[1]['d e'] }} {{ b }}", variables)).toBe(
      'x 2 true null {"c":[true,{"d e":null}]}',
    );
    expect(filled("{{ a.x }}, {{none}} { {a} } {{{a}}}", variables)).toEqual({ missing: ["a.x", "none"] });
    expect(filled("{{ constructor }}", variables)).toEqual({ missing: ["constructor"] });
  });
});

describe("templateCode", () => {
  it("finds statements, comments, filters, calls and empty braces, and no plain variables", () => {
    expect(templateCode("{% if a %}{{ a }}{% endif %}{# no #}{{ a | upper }}{{ f(1) }}{{}}{{ 1 }}")).toEqual([
      "{% if a %}",
      "{% endif %}",
      "{# no #}",
      "{{ a | upper }}",
      "{{ f(1) }}",
      "{{}}",
      "{{ 1 }}",
    ]);
    expect(templateCode("100 {% of {a} {{ b.c[0] }} {{-d-}}")).toEqual([]);
  });

  it("takes time linear in the text, whatever is left open", () => {
    const open = ["{{", "{%", "{#", "{{ a", "{{-", "{{ ", "{{ a.b"].map((start) => start.repeat(40_000));
    const spaces = [`{{${" ".repeat(200_000)}`, `{{ a${" -".repeat(100_000)}`, `{{ a${".b".repeat(100_000)}! }}`];
    const start = process.threadCpuUsage();
    for (const text of [...open, ...spaces]) {
      templateCode(text);
      filled(text, { a: 1 });
    }
    expect(process.threadCpuUsage(start).user / 1_000).toBeLessThan(2_000);
  });
});
