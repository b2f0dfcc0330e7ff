import { counted } from '../document/counted-words.ts'
import type { Block, TableRow } from '../document/document.ts'
import { namedRole } from '../document/named-role.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import type { Text } from '../document/text.ts'
import type { AgentsReading, ListedSpecialist } from './agents-reading.ts'

/** Who waits for whom, and whose words are whose; nothing where the result lists no specialists. */
export function networkBlocks(reading: AgentsReading): Block[] {
  const { specialists } = reading
  if (specialists.length === 0) return []
  const stages = stagesOf(specialists)
  return [
    { kind: 'heading', text: 'Who waits for whom' },
    {
      kind: 'table',
      id: 'network',
      caption: 'The network of specialists, in the order in which they can start',
      columns: ['Starts', 'Specialist', 'Waits for', 'Words by', 'Calls of tools', 'Drafts sent back'],
      rows: stages.flatMap((members, stage) => members.map((i, k) => row(reading, i, stageText(stage, k, members)))),
      note: 'Specialists of one step work side by side: none of them sees what another of the step says.',
    },
  ]
}

function stageText(stage: number, place: number, members: readonly number[]): Text {
  if (place > 0) return 'beside it'
  if (stage === 0) return 'first'
  return members.length > 1 ? 'then, side by side' : 'then'
}

function row({ record, specialists, slot }: AgentsReading, i: number, starts: Text): TableRow {
  const specialist = specialists[i]
  const at: Keys = ['specialists', i]
  const roleAt = (place: number): Text =>
    namedRole(
      specialists[place],
      specialists,
      slot('text', 'specialists', place, 'role'),
      slot('text', 'specialists', place, 'name'),
    )
  const role = roleAt(i)
  const place = record.briefs.findIndex((brief) => brief.specialist === specialist.name)
  const brief = record.briefs[place]
  const of: Keys = ['agents', 'briefs', place]
  const needed = specialist.needs.map((need, k): Text => {
    const found = specialists.findIndex(({ name }) => name === need)
    return found < 0 ? slot('text', ...at, 'needs', k) : roleAt(found)
  })
  const waits = needed.length === 0 ? 'nobody' : needed.join(', ')
  if (brief === undefined) {
    const missing = record.missing.some((each) => each.specialist === specialist.name)
    const none = missing ? ({ kind: 'status', tone: 'stop', text: 'no result' } as const) : textCell('no brief')
    return { cells: [textCell(starts), textCell(role), textCell(waits), none, textCell('n/a'), textCell('n/a')] }
  }
  return {
    cells: [
      textCell(starts),
      textCell(role),
      textCell(waits),
      textCell(
        brief.writtenBy.kind === 'offline'
          ? brief.stoodIn === null
            ? 'its\u00a0script'
            : 'its script, in place of a model'
          : slot('text', ...of, 'writtenBy', 'modelId'),
      ),
      textCell(brief.tools.length === 0 ? 'none' : slot('length', ...of, 'tools')),
      textCell(
        brief.refused.length === 0 ? 'none' : counted(slot('length', ...of, 'refused'), brief.refused.length, 'draft'),
      ),
    ],
  }
}

/** Places of the specialists by step: each step waits for those before it alone. What waits for itself stands last. */
function stagesOf(specialists: readonly ListedSpecialist[]): number[][] {
  const stages: number[][] = []
  const done = new Set<string>()
  const known = new Set(specialists.map(({ name }) => name))
  let rest = specialists.map((_, i) => i)
  while (rest.length > 0) {
    const ready = rest.filter((i) => specialists[i].needs.every((name) => done.has(name) || !known.has(name)))
    const stage = ready.length === 0 ? rest : ready
    stages.push(stage)
    for (const i of stage) done.add(specialists[i].name)
    rest = rest.filter((i) => !stage.includes(i))
  }
  return stages
}
