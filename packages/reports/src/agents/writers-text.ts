import type { ModelName } from '@tutti/workflows/agents-record'
import type { Text } from '../document/text.ts'
import type { AgentsReading } from './agents-reading.ts'
import { specialistText } from './specialist-text.ts'

/** Which models wrote the agents' words; specialists are named where there is more than one. Empty where nobody wrote. */
export function writersText(reading: AgentsReading): Text {
  const { record, slot } = reading
  const writers = new Map<string, number[]>()
  record.briefs.forEach(({ writtenBy }, i) => {
    const key = JSON.stringify([writtenBy.kind, writtenBy.modelId])
    writers.set(key, [...(writers.get(key) ?? []), i])
  })
  const groups = [...writers.values()]
  const writer = (i: number): Text =>
    modelText(
      record.briefs[i].writtenBy,
      slot('text', 'agents', 'briefs', i, 'writtenBy', 'modelId'),
      slot('text', 'agents', 'briefs', i, 'writtenBy', 'kind'),
    )
  if (groups.length === 0) return ''
  if (groups.length === 1)
    return `The words of the agents were written ${writer(groups[0][0])}. Every figure is computed.`
  const parts = groups.map((members) => {
    const names = members.map((i) => specialistText(reading, record.briefs[i], ['agents', 'briefs', i]))
    return `${writer(members[0])} for ${names.join(', ')}`
  })
  return `The words of the agents were written ${parts.join('; ')}. Every figure is computed.`
}

/** By a model, or from the script: `modelId` and `kind` are the slots that show them. */
export function modelText({ kind }: ModelName, modelId: Text, kindText: Text): Text {
  return kind === 'offline' ? 'from scripts, without a language model' : `by ${modelId} (${kindText})`
}
