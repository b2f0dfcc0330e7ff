import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { ChangeKind, MeasuredFigure } from '@tutti/workflows/changes'
import { governanceSchema } from '@tutti/workflows/governance'
import type { Specialist } from '@tutti/workflows/specialists'
import type { Workflow } from '@tutti/workflows/workflow'

/** The mandate of the made-up workflow: how much of a fund goes into one asset. */
export const madeUpMandate = z.strictObject({
  name: z.string().default('Made-up fund'),
  as_of: z.iso.date().nullable().default(null),
  yields: z.array(z.number()).min(2).default([0.02, 0.03, 0.04]),
  losses: z.array(z.number().positive()).min(2).default([0.1, 0.2, 0.3]),
  aversion: z.number().positive().default(0.5),
  cap: z.number().min(0).max(1).default(0.4),
  governance: governanceSchema.prefault({}),
})

type MadeUpMandate = z.output<typeof madeUpMandate>

export interface MadeUpInput {
  readonly mandate: MadeUpMandate
  readonly seed: number
}

export interface MadeUpResult {
  readonly schema: 'made-up/1'
  readonly seed: number
  readonly income: number
  readonly loss: MeasuredFigure
  readonly weight: number
  readonly utility: number
}

interface Weighing {
  readonly weight: number
  readonly utility: number
}

/** What a test may look at or hold up: the analyses that are computed, not found in the store. */
export interface MadeUpOptions {
  readonly onCompute?: (specialist: string) => void
  /** Milliseconds that each analysis takes. */
  readonly slowMs?: number
}

/** A small workflow of two specialists and a lead with one kind of change. Nothing in the product knows of it. */
export function madeUpWorkflow(options: MadeUpOptions = {}): Workflow<MadeUpInput, MadeUpInput, MadeUpResult> {
  const computed = async <Value>(name: string, value: () => Value): Promise<Value> => {
    options.onCompute?.(name)
    if (options.slowMs !== undefined) await sleep(options.slowMs)
    return value()
  }
  const specialists: readonly Specialist<MadeUpInput>[] = [
    {
      name: 'income-analyst',
      role: 'Income analyst',
      responsibility: 'What the asset earns in a year.',
      needs: [],
      analyse: ({ mandate: { yields }, seed }, _, context) =>
        context.step('income-analyst', { yields }, seed, () =>
          computed('income-analyst', () => ({ income: mean(yields) })),
        ),
      script: {
        operations: [],
        changes: [],
        figures: [{ pattern: '/income', label: 'income of a year', unit: 'percent', digits: 2, sense: 'gain' }],
        brief: () => 'The asset earns {{income-analyst#/income | percent 2}} a year.',
      },
    },
    {
      name: 'risk-analyst',
      role: 'Risk analyst',
      responsibility: 'What the asset may lose.',
      needs: [],
      analyse: ({ mandate: { losses }, seed }, _, context) =>
        context.step('risk-analyst', { losses }, seed, () =>
          computed('risk-analyst', () => ({ loss: meanWithError(losses) })),
        ),
      script: {
        operations: [],
        changes: [],
        figures: [{ pattern: '/loss', label: 'loss of a bad year', unit: 'percent', digits: 1, sense: 'loss' }],
        brief: () => 'A bad year costs {{risk-analyst#/loss | percent 1}}.',
      },
    },
    {
      name: 'chair',
      role: 'Chair',
      responsibility: 'How much of the fund goes into the asset.',
      needs: ['income-analyst', 'risk-analyst'],
      analyse: (input, results, context) => {
        const { income, loss } = findings(results)
        const chosen = context.proposals?.at(-1)?.terms as { readonly weight: number } | undefined
        const { aversion, cap } = input.mandate
        const weight = chosen?.weight ?? cautiousWeight(income, loss.value, input.mandate)
        const inputs = { income, loss: loss.value, aversion, cap, weight }
        return context.step('chair', inputs, input.seed, () =>
          computed('chair', () => ({ weight, utility: utilityOf(weight, income, loss.value, aversion) })),
        )
      },
      script: {
        operations: [],
        changes: ['set-weight'],
        figures: [
          { pattern: '/weight', label: 'weight of the asset', unit: 'percent', digits: 1, sense: 'level' },
          { pattern: '/utility', label: 'utility', unit: 'percent', digits: 3, sense: 'level' },
        ],
        brief: () =>
          'The fund holds {{chair#/weight | percent 1}} of the asset, for a utility of {{chair#/utility | percent 3}}.\n\n' +
          'It earns {{income-analyst#/income | percent 2}}.',
      },
    },
  ]
  return {
    name: 'made-up',
    title: 'A made-up workflow',
    concurrency: 2,
    specialists,
    lead: 'chair',
    changes: [setWeight],
    governance: ({ mandate }) => mandate.governance,
    facts: ({ mandate, seed }) => ({ mandate: mandate.name, asOf: mandate.as_of, seed, origin: 'none' }),
    prepare: async (input) => input,
    required: ['income-analyst', 'risk-analyst', 'chair'],
    result: ({ seed }, results) => ({
      schema: 'made-up/1',
      seed,
      ...findings(results),
      ...(results.chair as Weighing),
    }),
    decision: ({ utility }) => ({
      status: utility > 0 ? 'recommended' : 'withheld',
      headline: utility > 0 ? 'Hold the asset' : 'Stay away from the asset',
      reasons: ['Income is weighed against the loss of a bad year'],
    }),
  }
}

/** Puts the weight of the asset where somebody wants it. */
const setWeight: ChangeKind<MadeUpInput> = {
  kind: 'set-weight',
  description: 'Sets the weight of the asset; a decimal from 0 to 1.',
  terms: z.strictObject({ weight: z.number().min(0).max(1) }),
  example: { weight: 0.3 },
  takenBy: 'chair',
  effect: async ({ mandate: { aversion, cap } }, results, terms) => {
    const { income, loss } = findings(results)
    const { weight: before } = results.chair as Weighing
    const { weight: after } = terms as { readonly weight: number }
    const utility = (weight: number): number => utilityOf(weight, income, loss.value, aversion)
    const difference = utility(after) - utility(before)
    const verdict = after > cap ? 'outside-mandate' : difference > 0 ? 'helps' : 'no-help'
    const reason = {
      'outside-mandate': 'The weight is above the cap of the mandate',
      helps: 'Utility rises',
      'no-help': 'Utility does not rise',
    }
    return {
      verdict,
      reasons: [reason[verdict]],
      measure: {
        name: 'utility',
        unit: 'percent',
        better: 'higher',
        before: exactly(utility(before)),
        after: exactly(utility(after)),
        difference: exactly(difference),
      },
      figures: [{ name: 'weight', unit: 'percent', before: exactly(before), after: exactly(after) }],
    }
  },
}

function findings(results: Readonly<Record<string, unknown>>): {
  readonly income: number
  readonly loss: MeasuredFigure
} {
  const { income } = results['income-analyst'] as { readonly income: number }
  const { loss } = results['risk-analyst'] as { readonly loss: MeasuredFigure }
  return { income, loss }
}

/** Half of the weight of greatest utility, at most the cap. */
function cautiousWeight(income: number, loss: number, { aversion, cap }: MadeUpMandate): number {
  return Math.min(cap, (0.5 * income) / (aversion * loss))
}

function utilityOf(weight: number, income: number, loss: number, aversion: number): number {
  return income * weight - 0.5 * aversion * loss * weight ** 2
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function meanWithError(values: readonly number[]): MeasuredFigure {
  const value = mean(values)
  const variance = values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (values.length - 1)
  return { value, standardError: Math.sqrt(variance / values.length) }
}

function exactly(value: number): MeasuredFigure {
  return { value, standardError: null }
}
