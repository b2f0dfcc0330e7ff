import { operations } from '@tutti/operations'
import type { ChangeEffect } from '@tutti/workflows/changes'
import type { SpecialistScript } from '@tutti/workflows/specialists'
import { z } from 'zod'
import { citableFigures } from '../briefs/index.ts'
import { allowedOperations } from './allowed-operations.ts'
import type { OfferedKind, Toolbox } from './toolbox.ts'

/** The script of a made-up specialist: figures of its positions, one kind of change, one operation. */
export const script: SpecialistScript = {
  operations: ['models/black-scholes'],
  figures: [
    { pattern: '/loss', label: 'expected shortfall', unit: 'percent', digits: 1, sense: 'loss' },
    { pattern: '/positions/*/weight', label: 'weight of the position', unit: 'percent', digits: 2, sense: 'level' },
  ],
  changes: ['set-weight'],
  brief: () => '',
}

/** A kind of change of the made-up specialist. */
const setWeight: OfferedKind = {
  kind: 'set-weight',
  description: 'Sets the weight of an asset; a decimal from zero to one.',
  terms: z.strictObject({ asset: z.enum(['bonds', 'equity']), weight: z.number().min(0).max(1) }),
}

/** What a what-if of the made-up specialist comes to. */
const effect: ChangeEffect = { verdict: 'no-help', reasons: ['no better'], measure: null, figures: [] }

/** A toolbox over a result, and what was done through it. */
export function toolboxFor(result: unknown, given: Partial<Toolbox> = {}) {
  const done: {
    calls: [string, boolean][]
    drafts: string[]
    proposals: unknown[]
    computed: string[]
    asked: number
  } = {
    calls: [],
    drafts: [],
    proposals: [],
    computed: [],
    asked: 0,
  }
  const results = { hedger: result }
  const toolbox: Toolbox = {
    specialist: { name: 'hedger', script },
    results,
    citables: citableFigures({ hedger: script }, results),
    kinds: [setWeight],
    whatIf: async () => {
      done.asked++
      return effect
    },
    propose: async (kind, terms) => ({ id: `hedger-${done.proposals.push({ kind, terms })}` }),
    proposalsLeft: () => 2 - done.proposals.length,
    recalled: [],
    revise: null,
    submit: (brief) => ({ accepted: done.drafts.push(brief) > 0, reasons: [], last: true }),
    operations: allowedOperations(script.operations, operations),
    compute: async (name, input) => {
      done.computed.push(name)
      return operations.find((operation) => operation.name === name)!.run(input)
    },
    onCall: (tool, ok) => void done.calls.push([tool, ok]),
    ...given,
  }
  return { toolbox, done }
}
