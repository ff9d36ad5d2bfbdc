export type Profile = {
  readonly stakes: "critical" | "complementary";
  readonly trigger: "reactive" | "proactive";
  readonly adaptation: "dynamic" | "static";
  readonly audience: "internal" | "customer";
};
