import { describe, expect, it } from "vitest";
import { nearestName } from "./nearest-name.ts";

describe("nearestName", () => {
  it("is the name with the fewest edits: letters wrong, left out, doubled or swapped", () => {
    const labels = ["track", "refund", "claim", "complain"];
    const meant = { refnud: "refund", trck: "track", traack: "track", cliam: "claim", complains: "complain", xefund: "refund" };
    for (const [written, name] of Object.entries(meant)) expect(nearestName(written, labels), written).toBe(name);
  });

  it("does not mind letter case and outer spaces, and gives the name as it is spelt", () => {
    expect(nearestName("  REFUND ", ["Refund", "track"])).toBe("Refund");
    expect(nearestName("refnud", ["REFUND"])).toBe("REFUND");
  });

  it("takes a beginning for the name, the shortest that begins so", () => {
    expect(nearestName("smollm2", ["qwen2.5", "smollm2-135m-instruct", "smollm2-135m"])).toBe("smollm2-135m");
  });

  it("allows a third of the longer one's letters, two at least, and never all of them", () => {
    expect(nearestName("abcdefxyz", ["abcdefghi"])).toBe("abcdefghi");
    expect(nearestName("abcdewxyz", ["abcdefghi"])).toBeNull();
    expect(nearestName("oxx", ["own"])).toBe("own");
    expect(nearestName("xy", ["ab"])).toBeNull();
    expect(nearestName("x", ["no", "y"])).toBeNull();
  });

  it("is the first of equals", () => {
    expect(nearestName("bat", ["cat", "hat"])).toBe("cat");
  });

  it("is null where nothing was written or nothing is known", () => {
    expect(nearestName("", ["track"])).toBeNull();
    expect(nearestName(" ", ["track"])).toBeNull();
    expect(nearestName("track", [])).toBeNull();
  });

  it("spends nothing on a text that is far longer than any name", () => {
    expect(nearestName("x".repeat(5_000_000), ["track", "refund"])).toBeNull();
  });
});
