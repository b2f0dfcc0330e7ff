import type { AgentStreamEvent } from '@strands-agents/sdk'
import { TuttiError } from '@tutti/analytics/errors'
import type { BriefRecord, ModelName } from '@tutti/workflows/agents-record'
import type { Specialist, SpecialistResults } from '@tutti/workflows/specialists'
import { type Citables, citableFigures } from '../briefs/index.ts'
import { type AgentDesk, resultsBefore, specialistOf } from '../graph/agent-desk.ts'
import {
  isOutOfReach,
  type ModelChoice,
  modelText,
  OfflineModel,
  retryStrategy,
  withoutSecrets,
} from '../models/index.ts'
import { specialistTools, type Toolbox } from '../tools/index.ts'
import { type Drafts, draftsOf } from './drafts.ts'
import { type ProposalMaker, proposalMaker } from './proposal-maker.ts'
import { refusedPrompt } from '../prompts/index.ts'
import { revisionDesk } from './revision.ts'
import { briefTaskOf, systemOf } from './conversation-prompts.ts'
import { specialistChoice, specialistModel } from './specialist-model.ts'
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
  const readable = { ...needed, [name]: result }
  const citables = citableFigures(
    Object.fromEntries(Object.keys(readable).map((one) => [one, specialistOf(desk, one).script])),
    readable,
  )
  let stoodIn: string | null = null
  const refused: (readonly string[])[] = []
  if (choice.kind !== 'offline') {
    const tools: { tool: string; ok: boolean }[] = []
    const drafts = draftsFor(desk, name, citables, refused)
    try {
      requireInReach(desk, choice)
      yield* modelTalk(desk, task, citables, drafts, tools)
      const brief = briefOf(specialist, { kind: choice.kind, modelId: choice.modelId }, drafts, { tools, refused })
      if (brief !== undefined) return brief
      stoodIn = drafts.open()
        ? 'The model came to the end of its turns without a brief that could be read.'
        : 'No draft of the model passed the check.'
    } catch (error) {
      desk.context.signal.throwIfAborted()
      if (desk.faults.length > 0) throw desk.faults[0]
      stoodIn = boundedReason(error)
      if (isOutOfReach(error)) desk.outOfReach.set(modelText(choice), stoodIn)
    }
  }
  // what is kept of tools is of the writer; what is kept of refused drafts is of the language model
  const tools: { tool: string; ok: boolean }[] = []
  const own: (readonly string[])[] = []
  const drafts = draftsFor(desk, name, citables, own)
  yield* offlineTalk(desk, task, citables, drafts, tools)
  return (
    briefOf(specialist, { kind: 'offline', modelId: 'offline' }, drafts, { tools, refused, stoodIn }) ??
    withoutWords(specialist, { tools, refused, stoodIn }, own.flat())
  )
}

/** Throws where an earlier conversation of the run could not reach the model: the same again would only take time. */
function requireInReach<Case>(desk: AgentDesk<Case>, choice: ModelChoice): void {
  const reason = desk.outOfReach.get(modelText(choice))
  if (reason !== undefined)
    throw new TuttiError('conflict', reason.replace(/^The model failed: /, ''), { field: 'model' })
}

function draftsFor<Case>(
  desk: AgentDesk<Case>,
  name: string,
  citables: Citables,
  refused: (readonly string[])[],
): Drafts {
  const onRefused = (reasons: readonly string[]): void => {
    refused.push(reasons)
    desk.options.onEvent({ kind: 'draft-refused', specialist: name, reasons })
  }
  const mustCite = citables.any(name)
  return draftsOf(citables, desk.governance.agents.maximum_drafts, onRefused, mustCite)
}

/** The specialist's language model, with its tools, until a draft passes or none is taken any more. */
async function* modelTalk<Case>(
  desk: AgentDesk<Case>,
  task: BriefTask<Case>,
  citables: Citables,
  drafts: Drafts,
  tools: { tool: string; ok: boolean }[],
): AsyncGenerator<AgentStreamEvent, void, undefined> {
  const { specialist, conversation, result } = task
  const { governance, context } = desk
  const { node_time_limit_seconds: seconds, maximum_steps: turns, proposals_per_specialist: most } = governance.agents
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(seconds * 1000)])
  const maker = proposalMaker(desk, specialist, citables, { own: result, most: task.mayPropose ? most : 0 })
  const model = specialistModel(desk, specialist, conversation, signal)
  const toolbox = toolboxFor(desk, task, citables, drafts, maker, tools)
  let asked = false
  yield* talk({
    name: conversation,
    role: specialist.role,
    responsibility: specialist.responsibility,
    system: systemOf(desk, specialist, toolbox),
    model,
    retries: retryStrategy({ seed: conversation }),
    tools: specialistTools(toolbox),
    turns,
    calls: turns,
    signal,
    next: (closing) => {
      if (!asked) {
        asked = true
        return briefTaskOf(desk, specialist, citables)
      }
      if (drafts.accepted() !== undefined || !drafts.open()) return undefined
      // a model that ends its turn with its brief as text has submitted it
      const { accepted, reasons, last } = drafts.submit(closing ?? '')
      return accepted || last ? undefined : refusedPrompt(reasons)
    },
  })
}

/** The script of the specialist: its look-ups with the same tools, then its brief. */
async function* offlineTalk<Case>(
  desk: AgentDesk<Case>,
  task: BriefTask<Case>,
  citables: Citables,
  drafts: Drafts,
  tools: { tool: string; ok: boolean }[],
): AsyncGenerator<AgentStreamEvent, void, undefined> {
  const { specialist, conversation, result, needed } = task
  const { script } = specialist
  const maker = proposalMaker(desk, specialist, citables, { own: result, most: 0 })
  const calls = script.calls?.(result, needed) ?? []
  const turns = [
    ...(calls.length === 0 ? [] : [calls]),
    [{ tool: 'submit_brief', input: { brief: script.brief(result, needed) } }],
  ]
  const called = calls.map(({ tool }) => tool)
  const toolbox = { ...toolboxFor(desk, task, citables, drafts, maker, tools, called), revise: null }
  let asked = false
  yield* talk({
    name: `${conversation}/offline`,
    role: specialist.role,
    responsibility: specialist.responsibility,
    system: systemOf(desk, specialist, toolbox),
    model: new OfflineModel(turns),
    retries: null,
    tools: specialistTools(toolbox),
    turns: turns.length + 1,
    signal: desk.context.signal,
    next: () => {
      if (asked) return undefined
      asked = true
      return 'Write your brief.' // a script needs no menu of figures
    },
  })
}

function toolboxFor<Case>(
  desk: AgentDesk<Case>,
  task: BriefTask<Case>,
  citables: Citables,
  drafts: Drafts,
  maker: ProposalMaker,
  made: { tool: string; ok: boolean }[],
  called?: readonly string[],
): Toolbox {
  const { specialist, needed, result, mayPropose } = task
  return toolboxOf(desk, {
    specialist,
    results: { ...needed, [specialist.name]: result },
    citables,
    maker,
    submit: drafts.submit,
    ...(called === undefined ? {} : { called }),
    revise:
      specialist.name === desk.workflow.lead && mayPropose
        ? revisionDesk(desk, specialist, citables, { ...resultsBefore(desk, specialist), [specialist.name]: result })
        : null,
    onCall: (tool, ok) => {
      made.push({ tool, ok })
      desk.options.onEvent({ kind: 'tool-call', specialist: specialist.name, tool, ok })
    },
  })
}

interface Course {
  readonly tools: readonly { readonly tool: string; readonly ok: boolean }[]
  readonly refused: readonly (readonly string[])[]
  readonly stoodIn?: string | null
}

function briefOf<Case>(
  { name, role }: Specialist<Case>,
  writtenBy: ModelName,
  drafts: Drafts,
  { tools, refused, stoodIn = null }: Course,
): BriefRecord | undefined {
  const accepted = drafts.accepted()
  if (accepted === undefined) return undefined
  return {
    specialist: name,
    role,
    writtenBy,
    stoodIn,
    refused: refused.map((reasons) => ({ reasons })),
    template: accepted.template,
    paragraphs: accepted.paragraphs,
    tools,
  }
}

const noWords = 'No brief could be written; the figures stand in the result.'

/** Where even the offline brief does not pass: the run goes on, and says so. */
function withoutWords<Case>(
  { name, role }: Specialist<Case>,
  { tools, refused, stoodIn = null }: Course,
  reasons: readonly string[],
): BriefRecord {
  return {
    specialist: name,
    role,
    writtenBy: { kind: 'offline', modelId: 'offline' },
    stoodIn: [stoodIn, `The script’s own brief did not pass the check: ${reasons.join('; ') || 'it submitted none'}.`]
      .filter((text) => text !== null)
      .join(' '),
    refused: refused.map((reasons) => ({ reasons })),
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
