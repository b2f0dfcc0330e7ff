import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { withoutSecrets } from './without-secrets.ts'

test('the value of a variable that is named like a secret never comes through, in any of its spellings', () => {
  const name = fc.constantFrom(
    'OPENAI_API_KEY',
    'AWS_SESSION_TOKEN',
    'DB_PASSWORD',
    'CLIENT_SECRET',
    'aws_secret_access_key',
  )
  const value = fc.string({ minLength: 8, maxLength: 40 }).filter((text) => text.trim().length >= 8)
  fc.assert(
    fc.property(name, value, fc.string(), fc.string(), (variable, secret, before, after) => {
      const trimmed = secret.trim()
      for (const spelling of [
        trimmed,
        JSON.stringify(trimmed),
        encodeURIComponent(trimmed),
        Buffer.from(trimmed).toString('base64'),
      ]) {
        const clean = withoutSecrets(`${before} ${spelling} ${after}`, { [variable]: secret })
        assert.equal(clean.includes(trimmed) && !`${before} [removed] ${after}`.includes(trimmed), false)
      }
    }),
    { seed: 5, numRuns: 300 },
  )
})

test('what has the shape of a key is removed without a variable', () => {
  const cases = [
    ['Authorization: Bearer abc.def-ghi_123', 'Authorization: Bearer [removed]'],
    ['proxy: Basic dXNlcjpwYXNzd29yZA==', 'proxy: Basic [removed]'],
    ['key sk-proj-0123456789abcdef is wrong', 'key [removed] is wrong'],
    ['id AKIAIOSFODNN7EXAMPLE', 'id [removed]'],
    ['token ghp_0123456789abcdefghij0123', 'token [removed]'],
    ['key=AIza0123456789abcdefghijklmnopqrstuvw', 'key=[removed]'],
    ['Credential=ASIAIOSFODNN7EXAMPLE/20260101', 'Credential=[removed]/20260101'],
    ['https://me:word@host/x', 'https://[removed]@host/x'],
    ['{"x-api-key":"0123456789"}', '{"x-api-key":"[removed]"}'],
    ['?X-Amz-Security-Token=abc%2Fdef&y=1', '?X-Amz-Security-Token=[removed]&y=1'],
  ] as const
  for (const [text, clean] of cases) assert.equal(withoutSecrets(text, {}), clean)
})

test('words and figures that are no secrets stay', () => {
  const text =
    'The key rate duration of the basket rose to 4.2; risk-adjusted return 0.31; ask-side token; basic settings of bearer instruments; sk-learning'
  assert.equal(withoutSecrets(text, { HOME: '/home/me', KEY: 'rate', TOKENS: '12', PATH: 'duration' }), text)
})
