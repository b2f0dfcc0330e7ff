import type { AgentStreamEvent } from '@strands-agents/sdk'
import { TuttiError } from '@tutti/analytics/errors'
import type { BriefRecord, ModelName } from '@tutti/workflows/agents-record'
import type { Specialist, SpecialistResults } from '@tutti/workflows/specialists'
import type { Citables } from '../briefs/index.ts'
import { type AgentDesk, resultsBefore } from '../graph/agent-desk.ts'
import { isOutOfReach, type ModelChoice, modelText, OfflineModel, withoutSecrets } from '../models/index.ts'
import { specialistTools } from '../tools/index.ts'
import { citablesOf } from './citables-of.ts'
import { type Drafts, draftsOf } from './drafts.ts'
import { modelTalk } from './model-talk.ts'
import { proposalMaker } from './proposal-maker.ts'
import { refusedPrompt } from '../prompts/index.ts'
import { revisionDesk } from './revision.ts'
import { briefTaskOf, handInPrompt, systemOf } from './conversation-prompts.ts'
import { specialistChoice } from './specialist-model.ts'
import { talk } from './talk.ts'
import { toolboxOf } from './toolbox-of.ts'

/** A brief to be written. */
export interface BriefTask<Case> {
  readonly specialist: Specialist<Case>
  /** Unique in the run: `fx-hedger`, `hedge-selection/after-proposals`. */
  readonly conversation: string
  readonly result: unknown
  /** Results of those it needs. */
  readonly needed: SpecialistResults
  /** Whether it may propose and ask for revisions in this conversation. */
  readonly mayPropose: boolean
}

/**
 * A specialist's brief: by its language model where one is chosen, or by the offline model, which also stands in when the model
 * fails, runs out of time or budget, or has no draft that passes the check. Streams the events of the agents at work.
 */
export async function* briefConversation<Case>(
  desk: AgentDesk<Case>,
  task: BriefTask<Case>,
): AsyncGenerator<AgentStreamEvent, BriefRecord, undefined> {
  const { specialist, needed, result } = task
  const { name } = specialist
  const choice = specialistChoice(desk, name)
  const citables = citablesOf(desk, { ...needed, [name]: result })
  const written = (): Writing => ({ drafts: draftsOf(desk, name, citables, citables.any(name)), tools: [] })
  let refused: BriefRecord['refused'] = []
  let stoodIn: string | null = null
  if (choice.kind !== 'offline') {
    const model = written()
    try {
      requireInReach(desk, choice)
      yield* modelBrief(desk, task, citables, model)
      const brief = briefOf(specialist, { kind: choice.kind, modelId: choice.modelId }, model, {
        refused: model.drafts.refused(),
        stoodIn,
      })
      if (brief !== undefined) return brief
      stoodIn = model.drafts.failure()
    } catch (error) {
      desk.context.signal.throwIfAborted()
      if (desk.faults.length > 0) throw desk.faults[0]
      stoodIn = boundedReason(error)
      if (isOutOfReach(error)) desk.outOfReach.set(modelText(choice), stoodIn)
    }
    refused = model.drafts.refused()
  }
  // what is kept of tools is of the writer; what is kept of refused drafts is of the language model
  const script = written()
  yield* scriptedBrief(desk, task, citables, script)
  const offline = { kind: 'offline', modelId: 'offline' } as const
  return (
    briefOf(specialist, offline, script, { refused, stoodIn }) ??
    withoutWords(specialist, offline, script, { refused, stoodIn })
  )
}

/** What comes of writing a brief: its drafts, and the calls of tools so far. */
interface Writing {
  readonly drafts: Drafts
  readonly tools: { readonly tool: string; readonly ok: boolean }[]
}

/** Throws where an earlier conversation of the run could not reach the model: the same again would only take time. */
function requireInReach<Case>(desk: AgentDesk<Case>, choice: ModelChoice): void {
  const reason = desk.outOfReach.get(modelText(choice))
  if (reason !== undefined)
    throw new TuttiError('conflict', reason.replace(/^The model failed: /, ''), { field: 'model' })
}

/** The specialist's language model, with its tools, until a draft passes or none is taken any more. */
async function* modelBrief<Case>(
  desk: AgentDesk<Case>,
  task: BriefTask<Case>,
  citables: Citables,
  writing: Writing,
): AsyncGenerator<AgentStreamEvent, void, undefined> {
  const { specialist, conversation, result, mayPropose } = task
  const { drafts } = writing
  const maker = proposalMaker(desk, specialist, citables, { own: result, ...(mayPropose ? {} : { most: 0 }) })
  const revise =
    specialist.name === desk.workflow.lead && mayPropose
      ? revisionDesk(desk, specialist, citables, { ...resultsBefore(desk, specialist), [specialist.name]: result })
      : null
  yield* modelTalk(desk, {
    specialist,
    conversation,
    toolbox: await toolboxOf(desk, { ...openTo(task, citables, writing), maker, revise }),
    next: (closing) => {
      if (closing === null) return briefTaskOf(desk, specialist, citables)
      if (drafts.accepted() !== undefined || !drafts.open()) return undefined
      // a model that ends its turn with its brief as text has submitted it; other words are none, whatever they say
      const verdict = drafts.close(closing)
      if (verdict === null) return drafts.open() ? handInPrompt : undefined
      return verdict.accepted || verdict.last ? undefined : refusedPrompt(verdict.reasons)
    },
  })
}

/** The script of the specialist: its look-ups with the same tools, then its brief. */
async function* scriptedBrief<Case>(
  desk: AgentDesk<Case>,
  task: BriefTask<Case>,
  citables: Citables,
  writing: Writing,
): AsyncGenerator<AgentStreamEvent, void, undefined> {
  const { specialist, conversation, result, needed } = task
  const { script } = specialist
  const calls = script.calls?.(result, needed) ?? []
  const turns = [
    ...(calls.length === 0 ? [] : [calls]),
    [{ tool: 'submit_brief', input: { brief: script.brief(result, needed) } }],
  ]
  const toolbox = await toolboxOf(desk, {
    ...openTo(task, citables, writing),
    maker: proposalMaker(desk, specialist, citables, { own: result, most: 0 }),
    called: calls.map(({ tool }) => tool),
    revise: null,
  })
  yield* talk({
    name: `${conversation}/offline`,
    specialist,
    system: systemOf(desk, specialist, toolbox),
    model: new OfflineModel(turns),
    retries: null,
    tools: specialistTools(toolbox),
    turns: turns.length + 1,
    signal: desk.context.signal,
    next: (closing) => (closing === null ? 'Write your brief.' : undefined), // a script needs no menu of figures
  })
}

/** What a writer of the brief may read, and where its drafts go. */
function openTo<Case>({ specialist, needed, result }: BriefTask<Case>, citables: Citables, writing: Writing) {
  return {
    specialist,
    results: { ...needed, [specialist.name]: result },
    citables,
    submit: writing.drafts.submit,
    onCall: (tool: string, ok: boolean): void => {
      writing.tools.push({ tool, ok })
    },
  }
}

/** What came of the language model, where one was asked. */
type Course = Pick<BriefRecord, 'refused' | 'stoodIn'>

function briefOf<Case>(
  { name, role }: Specialist<Case>,
  writtenBy: ModelName,
  { drafts, tools }: Writing,
  { refused, stoodIn }: Course,
): BriefRecord | undefined {
  const accepted = drafts.accepted()
  if (accepted === undefined) return undefined
  const { template, paragraphs } = accepted
  return { specialist: name, role, writtenBy, stoodIn, refused, template, paragraphs, tools }
}

const noWords = 'No brief could be written; the figures stand in the result.'

/** Where even the offline brief does not pass: the run goes on, and says so. */
function withoutWords<Case>(
  { name, role }: Specialist<Case>,
  writtenBy: ModelName,
  { drafts, tools }: Writing,
  { refused, stoodIn }: Course,
): BriefRecord {
  const reasons = drafts.refused().flatMap((draft) => draft.reasons)
  const own = `The script’s own brief did not pass the check: ${reasons.join('; ') || 'it submitted none'}.`
  return {
    specialist: name,
    role,
    writtenBy,
    stoodIn: stoodIn === null ? own : `${stoodIn} ${own}`,
    refused,
    template: noWords,
    paragraphs: [[{ kind: 'words', text: noWords, source: null }]],
    tools,
  }
}

/** Why a model failed, in a line that holds no secret. */
function boundedReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const line = withoutSecrets(message, process.env).replace(/\s+/g, ' ').trim()
  return `The model failed: ${line.length > 300 ? `${line.slice(0, 299)}…` : line}`
}
