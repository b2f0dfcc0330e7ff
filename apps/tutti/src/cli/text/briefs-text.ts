import type {
  AgentsRecord,
  ApprovalRecord,
  BriefRecord,
  ModelName,
  ProposalRecord,
} from '@tutti/workflows/agents-record'
import { effectFigure } from '../../runs/effect-figures.ts'
import { partText } from '../../runs/part-text.ts'
import { commandLine } from './command-text.ts'
import { heading, printable, wrapped } from './layout.ts'
import { counted } from './number-text.ts'
import type { Paint } from './paint.ts'

/** Characters of a brief that are shown after a run. */
const shownCharacters = 280

/** What the lead said, shortened, what was proposed, and where to read the rest. */
export function shortBriefsText(record: AgentsRecord, runId: string, width: number, paint: Paint): string {
  const lead = record.briefs.find(({ specialist }) => specialist === record.lead)
  const text = lead === undefined ? '' : shortened(briefWords(lead).replaceAll('\n\n', ' '))
  const others = record.briefs.length - (lead === undefined ? 0 : 1)
  const accepted = record.proposals.filter(({ acceptedBy }) => acceptedBy !== null).length
  const facts = [
    `${counted(record.briefs.length, 'brief')} by ${modelsText(record)}`,
    ...(record.proposals.length === 0 ? [] : [`${counted(record.proposals.length, 'proposal')}, ${accepted} accepted`]),
    ...(record.missing.length === 0 ? [] : [`nothing from ${record.missing.map(({ role }) => role).join(', ')}`]),
    ...spentText(record),
  ]
  return [
    heading('What the agents say', facts.join(' · '), width, paint),
    ...(lead === undefined ? [] : [wrapped(`${printable(lead.role)}: ${text}`, width, '  ')]),
    ...stoodInLines(record, width, paint),
    paint.faint(`  ${others > 0 ? `and ${others} more` : 'In full'}: ${commandLine(`runs briefs ${runId}`)}`),
    '',
  ].join('\n')
}

/** A line for each different reason for which a brief is not as it was asked for: mostly that a language model failed. */
function stoodInLines({ briefs }: AgentsRecord, width: number, paint: Paint): string[] {
  const reasons = briefs.flatMap(({ stoodIn }) => stoodIn ?? [])
  return [...new Set(reasons)].map((reason) => {
    const count = reasons.filter((each) => each === reason).length
    const line = `The offline brief stands in for ${count} of ${counted(briefs.length, 'specialist')}: ${reason}`
    return paint.caution(wrapped(printable(line), width, '  '))
  })
}

/** Who said what on which evidence: every brief in full, proposals with what they came to, revisions, approvals. */
export function briefsText(record: AgentsRecord, width: number, paint: Paint): string {
  return [
    ...record.briefs.map((brief) => briefText(brief, record.lead, width, paint)),
    ...record.missing.map(({ role, status, because }) =>
      wrapped(printable(`${role}: ${status === 'failed' ? 'failed' : 'not run, for want of'} ${because}`), width),
    ),
    ...section('Proposals', record.proposals, (each) => proposalText(each, width, paint), paint),
    ...section(
      'Revisions',
      record.revisions,
      ({ askedBy, specialist, question }) =>
        wrapped(printable(`${askedBy} asked ${specialist}: ${question.map(partText).join('')}`), width, '  '),
      paint,
    ),
    ...section(
      'Recalled',
      record.recalled,
      ({ runId, asOf, headline, approval }) =>
        wrapped(printable(`${runId}${asOf === null ? '' : ` as of ${asOf}`}: ${headline} (${approval})`), width, '  '),
      paint,
    ),
    ...section('Approval', record.approval.records, (each) => personText(each, width), paint),
    [paint.faint(`Approval: ${record.approval.status.replaceAll('-', ' ')}`), ...spentText(record)].join(' · '),
    '',
  ].join('\n\n')
}

function briefText(brief: BriefRecord, lead: string, width: number, paint: Paint): string {
  const { specialist, role, writtenBy, stoodIn, refused, tools } = brief
  const notes = [
    specialist,
    modelText(writtenBy),
    ...(tools.length === 0 ? [] : [`${counted(tools.length, 'call')} of tools`]),
    ...(refused.length === 0 ? [] : [`${counted(refused.length, 'draft')} sent back`]),
  ]
  const title = printable(role) + (specialist === lead ? ' (lead)' : '')
  return [
    heading(title, notes.join(' · '), width, paint),
    ...(stoodIn === null ? [] : [paint.caution(wrapped(printable(`Offline words stand in: ${stoodIn}`), width, '  '))]),
    ...briefWords(brief)
      .split('\n\n')
      .map((paragraph) => wrapped(paragraph, width, '  ')),
  ].join('\n')
}

function proposalText(
  { proposal, effect, problem, why, acceptedBy }: ProposalRecord,
  width: number,
  paint: Paint,
): string {
  const verdict =
    acceptedBy === null ? (effect?.verdict.replaceAll('-', ' ') ?? 'not recomputed') : `accepted by ${acceptedBy}`
  const mark = acceptedBy === null ? paint.caution('·') : paint.good('✔')
  const said = [
    `${proposal.id}: ${proposal.kind} ${JSON.stringify(proposal.terms)}: ${verdict}`,
    ...(why.length === 0 ? [] : [why.map(partText).join('')]),
    ...(effect?.reasons ?? []),
    ...(problem === null ? [] : [problem]),
    ...(effect?.measure === undefined || effect.measure === null ? [] : [effectFigure(effect.measure)]),
  ]
  return `  ${mark} ${wrapped(printable(said.map((each) => each.replace(/\.$/, '')).join('. ')), width - 4, '    ').trimStart()}`
}

function personText({ by, account, at, verdict, reason, edit }: ApprovalRecord, width: number): string {
  const what = edit === null ? verdict : `${verdict}, ${edit.kind} ${JSON.stringify(edit.terms)}`
  const why = reason === null || reason === '' ? '' : `: ${reason}`
  return wrapped(
    printable(`${at.slice(0, 16).replace('T', ' ')} UTC  ${by} (account ${account}) ${what}${why}`),
    width,
    '  ',
  )
}

function section<Item>(title: string, items: readonly Item[], text: (item: Item) => string, paint: Paint): string[] {
  return items.length === 0 ? [] : [[paint.bold(title), ...items.map(text)].join('\n')]
}

/** A brief with its figures, words that may come from data or a model without what could steer a terminal. */
function briefWords({ paragraphs }: BriefRecord): string {
  return printable(paragraphs.map((parts) => parts.map(partText).join('')).join('\n\n'))
}

function shortened(text: string): string {
  if (text.length <= shownCharacters) return text
  const cut = text.lastIndexOf(' ', shownCharacters)
  return `${text.slice(0, cut > 0 ? cut : shownCharacters)} …`
}

function modelsText({ briefs }: AgentsRecord): string {
  return [...new Set(briefs.map(({ writtenBy }) => modelText(writtenBy)))].join(', ') || 'nobody'
}

function modelText({ kind, modelId }: ModelName): string {
  return kind === 'offline' ? 'the offline model' : printable(`${kind}:${modelId}`)
}

function spentText({ spent, budget }: AgentsRecord): string[] {
  if (spent.modelCalls === 0) return []
  const tokens = spent.inputTokens + spent.outputTokens
  const usd = spent.usd === null ? 'price not known' : `${spent.usd.toFixed(2)} of ${budget.usd} USD`
  return [`${tokens.toLocaleString('en-US')} of ${budget.tokens.toLocaleString('en-US')} tokens, ${usd}`]
}
