import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApprovalRecord } from '@tutti/workflows/agents-record'
import { plainResult } from '@tutti/workflows/workflow'
import { inProcessContext } from '@tutti/workflows/testing'
import { type ModelPlan, offlineChoice, OfflineModel, type OfflineTurn } from '../models/index.ts'
import type { AgentEvent, AgentRunOptions } from '../run/index.ts'
import { agentRun } from './agent-run.ts'
import { cashGovernance, type CashInput, cashWorkflow } from './made-up-workflow.fixture.ts'
import { runOptions } from './run-options.fixture.ts'

const scriptedPlan: ModelPlan = {
  lead: { kind: 'openai', modelId: 'scripted' },
  others: { kind: 'openai', modelId: 'scripted' },
  bySpecialist: { reviewer: offlineChoice },
}

/** Options of a run; the turns of each specialist's scripted language model, one list for each of its conversations. */
function options(
  given: Partial<AgentRunOptions> & { turns?: Readonly<Record<string, readonly (readonly OfflineTurn[])[]>> } = {},
): AgentRunOptions & { readonly events: AgentEvent[]; readonly made: string[] } {
  const events: AgentEvent[] = []
  const made: string[] = []
  const conversations = new Map<string, number>()
  const { turns, ...rest } = given
  const known = runOptions({
    ...(turns === undefined ? {} : { models: scriptedPlan }),
    onEvent: (event) => events.push(event),
    makeModel: (_, specialist) => {
      made.push(specialist)
      const number = conversations.get(specialist) ?? 0
      conversations.set(specialist, number + 1)
      return new OfflineModel(turns?.[specialist]?.[number] ?? [submit(briefs[specialist] ?? '')])
    },
    ...rest,
  })
  return { ...known, events, made }
}

function submit(brief: string): OfflineTurn {
  return [{ tool: 'submit_brief', input: { brief } }]
}

function propose(share: number, kind = 'change-share'): OfflineTurn {
  return [{ tool: 'propose', input: { change: { kind, terms: { share } }, reason: 'Bonds pay more than the bank.' } }]
}

const briefs: Readonly<Record<string, string>> = {
  bank: 'The bank pays {{bank#/rate | percent 1}} a year.',
  bonds: 'Bonds pay {{bonds#/rate | percent 1}} a year.',
  treasurer: 'Bonds take {{treasurer#/share | percent 0}} of the cash.',
}

const input: CashInput = { cash: 2e6, governance: cashGovernance() }

const approvable: CashInput = {
  ...input,
  governance: cashGovernance({ approval: { required: true, approvers: ['Chair', 'Secretary'] } }),
}

function said(resultHash: string, given: Partial<ApprovalRecord> = {}): ApprovalRecord {
  return {
    by: 'Chair',
    account: 'chair',
    at: '2025-01-02T00:00:00Z',
    verdict: 'approved',
    reason: null,
    edit: null,
    resultHash,
    ...given,
  }
}

test('offline every figure is that of the plain run, and every specialist has its brief', async () => {
  const run = options()
  const { result, record, waiting } = await agentRun(cashWorkflow, input, inProcessContext(), run)
  assert.deepEqual(result, await plainResult(cashWorkflow, input, inProcessContext()))
  assert.equal(waiting, false)
  assert.deepEqual(
    record.briefs.map(({ specialist, writtenBy, stoodIn, refused }) => [specialist, writtenBy.kind, stoodIn, refused]),
    cashWorkflow.specialists.map(({ name }) => [name, 'offline', null, []]),
  )
  assert.deepEqual(
    record.briefs[0].tools.map(({ tool, ok }) => [tool, ok]),
    [
      ['read_result', true],
      ['list_figures', true],
      ['submit_brief', true],
    ],
  )
  const [paragraph] = record.briefs[0].paragraphs
  const figures = paragraph.flatMap((part) => (part.kind === 'figure' ? [part.figure] : []))
  assert.deepEqual(figures, [
    { source: 'bank#/rate/value', value: 0.02, standardError: 0.001, unit: 'percent', digits: 1 },
  ])
  assert.deepEqual(record.spent, { modelCalls: 0, inputTokens: 0, outputTokens: 0, usd: 0 })
})

test('what is kept of a run does not hang on how many specialists work at once', async () => {
  const records = await Promise.all(
    [1, 2, 4].map(async (concurrency) => {
      const governance = cashGovernance({ agents: { concurrency } })
      return (await agentRun(cashWorkflow, { ...input, governance }, inProcessContext(), options())).record
    }),
  )
  assert.deepEqual(records[1], records[0])
  assert.deepEqual(records[2], records[0])
})

test('a specialist that fails does not sink the others, and what it leaves missing is named downstream', async () => {
  const run = options()
  const { result, record } = await agentRun(cashWorkflow, { ...input, failing: ['bank'] }, inProcessContext(), run)
  assert.deepEqual(result.split.missing, ['bank'])
  assert.deepEqual(record.missing, [
    { specialist: 'bank', role: 'Banker', status: 'failed', because: 'missing-data: there is no price of bank' },
  ])
  assert.deepEqual(
    record.briefs.map(({ specialist }) => specialist),
    ['bonds', 'treasurer', 'reviewer'],
  )
})

test('where the result cannot do without a specialist, its error is the error of the run, and the others’ words are kept', async () => {
  let kept: readonly string[] = []
  const run = options({ keepRecord: ({ briefs: written }) => (kept = written.map(({ specialist }) => specialist)) })
  const failing = { ...input, failing: ['bonds'] }
  await assert.rejects(agentRun(cashWorkflow, failing, inProcessContext(), run), /there is no price of bonds/)
  assert.deepEqual(kept, ['bank'])
})

test('a proposal counts only when it is recomputed, within the mandate, and better by its measure', async () => {
  for (const [share, verdict, expected] of [
    [0.7, 'helps', 0.7],
    [0.9, 'outside-mandate', 0.5],
    [0.2, 'no-help', 0.5],
  ] as const) {
    const run = options({ turns: { bank: [[propose(share), submit(briefs['bank'])]] } })
    const { result, record } = await agentRun(cashWorkflow, input, inProcessContext(), run)
    const [{ proposal, effect, acceptedBy }] = record.proposals
    assert.deepEqual([proposal.id, proposal.by, effect?.verdict], ['bank-1', 'bank', verdict])
    assert.equal(acceptedBy !== null, verdict === 'helps')
    assert.equal(result.split.share, expected)
  }
})

test('the lead’s own proposal that helps is taken in, and its brief is written anew on the new figures', async () => {
  const turns = { treasurer: [[propose(0.6), submit(briefs['treasurer'])], [submit(briefs['treasurer'])]] }
  const run = options({ turns })
  const { result, record } = await agentRun(cashWorkflow, input, inProcessContext(), run)
  assert.equal(result.split.share, 0.6)
  const brief = record.briefs.find(({ specialist }) => specialist === 'treasurer')
  assert.deepEqual(brief?.paragraphs[0].find((part) => part.kind === 'figure')?.figure.value, 0.6)
})

test('the lead may ask a specialist to revise, so often as the mandate says and no more', async () => {
  const ask: OfflineTurn = [
    { tool: 'ask_to_revise', input: { specialist: 'bonds', question: 'Would another share be better?' } },
  ]
  const turns = {
    bonds: [[submit(briefs['bonds'])], [propose(0.65), submit('Bonds would carry more.')], [submit('Nothing more.')]],
    treasurer: [[ask, ask, ask, submit(briefs['treasurer'])], [submit(briefs['treasurer'])]],
  }
  const { result, record } = await agentRun(cashWorkflow, input, inProcessContext(), options({ turns }))
  assert.deepEqual(
    record.revisions.map(({ askedBy, specialist, proposals }) => [askedBy, specialist, proposals]),
    [
      ['treasurer', 'bonds', ['bonds-1']],
      ['treasurer', 'bonds', []],
    ],
  )
  assert.equal(result.split.share, 0.65)
  const brief = record.briefs.find(({ specialist }) => specialist === 'treasurer')
  assert.equal(brief?.writtenBy.modelId, 'scripted')
})

test('an analysis may consult its agent; offline nobody answers', async () => {
  const consulting = { ...input, consults: true }
  const turns = { bonds: [[propose(0.55), { text: 'done' }], [submit(briefs['bonds'])]] }
  const { record } = await agentRun(cashWorkflow, consulting, inProcessContext(), options({ turns }))
  assert.deepEqual(
    record.proposals.map(({ proposal, effect }) => [proposal.id, effect?.verdict]),
    [['bonds-1', 'helps']],
  )
  const offline = await agentRun(cashWorkflow, consulting, inProcessContext(), options())
  assert.deepEqual(offline.record.proposals, [])
  const context = inProcessContext()
  const silent = { ...consulting, governance: cashGovernance({ agents: { proposals_per_specialist: 0 } }) }
  await agentRun(cashWorkflow, silent, context, options({ turns }))
  assert.ok(
    !context.computed.some((name) => name.startsWith('agents/bonds/round-1')),
    'no proposal is left to answer with',
  )
})

test('a draft with a typed-in figure is sent back with the reason; after three the offline brief stands in, and that is said', async () => {
  const wrong = submit('The bank pays 2.1 % a year.')
  const run = options({ turns: { bank: [[wrong, wrong, wrong, submit(briefs['bank'])]] } })
  const { record } = await agentRun(cashWorkflow, input, inProcessContext(), run)
  const [brief] = record.briefs
  assert.equal(brief.refused.length, 3)
  assert.deepEqual(brief.writtenBy, { kind: 'offline', modelId: 'offline' })
  assert.match(brief.stoodIn ?? '', /No draft of the model passed/)
  const second = options({ turns: { bank: [[wrong, submit(briefs['bank'])]] } })
  const mended = (await agentRun(cashWorkflow, input, inProcessContext(), second)).record.briefs[0]
  assert.deepEqual([mended.refused.length, mended.writtenBy.modelId, mended.stoodIn], [1, 'scripted', null])
})

test('a brief that a model writes as its closing words counts as submitted', async () => {
  const run = options({ turns: { bank: [[{ text: briefs['bank'] }]] } })
  const { record } = await agentRun(cashWorkflow, input, inProcessContext(), run)
  assert.deepEqual([record.briefs[0].writtenBy.modelId, record.briefs[0].stoodIn], ['scripted', null])
})

test('a model that fails, or a budget that is used up, leaves every figure and the offline brief', async () => {
  const failing = options({
    turns: {},
    makeModel: () => {
      throw new Error('the key sk-abcdefghijklmn0p is not valid')
    },
  })
  const { result, record } = await agentRun(cashWorkflow, input, inProcessContext(), failing)
  assert.deepEqual(result, await plainResult(cashWorkflow, input, inProcessContext()))
  assert.match(record.briefs[0].stoodIn ?? '', /not valid/)
  assert.ok(!JSON.stringify(record).includes('sk-abc'))
  const broke: CashInput = { ...input, governance: cashGovernance({ agents: { token_budget: 0 } }) }
  const poor = await agentRun(cashWorkflow, broke, inProcessContext(), options({ turns: {} }))
  assert.match(poor.record.briefs[0].stoodIn ?? '', /budget/)
  assert.equal(poor.record.spent.modelCalls, 0)
})

test('a decision waits for a named person, and is approved or rejected later', async () => {
  const steps = new Map<string, string>()
  const first = await agentRun(cashWorkflow, approvable, inProcessContext({ steps }), options())
  assert.equal(first.waiting, true)
  assert.equal(first.record.approval.status, 'waiting')
  for (const verdict of ['approved', 'rejected'] as const) {
    const context = inProcessContext({ steps })
    const approvals = [said(first.resultHash, { verdict })]
    const later = await agentRun(cashWorkflow, approvable, context, options({ approvals }))
    assert.deepEqual([later.waiting, later.record.approval.status], [false, verdict])
    assert.deepEqual(later.result, first.result)
    assert.deepEqual(context.computed, [], 'nothing is computed again')
  }
})

test('what was said of another result does not count, and four eyes are two persons', async () => {
  const stale = await agentRun(cashWorkflow, approvable, inProcessContext(), options({ approvals: [said('other')] }))
  assert.equal(stale.waiting, true)
  const governance = cashGovernance({ approval: { required: true, four_eyes: true } })
  const strict = { ...approvable, governance }
  const { resultHash } = await agentRun(cashWorkflow, strict, inProcessContext(), options())
  const run = (approvals: ApprovalRecord[]) =>
    agentRun(cashWorkflow, strict, inProcessContext(), options({ approvals }))
  assert.equal((await run([said(resultHash), said(resultHash)])).waiting, true)
  assert.equal((await run([said(resultHash), said(resultHash, { by: 'Secretary' })])).waiting, false)
})

test('an edit is recomputed by the same code and approved anew', async () => {
  const { resultHash } = await agentRun(cashWorkflow, approvable, inProcessContext(), options())
  const edit = { id: 'Chair-1', by: 'Chair', kind: 'change-share', terms: { share: 0.3 }, reason: 'Less risk.' }
  const edited = [said(resultHash, { verdict: 'edited', edit })]
  const second = await agentRun(cashWorkflow, approvable, inProcessContext(), options({ approvals: edited }))
  assert.deepEqual([second.result.split.share, second.waiting], [0.3, true])
  const approvals = [...edited, said(second.resultHash)]
  const third = await agentRun(cashWorkflow, approvable, inProcessContext(), options({ approvals }))
  assert.deepEqual([third.result.split.share, third.record.approval.status], [0.3, 'approved'])
})

test('a run killed in the middle of a node goes on without asking a model or computing a step twice', async () => {
  const steps = new Map<string, string>()
  const turns = { bank: [[propose(0.7), submit(briefs['bank'])]] }
  const whole = await agentRun(cashWorkflow, input, inProcessContext(), options({ turns }))
  for (const victim of ['agents/bank', 'treasurer', 'agents/treasurer', 'reviewer']) {
    const killed = new AbortController()
    const context = inProcessContext({
      steps,
      beforeStep: (name) => {
        if (name.startsWith(victim)) killed.abort(new Error(`killed before ${name}`))
        killed.signal.throwIfAborted()
      },
    })
    const run = agentRun(cashWorkflow, input, { ...context, signal: killed.signal }, options({ turns }))
    await assert.rejects(run, /killed before/, victim)
  }
  const resumed = inProcessContext({ steps })
  const again = await agentRun(cashWorkflow, input, resumed, options({ turns }))
  assert.deepEqual(again.result, whole.result)
  assert.deepEqual(again.record, whole.record)
  const replay = inProcessContext({ steps })
  await agentRun(cashWorkflow, input, replay, options({ turns }))
  assert.deepEqual(replay.computed, [])
})

/** A run that was cut before the second answer of the bank's model, whose first then took this long. */
function cutBank(steps: Map<string, string>, milliseconds: number): void {
  for (const [key, value] of steps) {
    if (!key.startsWith('["agents/bank/')) continue
    if (!key.startsWith('["agents/bank/answer-1"')) steps.delete(key)
    else steps.set(key, value.replace(/"milliseconds":\d+/, `"milliseconds":${milliseconds}`))
  }
}

test('the budget of time counts what models took before a run was resumed', async () => {
  const bound: CashInput = { ...input, governance: cashGovernance({ agents: { time_budget_seconds: 60 } }) }
  const run = (
    steps: Map<string, string>,
    given = options({ turns: { bank: [[propose(0.7), submit(briefs['bank'])]] } }),
  ) => agentRun(cashWorkflow, bound, inProcessContext({ steps }), given)
  const steps = new Map<string, string>()
  await run(steps)
  cutBank(steps, 59_000)
  assert.equal((await run(steps)).record.briefs[0].stoodIn, null)
  cutBank(steps, 60_000)
  const { record } = await run(steps)
  assert.match(record.briefs[0].stoodIn ?? '', /budget of seconds of the agents is used up: 60\.0 s of 60 s/)
  const replay = options({ turns: {} })
  assert.deepEqual((await run(steps, replay)).record, record, 'what was refused is not asked again')
  assert.deepEqual(replay.made, [])
})

test('proposals are counted for each specialist over all that it says of its own, also when the run is resumed', async () => {
  const governance = cashGovernance({ agents: { proposals_per_specialist: 2 } })
  const consulting: CashInput = { ...input, governance, consults: true }
  const ask: OfflineTurn = [
    { tool: 'ask_to_revise', input: { specialist: 'bonds', question: 'Would another share be better?' } },
  ]
  const turns = {
    bonds: [
      [propose(0.55), propose(0.56), { text: 'Done.' }],
      [propose(0.6), propose(0.61), submit(briefs['bonds'])],
      [propose(0.65), submit('Nothing more can be proposed.')],
    ],
    treasurer: [[ask, submit(briefs['treasurer'])]],
  }
  const steps = new Map<string, string>()
  const whole = await agentRun(cashWorkflow, consulting, inProcessContext({ steps }), options({ turns }))
  assert.deepEqual(
    whole.record.proposals.map(({ proposal: { id, terms } }) => [id, terms]),
    [
      ['bonds-1', { share: 0.55 }],
      ['bonds-2', { share: 0.6 }],
      ['bonds-3', { share: 0.61 }],
    ],
    'an answer to its analysis takes nothing from what it may propose itself',
  )
  assert.deepEqual(whole.record.revisions[0].proposals, [])
  const answers = [...steps.keys()].filter((key) => key.startsWith('["agents/bonds')).join('\n')
  assert.match(answers, /at most 1 in all/)
  assert.match(answers, /"left":0/)
  assert.match(answers, /No proposal is left; answer in words/)
  // killed before an answer of any of its conversations, it goes on to the same
  const victims = ['agents/bonds/round-1/answer-2', 'agents/bonds/answer-2', 'agents/bonds/revision-1/answer-1']
  for (const [i, victim] of victims.entries()) {
    const known = [...steps]
    const cut = known.findIndex(([key]) => key.startsWith(`["${victim}"`))
    assert.ok(cut > 0, victim)
    const resumed = inProcessContext({ steps: new Map(known.slice(0, cut)) })
    const rest = { ...turns, bonds: turns.bonds.slice(i) }
    const again = await agentRun(cashWorkflow, consulting, resumed, options({ turns: rest }))
    assert.deepEqual(again.record, whole.record, victim)
    assert.ok(resumed.computed.includes(victim))
  }
})
