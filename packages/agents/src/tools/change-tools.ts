import type { FunctionTool } from '@strands-agents/sdk'
import { TuttiError } from '@tutti/analytics/errors'
import { checkedMandate } from '@tutti/workflows/mandate-file'
import { z } from 'zod'
import { answeringTool, toolSchema } from './answering-tool.ts'
import type { OfferedKind, Toolbox } from './toolbox.ts'

/** Tools for changes: none where the specialist has no kind of change, no `propose` where no proposal is left to it. */
export function changeTools(toolbox: Toolbox): FunctionTool[] {
  if (toolbox.kinds.length === 0) return []
  return [whatIfTool(toolbox), ...(toolbox.proposalsLeft() > 0 ? [proposeTool(toolbox)] : [])]
}

function whatIfTool({ kinds, whatIf, onCall }: Toolbox): FunctionTool {
  const input = z.strictObject({ change: anyChange })
  return answeringTool({
    name: 'what_if',
    description: `Recomputes what a change would come to, beside what stands; nothing is changed.\n${kindsText(kinds)}`,
    schema: changeSchema(input, kinds),
    input,
    forLess: 'Shortened: the main measure comes first.',
    onCall,
    answer: async ({ change }) => {
      const { kind, terms } = checkedChange(change, kinds)
      return whatIf(kind, terms)
    },
  })
}

function proposeTool({ kinds, propose, proposalsLeft, onCall }: Toolbox): FunctionTool {
  const input = z.strictObject({ change: anyChange, reason: z.string().trim().min(1).max(2000) })
  return answeringTool({
    name: 'propose',
    description: `Puts a change forward. It is recomputed and checked against the mandate; it counts only where it helps by the mandate's own measure or a person accepts it. Figures in the reason are slots.\n${kindsText(kinds)}`,
    schema: changeSchema(input, kinds),
    input,
    forLess: 'Shortened.',
    onCall,
    answer: async ({ change, reason }) => {
      const { kind, terms } = checkedChange(change, kinds)
      if (proposalsLeft() <= 0) throw new TuttiError('conflict', 'no proposal is left', { field: 'change' })
      const { id } = await propose(kind, terms, reason)
      return { id, left: proposalsLeft(), status: 'noted; it is recomputed before it counts' }
    },
  })
}

/** A change before its kind is known. */
const anyChange = z.strictObject({ kind: z.string().max(200), terms: z.unknown() })

/** The change with its terms as given, once its kind's schema takes them. Throws `invalid-input` with every problem. */
function checkedChange(
  { kind, terms }: z.output<typeof anyChange>,
  kinds: readonly OfferedKind[],
): { readonly kind: string; readonly terms: unknown } {
  const known = kinds.find((one) => one.kind === kind)
  if (known === undefined) {
    throw new TuttiError('invalid-input', `there is no kind of change "${kind}" here`, {
      field: 'change.kind',
      got: kind,
      expected: kinds.map((one) => one.kind).join(' | '),
    })
  }
  checkedMandate(known.terms, terms, `the terms of ${kind}`)
  return { kind, terms }
}

/** The schema of an input whose `change` is one of the kinds, told apart by `kind`. */
function changeSchema(input: z.ZodType, kinds: readonly OfferedKind[]): Record<string, unknown> {
  const schema = toolSchema(input) as { properties: Record<string, unknown> }
  const changes = kinds.map(({ kind, description, terms }) => ({
    type: 'object',
    description,
    properties: { kind: { const: kind }, terms: toolSchema(terms) },
    required: ['kind', 'terms'],
    additionalProperties: false,
  }))
  const change = changes.length === 1 ? changes[0] : { anyOf: changes }
  return { ...schema, properties: { ...schema.properties, change } }
}

function kindsText(kinds: readonly OfferedKind[]): string {
  return kinds.map(({ kind, description }) => `- ${kind}: ${description}`).join('\n')
}
