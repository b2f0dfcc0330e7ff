import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { madeUpFolder, madeUpRequest, madeUpService } from '../testing/made-up-service.fixture.ts'
import type { ApprovalRequest, RunEvent, RunRequest, RunSummary } from './run-service.ts'

const quiet = (): void => undefined
const never = new AbortController().signal

/** A folder, and services on it one after another, as processes would open them. */
function place(t: TestContext, mandate?: string) {
  const folder = madeUpFolder(t, mandate)
  let last: ReturnType<typeof madeUpService> | undefined
  const open = async (...options: Parameters<typeof madeUpService> extends [string, ...infer Rest] ? Rest : never) => {
    await last?.close()
    last = madeUpService(folder, ...options)
    return last
  }
  t.after(() => last?.close())
  return { folder, open, request: (changes: Partial<RunRequest> = {}) => madeUpRequest(folder, changes) }
}

async function ended(
  { service }: ReturnType<typeof madeUpService>,
  request: RunRequest,
  follow: (event: RunEvent) => void = quiet,
): Promise<RunSummary> {
  return (await service.start(request, follow, never)).ended
}

const waiting = 'governance: { approval: { required: true } }\n'
const says = (changes: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  by: 'First trustee',
  account: 'first',
  verdict: 'approved',
  reason: null,
  change: null,
  ...changes,
})
const weight = (value: unknown, changes: Partial<ApprovalRequest> = {}): ApprovalRequest =>
  says({ verdict: 'edited', change: { kind: 'set-weight', terms: { weight: value as number } }, ...changes })

test('offline agents leave every figure of a plain run as it is, and share its steps', async (t) => {
  const { open, request } = place(t)
  const at = await open()
  const plain = await ended(at, request({ models: null }))
  const agents = await ended(at, request())
  assert.deepEqual([plain.status, agents.status], ['completed', 'completed'])
  assert.deepEqual(at.service.artifact(agents.id, 'result.json'), at.service.artifact(plain.id, 'result.json'))
  assert.equal(agents.resultHash, plain.resultHash)
  assert.deepEqual(at.computed.toSorted(), ['chair', 'income-analyst', 'risk-analyst'])
  assert.notEqual(agents.key, plain.key)
  assert.equal(at.service.agents(plain.id), null)
  const record = at.service.agents(agents.id)
  assert.deepEqual(
    record?.briefs.map(({ specialist, stoodIn }) => [specialist, stoodIn]),
    [
      ['income-analyst', null],
      ['risk-analyst', null],
      ['chair', null],
    ],
  )
  assert.equal(agents.headline, 'Hold the asset')
  assert.equal(at.service.result(agents.id, '/schema'), 'made-up/1')
  assert.ok(at.store.verifyRun(agents.id).ok)
})

test('every figure that a brief cites leads to the value that it was, with all that it depends on', async (t) => {
  const { open, request } = place(t)
  const { service, ...at } = await open()
  const { id } = await ended({ service, ...at }, request())
  const cited = (service.agents(id)?.briefs ?? []).flatMap(({ paragraphs }) =>
    paragraphs.flat().flatMap((part) => (part.kind === 'figure' ? [part.figure] : [])),
  )
  assert.ok(cited.length >= 3)
  for (const { source, value, unit } of cited) {
    const facts = await service.figure(id, source)
    assert.deepEqual([facts.value, facts.declared?.unit, facts.run, facts.seed], [value, unit, id, request().seed])
    assert.ok(Object.keys(facts.inputs).length > 0)
  }
  assert.throws(() => service.result(id, 'nobody#/value'), /keeps no result of a specialist nobody/)
  const plain = await ended({ service, ...at }, request({ models: null }))
  assert.throws(() => service.result(plain.id, cited[0].source), { code: 'missing-data' })
})

test('a run says what it covers and may spend before it works, then who is at work', async (t) => {
  const { open, request } = place(t)
  const events: RunEvent[] = []
  await ended(await open(), request(), (event) => events.push(event))
  const [first] = events
  assert.equal(first.kind, 'run-started')
  assert.ok(first.kind === 'run-started' && first.budget?.tokens === 500_000)
  assert.ok(
    first.kind === 'run-started' && first.notes[0] === '3 yields' && first.notes.some((line) => /offline/.test(line)),
  )
  const started = events.flatMap((event) => (event.kind === 'node-started' ? [event.specialist] : []))
  assert.deepEqual(started.toSorted(), ['chair', 'income-analyst', 'risk-analyst'])
  assert.deepEqual(events.at(-1), { kind: 'run-ended', run: first.run, status: 'completed' })
})

test('everything wrong with a request is said before anything is recorded', async (t) => {
  const { open, request, folder } = place(t)
  const { service, store } = await open()
  const start = (changes: Partial<RunRequest>) => service.start(request(changes), quiet, never)
  await assert.rejects(start({ workflow: 'astrology' }), { code: 'unsupported', message: /"astrology"/ })
  await assert.rejects(start({ files: {}, seed: -1, overrides: { cap: 7, paths: 3 }, asOf: '2025-02-30' }), (error) => {
    const { details } = error as { details: { problems: { field: string }[] } }
    assert.deepEqual(
      details.problems.map(({ field }) => field),
      ['files.mandate', 'overrides.cap', 'overrides.paths', 'seed', 'asOf'],
    )
    return true
  })
  await assert.rejects(start({ files: { mandate: `${folder}/absent.yaml` } }), { code: 'missing-data' })
  await assert.rejects(start({ models: null, replay: 'x' }), { code: 'invalid-input' })
  await assert.rejects(start({ replay: 'x' }), { code: 'missing-data' })
  const keyless = { kind: 'bedrock', modelId: 'some-model' } as const
  const models = { lead: keyless, others: keyless, bySpecialist: {} }
  const regions = ['AWS_REGION', 'AWS_DEFAULT_REGION'].map((name) => [name, process.env[name]] as const)
  for (const [region] of regions) delete process.env[region]
  try {
    await assert.rejects(start({ models }), { code: 'invalid-input', message: /needs a region/ })
  } finally {
    for (const [region, value] of regions) if (value !== undefined) process.env[region] = value
  }
  assert.deepEqual(store.runs(), [])
})

for (const [name, models] of [
  ['agents', undefined],
  ['a plain run', null],
] as const) {
  test(`a decision of ${name} waits for a person, is approved in another process, and computes nothing again`, async (t) => {
    const { open, request } = place(t, waiting)
    const first = await open()
    const summary = await ended(first, request(models === undefined ? {} : { models }))
    assert.deepEqual([summary.status, summary.approval, summary.headline], ['waiting', 'waiting', 'Hold the asset'])
    const result = first.service.artifact(summary.id, 'result.json')
    const second = await open()
    assert.equal(second.service.summary(summary.id).status, 'waiting')
    const after = await second.service.approve(
      summary.id,
      says({ resultHash: summary.resultHash!.slice(0, 12) }),
      quiet,
      never,
    )
    assert.deepEqual([after.status, after.approval], ['completed', 'approved'])
    assert.deepEqual(second.computed, [])
    assert.deepEqual(second.service.artifact(summary.id, 'result.json'), result)
    const [said] = JSON.parse(second.service.artifact(summary.id, 'approvals.json').toString()) as Record<
      string,
      unknown
    >[]
    assert.deepEqual(
      [said.by, said.account, said.verdict, said.resultHash],
      ['First trustee', 'first', 'approved', summary.resultHash],
    )
    assert.ok(second.store.audit(summary.id).some(({ kind }) => kind === 'decision-approved'))
    assert.ok(second.store.verifyRun(summary.id).ok)
    await assert.rejects(second.service.approve(summary.id, says(), quiet, never), {
      code: 'conflict',
      message: /is completed/,
    })
  })
}

test('a rejection needs a reason and ends the run as rejected', async (t) => {
  const { open, request } = place(t, waiting)
  const at = await open()
  const { id } = await ended(at, request())
  const reject = (reason: string | null) => at.service.approve(id, says({ verdict: 'rejected', reason }), quiet, never)
  for (const reason of [null, '  '])
    await assert.rejects(reject(reason), { code: 'invalid-input', message: /needs a reason/ })
  assert.equal(at.service.summary(id).status, 'waiting')
  const after = await reject('Too little income')
  assert.deepEqual([after.status, after.approval], ['completed', 'rejected'])
  assert.equal(at.service.agents(id)?.approval.records[0].reason, 'Too little income')
})

test('an edit that cannot be is refused with its reasons, and the decision goes on waiting', async (t) => {
  const { open, request } = place(t, waiting)
  const at = await open()
  const { id } = await ended(at, request())
  const approve = (said: ApprovalRequest) => at.service.approve(id, said, quiet, never)
  await assert.rejects(approve(weight(0.5)), {
    code: 'invalid-input',
    message: /outside the mandate: The weight is above the cap/,
  })
  await assert.rejects(approve(weight(0.5)), (error) => {
    const { details } = error as { details: { problems: { message: string }[] } }
    const [measure, other, ...more] = details.problems.map(({ message: text }) => text)
    assert.match(measure, /^utility: .+ before, .+ after$/)
    assert.match(other, /^weight: 15\.00.% before, 50\.00.% after$/)
    assert.deepEqual(more, [])
    return true
  })
  await assert.rejects(approve(weight('much')), (error) => {
    const { details } = error as { details: { problems: { field: string }[] } }
    assert.deepEqual(
      details.problems.map(({ field }) => field),
      ['change.terms.weight'],
    )
    return true
  })
  const unknown = says({ verdict: 'edited', change: { kind: 'sell-all', terms: {} } })
  await assert.rejects(approve(unknown), {
    code: 'invalid-input',
    message: /cannot be edited by "sell-all"; an edit is one of set-weight/,
  })
  await assert.rejects(approve(says({ verdict: 'edited' })), { code: 'invalid-input', message: /needs a change/ })
  await assert.rejects(approve(says({ by: 'a\nb' })), { code: 'invalid-input' })
  assert.equal(at.service.summary(id).status, 'waiting')
  assert.ok(at.store.verifyRun(id).ok)
  assert.equal((await approve(says())).approval, 'approved')
})

for (const [name, models] of [
  ['agents', undefined],
  ['a plain run', null],
] as const) {
  test(`an edit within the mandate gives ${name} another result, which is approved anew`, async (t) => {
    const { open, request } = place(t, waiting)
    const first = await open()
    const before = await ended(first, request(models === undefined ? {} : { models }))
    const at = await open()
    const edited = await at.service.approve(before.id, weight(0.2, { reason: 'A start' }), quiet, never)
    assert.deepEqual([edited.status, edited.approval], ['waiting', 'waiting'])
    assert.notEqual(edited.resultHash, before.resultHash)
    assert.equal(at.service.result(before.id, '/weight'), 0.2)
    assert.deepEqual(at.computed, ['chair'])
    const seen = says({ resultHash: before.resultHash! })
    await assert.rejects(at.service.approve(before.id, seen, quiet, never), {
      code: 'conflict',
      message: /not the one that was seen/,
    })
    const approved = await at.service.approve(before.id, says({ resultHash: edited.resultHash! }), quiet, never)
    assert.deepEqual(
      [approved.status, approved.approval, approved.resultHash],
      ['completed', 'approved', edited.resultHash],
    )
    const audit = at.store.audit(before.id).find(({ kind }) => kind === 'decision-edited')?.detail as {
      effect: { verdict: string }
    }
    // utility is greatest at income / (aversion × loss) = 0.03 / (0.5 × 0.2) = 0.3, and the cautious rule takes half of it
    assert.equal(audit.effect.verdict, 'helps')
  })
}

test('only persons whom the mandate names may decide', async (t) => {
  const { open, request } = place(
    t,
    'governance: { approval: { required: true, approvers: [First trustee, Second trustee] } }\n',
  )
  const at = await open()
  const { id } = await ended(at, request())
  const anybody = at.service.approve(id, says({ by: 'Anybody' }), quiet, never)
  await assert.rejects(anybody, { code: 'unauthorised', message: /Anybody may not .* First trustee, Second trustee/ })
  assert.equal((await at.service.approve(id, says(), quiet, never)).approval, 'approved')
})

test('four eyes are of two different persons, neither of whom started the run', async (t) => {
  const { open, request } = place(t, 'governance: { approval: { required: true, four_eyes: true } }\n')
  const at = await open()
  const startedBy = { account: 'desk', person: 'Portfolio Manager' }
  const { id } = await ended(at, request({ startedBy }))
  const approve = (by: string, account = 'desk') => at.service.approve(id, says({ by, account }), quiet, never)
  await assert.rejects(approve('portfolio  manager'), {
    code: 'unauthorised',
    message: /was started by Portfolio Manager/,
  })
  const one = await approve('First trustee')
  assert.deepEqual([one.status, one.approval], ['waiting', 'waiting'])
  await assert.rejects(approve('FIRST trustee', 'elsewhere'), {
    code: 'unauthorised',
    message: /already; another person/,
  })
  const two = await approve('Second trustee')
  assert.deepEqual([two.status, two.approval], ['completed', 'approved'])
})

test('where nobody gave a name at the start, four eyes are of other accounts', async (t) => {
  const { open, request } = place(t, 'governance: { approval: { required: true, four_eyes: true } }\n')
  const at = await open()
  const { id } = await ended(at, request())
  const approve = (by: string, account: string) => at.service.approve(id, says({ by, account }), quiet, never)
  await assert.rejects(approve('First trustee', 'starter'), { code: 'unauthorised', message: /the account starter/ })
  await approve('First trustee', 'first')
  assert.equal((await approve('Second trustee', 'second')).approval, 'approved')
})

test('an edit makes earlier approvals of four eyes void', async (t) => {
  const { open, request } = place(t, 'governance: { approval: { required: true, four_eyes: true } }\n')
  const at = await open()
  const { id } = await ended(at, request())
  const approve = (said: ApprovalRequest) => at.service.approve(id, said, quiet, never)
  await approve(says())
  await approve(weight(0.2, { by: 'Second trustee', account: 'second' }))
  assert.equal((await approve(says({ by: 'Second trustee', account: 'second' }))).status, 'waiting')
  assert.equal((await approve(says())).status, 'completed')
})

test('of two persons who decide at once one is told that the other was quicker', async (t) => {
  const { folder, open, request } = place(t, waiting)
  const at = await open()
  const { id } = await ended(at, request())
  const other = madeUpService(folder)
  t.after(other.close)
  const both = await Promise.allSettled([
    at.service.approve(id, says(), quiet, never),
    other.service.approve(id, says({ verdict: 'rejected', reason: 'no', by: 'Second trustee' }), quiet, never),
  ])
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
  const refused = both.find((each) => each.status === 'rejected')
  assert.ok(refused !== undefined)
  assert.equal((refused.reason as { code: string }).code, 'conflict')
  const approvals = JSON.parse(at.service.artifact(id, 'approvals.json').toString()) as unknown[]
  assert.equal(approvals.length, 1)
  assert.equal(at.service.summary(id).status, 'completed')
})

test('a run that waits goes on waiting when it is resumed, and repeats nothing', async (t) => {
  const { open, request } = place(t, waiting)
  const { id } = await ended(await open(), request())
  const at = await open()
  const again = await (await at.service.resume(id, quiet, never)).ended
  assert.deepEqual([again.status, at.computed], ['waiting', []])
})

test('another version of the code goes on with no run', async (t) => {
  const { open, request } = place(t, waiting)
  const { id } = await ended(await open(), request())
  const newer = await open({ codeVersion: () => 'newer' })
  await assert.rejects(newer.service.resume(id, quiet, never), { code: 'conflict', message: /another version/ })
  const prompts = await open({ agentsVersion: () => 'newer' })
  await assert.rejects(prompts.service.approve(id, says(), quiet, never), {
    code: 'conflict',
    message: /another version/,
  })
  assert.equal(prompts.service.summary(id).status, 'waiting')
})

test('a changed prompt computes no analysis anew', async (t) => {
  const { open, request } = place(t)
  await ended(await open(), request())
  const at = await open({ agentsVersion: () => 'newer' })
  await ended(at, request())
  assert.deepEqual(at.computed, [])
})

test('a run that is stopped says so, and going on with it computes only what was not computed', async (t) => {
  const { open, request } = place(t)
  const stop = new AbortController()
  const first = await open({ onCompute: (name) => name === 'risk-analyst' && stop.abort() })
  const started = await first.service.start(request(), quiet, stop.signal)
  await assert.rejects(started.ended, { name: 'AbortError' })
  assert.equal(first.service.summary(started.run).status, 'interrupted')
  const second = await open()
  const after = await (await second.service.resume(started.run, quiet, never)).ended
  assert.equal(after.status, 'completed')
  assert.deepEqual(second.computed, ['chair'])
})

test('a workflow says what it takes, who works in it, and what may be changed', async (t) => {
  const { open } = place(t)
  const [{ name, specialists, changes, inputs }] = await (await open()).service.workflows()
  assert.equal(name, 'made-up')
  assert.deepEqual(
    inputs.map((input) => input.name),
    ['mandate'],
  )
  assert.deepEqual(
    specialists.map(({ name: who, needs }) => [who, needs]),
    [
      ['income-analyst', []],
      ['risk-analyst', []],
      ['chair', ['income-analyst', 'risk-analyst']],
    ],
  )
  assert.equal(changes[0].kind, 'set-weight')
  assert.match(JSON.stringify(changes[0].terms), /"weight":\{"type":"number"/)
})
