import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskSecrets } from "./mask-secrets.ts";

const a = (n: number): string => "aB3dE5".repeat(Math.ceil(n / 6)).slice(0, n);

/** Built from parts, so that no scanner takes this file for a leak. */
const SECRETS: readonly [string, string][] = [
  ["OpenAI", `sk-${a(48)}`],
  ["OpenAI project", `sk-proj-${a(60)}_x-${a(20)}`],
  ["Anthropic", `sk-ant-api03-${a(90)}`],
  ["Stripe", `sk_live_${a(24)}`],
  ["AWS id", `AKIA${"Q7".repeat(8)}`],
  ["GitHub", `ghp_${a(36)}`],
  ["GitHub fine-grained", `github_pat_${a(40)}`],
  ["GitLab", `glpat-${a(20)}`],
  ["Hugging Face", `hf_${a(34)}`],
  ["Google", `AIza${a(35)}`],
  ["Slack", `xoxb-${"12".repeat(6)}-${a(24)}`],
  ["JWT", `eyJ${a(20)}.eyJ${a(40)}.${a(43)}`],
  ["PEM", `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n${a(64)}\n-----END RSA PRIVATE KEY-----`],
  ["PEM in JSON", `-----BEGIN PRIVATE KEY-----\\n${a(64)}\\n-----END PRIVATE KEY-----\\n`.slice(0, -2)],
];

describe("a secret of a known shape", () => {
  it.each(SECRETS)("of %s is replaced whole, wherever it stands", (_name, secret) => {
    expect(maskSecrets(secret)).toBe("[secret]");
    expect(maskSecrets(`key "${secret}", please`)).toBe(`key "[secret]", please`);
  });
});

describe("a secret known by what stands before it", () => {
  it.each([
    [`Authorization: Bearer ${a(12)}`, "Authorization: Bearer [secret]"],
    ["Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic [secret]"],
    ["postgres://pawl:hunter2@db:5432/x", "postgres://pawl:[secret]@db:5432/x"],
    ["https://u:p@ss@host/", "https://u:[secret]@host/"],
    [`https://x/y?q=1&api_key=${a(12)}&z=2`, "https://x/y?q=1&api_key=[secret]&z=2"],
    [`OPENAI_API_KEY=${a(12)}`, "OPENAI_API_KEY=[secret]"],
    [`{"client_secret": "${a(12)}"}`, `{"client_secret": "[secret]"}`],
    [`aws_secret_access_key = ${a(40)}`, "aws_secret_access_key = [secret]"],
    [`x-api-key: ${a(12)}`, "x-api-key: [secret]"],
  ])("is replaced and the rest stays: %s", (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });
});

it("leaves ordinary text as it is", () => {
  for (const text of [
    "The bearer certificates are due, the password: forgotten again.",
    "sk-learn-based-classification of a task-force",
    "My parcel AB123456789DE is at https://track.example:8080/p?id=12345678",
    "eyJust kidding. Keys are in the car.",
    "550e8400-e29b-41d4-a716-446655440000",
  ])
    expect(maskSecrets(text)).toBe(text);
});

it("changes nothing when applied again, whatever the text", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(...SECRETS.map(([, secret]) => secret), "Bearer ", "://u:", "@", "api_key=", "-----", "sk-"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (parts) => {
      const once = maskSecrets(parts.join(""));
      expect(maskSecrets(once)).toBe(once);
    }),
    { numRuns: 500, seed: 8 },
  );
});

it("passes a megabyte of what provokes backtracking", () => {
  for (const unit of [
    "a",
    "-----BEGIN PRIVATE KEY-----",
    "-----",
    "eyJaaaaaaaa.",
    "sk-",
    "://a:",
    "bearer ",
    "api_key=",
    "_TOKEN:",
    "ghp_",
    "A",
    "?key=",
    "\t",
    "SG.",
  ]) {
    expect(maskSecrets(unit.repeat(Math.ceil(1_000_000 / unit.length))).length).toBeGreaterThan(0);
  }
});
