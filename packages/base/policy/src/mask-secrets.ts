/** What stands where a secret was. */
export const SECRET_MASK = "[secret]";

interface Shape {
  /** Either the whole match is the secret, or its second group, with what stays before and after as first and third. */
  readonly pattern: RegExp;
  /** Whether what was found is one; default always. */
  readonly only?: (secret: string) => boolean;
}

/**
 * Each pattern is linear: what repeats without bound is one character class that the next part cannot begin with, or it may only start where
 * no character of the class stands before it. Key shapes are those their makers publish for secret scanning.
 */
const SHAPES: readonly Shape[] = [
  // PEM (RFC 7468). A body that is cut off is masked to its end.
  { pattern: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----(?:[^-]|-(?!----))*(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----)?/g },
  // OpenAI, Anthropic, DeepSeek, OpenRouter and others: sk-, sk-proj-, sk-ant-, sk-or-v1-.
  { pattern: /(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{16,}/g, only: looksRandom },
  // Stripe.
  { pattern: /(?<![A-Za-z0-9])(?:sk|rk|pk|whsec)_(?:live_|test_)?[A-Za-z0-9]{16,}/g },
  // AWS access key ids (temporary ones included).
  { pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AIPA|ANPA|ANVA|AROA)[A-Z0-9]{16}(?![A-Za-z0-9])/g },
  // GitHub, GitLab, npm, PyPI, Hugging Face, Google, Slack, SendGrid, Groq, Perplexity, xAI, Replicate, DigitalOcean.
  { pattern: /(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{36,}/g },
  { pattern: /(?<![A-Za-z0-9])(?:github_pat_|glpat-|npm_|pypi-|hf_|gsk_|pplx-|xai-|r8_|dop_v1_)[A-Za-z0-9_-]{20,}/g },
  { pattern: /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}/g },
  { pattern: /(?<![A-Za-z0-9])xox[a-z]-[A-Za-z0-9-]{10,}/g },
  { pattern: /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}/g },
  // JSON Web Tokens (RFC 7519), unsigned ones too.
  { pattern: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g },
  // Authorization headers. "Bearer" is a word too: what follows must be long or hold a digit.
  {
    pattern: /(?<![A-Za-z])(bearer[ \t]{1,8})([A-Za-z0-9._~+/=-]{8,})()/gi,
    only: (value) => value.length >= 20 || /\d/.test(value),
  },
  {
    pattern: /(authorization["']?[ \t]{0,8}[:=][ \t]{0,8}["']?(?:basic|token|digest|negotiate)[ \t]{1,8})([A-Za-z0-9._~+/=-]{4,})()/gi,
  },
  // Passwords in URLs (RFC 3986 §3.2.1), up to the last @ of the authority.
  { pattern: /(:\/\/[^\s:/?#@"'<>]{0,256}:)([^\s/?#"'<>]{1,256})(@)/g },
  // Query parameters that carry keys or signatures.
  {
    pattern:
      /([?&](?:api[_-]?key|apikey|key|token|access_token|refresh_token|id_token|auth|sig|signature|x-amz-signature|x-amz-security-token|secret|password)=)([^&\s#"'<>]{8,})()/gi,
  },
  // Assignments: OPENAI_API_KEY=…, "client_secret": "…", aws_secret_access_key = …, x-api-key: …
  {
    pattern:
      /((?:api[_-]?key|secret[_-]?access[_-]?key|access[_-]?key|client[_-]?secret|secret[_-]?key|access[_-]?token|auth[_-]?token|refresh[_-]?token|private[_-]?key|passwd|password|_SECRET|_TOKEN|_PASSWORD)\\?["']?[ \t]{0,8}[=:][ \t]{0,8}\\?["']?)([A-Za-z0-9._~+/=!@#$%^&*-]{8,})()/gi,
    only: looksRandom,
  },
];

/** "password: forgotten" is a customer's sentence; a value with a digit, or in two cases, is not a word. */
function looksRandom(value: string): boolean {
  return /\d/.test(value) || (/[a-z]/.test(value) && /[A-Z]/.test(value.slice(1))) || value.length >= 32;
}

/**
 * Returns the text with what has the shape of a secret replaced by `[secret]`: API keys (sk-…, AWS, GitHub, GitLab, Google, Slack, Stripe,
 * Hugging Face and others), bearer tokens, JSON Web Tokens, PEM private keys, passwords in URLs, values assigned to names such as `API_KEY`.
 * Idempotent; time linear in the text. A secret without a known shape or name is not found.
 */
export function maskSecrets(text: string): string {
  let out = text;
  for (const { pattern, only } of SHAPES) {
    out = out.replace(pattern, (match: string, ...groups: unknown[]) => {
      const [before, value, after] = groups;
      const grouped = typeof before === "string" && typeof value === "string" && typeof after === "string";
      if (only && !only(grouped ? value : match)) return match;
      return grouped ? before + SECRET_MASK + after : SECRET_MASK;
    });
  }
  return out;
}
