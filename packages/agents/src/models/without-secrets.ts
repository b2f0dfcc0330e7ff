import type { Environment } from './environment.ts'

/** Variables whose value no text may hold: keys, tokens, secrets, passwords, credentials. */
const secretName = /KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|AUTHORI[SZ]ATION/i
/** Shorter values are too common as words or numbers to be told from text. */
const shortestSecret = 8

/** Shapes of keys, wherever they come from: bearer and basic headers, OpenAI, Anthropic and Google keys, tokens of code hosts,
 * AWS key ids, JSON web tokens, and
 * user names with a password in an address. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer)\s+(?=\S*[\d._-])[\w.~+/=-]{8,}/gi, '$1 [removed]'],
  [/\b(Basic)\s+(?=\S*[\d=])[\w+/=]{12,}/gi, '$1 [removed]'],
  [/\bsk-(?=[\w-]*\d)[\w-]{8,}/g, '[removed]'],
  [/\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{12,}/g, '[removed]'],
  [/\b(?:gh[opsu]_|github_pat_|glpat-|hf_|xox[abprs]-)(?=[\w-]*\d)[\w-]{16,}/g, '[removed]'],
  [/\bAIza[\w-]{30,}/g, '[removed]'],
  [/\bABSK[\w+/=-]{16,}/g, '[removed]'],
  [/\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g, '[removed]'],
  [/\b(X-Amz-(?:Security-Token|Credential|Signature)=)[^&\s"']+/gi, '$1[removed]'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s:@"']+:[^/\s@"']+@/gi, '$1[removed]@'],
  [/(["']?\b(?:x-)?api[_-]?key["']?\s*[:=]\s*["']?)[^\s"',;}]{6,}/gi, '$1[removed]'],
]

/**
 * A text with every secret replaced by `[removed]`: the values of variables whose names say that they are keys, tokens, secrets or
 * passwords (as they are, URL-encoded, and in base64), and whatever has the shape of a key. Values under 8 characters are left.
 */
export function withoutSecrets(text: string, environment: Environment): string {
  const values = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && value.trim().length >= shortestSecret && secretName.test(name)
      ? spellings(value.trim())
      : [],
  )
  // Longer ones first: one may hold another.
  const known = values
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, value) => left.replaceAll(value, '[removed]'), text)
  return shapes.reduce((left, [shape, by]) => left.replace(shape, by), known)
}

/** Whether a text holds something of the shape of a key. */
export function looksLikeSecret(text: string): boolean {
  return shapes.some(([shape]) => text.search(shape) >= 0)
}

function spellings(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1)
  return [...new Set([value, json, encodeURIComponent(value), Buffer.from(value).toString('base64')])]
}
