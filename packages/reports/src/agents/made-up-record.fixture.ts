import type { AgentsRecord, BriefRecord } from '@tutti/workflows/agents-record'
import type { ReviewRecord } from '@tutti/workflows/review'

/** A result with a review, made up. */
export const madeUpResult = {
  income: { value: 41_000, standardError: 250 },
  review: {
    agreed: false,
    figures: 1,
    checks: [
      {
        id: 'income',
        label: 'income of a year',
        method: 'Added anew.',
        unit: 'money',
        at: 'treasurer#/income',
        claimed: { value: 41_000, standardError: 250 },
        recomputed: { value: 43_500, standardError: 240 },
        difference: 2500,
        allowed: 1400,
        why: 'four standard errors',
        agrees: false,
      },
    ],
    failed: [{ id: 'rate', label: 'rate', message: 'no price of bonds' }],
  } satisfies ReviewRecord,
}

function brief(specialist: string, given: Partial<BriefRecord> = {}): BriefRecord {
  return {
    specialist,
    role: 'Treasurer',
    writtenBy: { kind: 'offline', modelId: 'offline' },
    stoodIn: null,
    refused: [],
    template: 'It earns {{treasurer#/income | money 2}}.',
    paragraphs: [
      [
        { kind: 'words', text: 'It earns ', source: null },
        {
          kind: 'figure',
          figure: { source: 'treasurer#/income', value: 41_000, standardError: 250, unit: 'money', digits: 4 },
        },
        { kind: 'words', text: '; <b>{{/income | count}}</b> 7 is no slot.', source: null },
      ],
      [
        { kind: 'words', text: 'Last year: ', source: null },
        {
          kind: 'figure',
          figure: { source: 'treasurer#/last', value: null, standardError: null, unit: 'money', digits: 2 },
        },
      ],
    ],
    tools: [{ tool: 'read_result', ok: true }],
    ...given,
  }
}

/** Who said what in a run, made up. */
export function madeUpRecord(given: Partial<AgentsRecord> = {}): AgentsRecord {
  return {
    schema: 'agents/1',
    workflow: 'cash',
    lead: 'treasurer',
    models: [{ specialist: 'treasurer', model: { kind: 'bedrock', modelId: 'large-1' } }],
    budget: { tokens: 1000, usd: 1, seconds: 60, steps: 9 },
    spent: { modelCalls: 2, inputTokens: 300, outputTokens: 20, usd: 0.0123 },
    briefs: [
      brief('treasurer', { writtenBy: { kind: 'bedrock', modelId: 'large-1' } }),
      brief('bank', { stoodIn: 'The model failed: HTTP 503.', refused: [{ reasons: ['a number is typed in'] }] }),
    ],
    missing: [{ specialist: 'bonds', role: 'Bond dealer', status: 'failed', because: 'missing-data: no price' }],
    proposals: [
      {
        proposal: { id: 'bank-1', by: 'bank', kind: 'change-share', terms: { share: 0.7 }, reason: 'Bonds pay more.' },
        why: [{ kind: 'words', text: 'Bonds pay more.', source: null }],
        effect: {
          verdict: 'helps',
          reasons: [],
          measure: {
            name: 'income of a year',
            unit: 'money',
            better: 'higher',
            before: { value: 41_000, standardError: null },
            after: { value: 44_000, standardError: null },
            difference: { value: 3000, standardError: 100 },
          },
          figures: [],
        },
        problem: null,
        acceptedBy: 'the mandate’s measure',
      },
      {
        proposal: { id: 'bank-2', by: 'bank', kind: 'change-share', terms: { share: 2 }, reason: '' },
        why: [],
        effect: null,
        problem: 'the share is above the whole',
        acceptedBy: null,
      },
    ],
    revisions: [
      {
        askedBy: 'treasurer',
        specialist: 'bank',
        question: [{ kind: 'words', text: 'More bonds?', source: null }],
        proposals: ['bank-1'],
      },
    ],
    recalled: [
      {
        runId: '20240101-000000-0001',
        asOf: '2023-12-31',
        status: 'recommended',
        headline: 'Less cash.',
        approval: 'approved',
      },
    ],
    approval: {
      status: 'waiting',
      required: true,
      fourEyes: true,
      approvers: ['Chair', 'Secretary'],
      records: [
        {
          by: 'Chair',
          account: 'chair',
          at: '2025-01-02T00:00:00Z',
          verdict: 'approved',
          reason: null,
          edit: null,
          resultHash: 'abcdef0123456789',
        },
      ],
    },
    ...given,
  }
}
