/** A workflow of three specialists and a reviewer, made up: how a treasurer parts cash between a bank and bonds. */
import { TuttiError } from '@tutti/analytics/errors'
import type { ChangeKind } from '@tutti/workflows/changes'
import { type Governance, governanceSchema } from '@tutti/workflows/governance'
import { reviewer, type ReviewRecord } from '@tutti/workflows/review'
import type { Specialist } from '@tutti/workflows/specialists'
import type { Workflow } from '@tutti/workflows/workflow'
import { z } from 'zod'

/** What a study of cash starts from. */
export interface CashInput {
  readonly cash: number
  readonly governance: Governance
  /** Specialists that fail, for tests. */
  readonly failing?: readonly string[]
  /** Called before an analysis computes. */
  readonly onCompute?: (specialist: string) => Promise<void> | void
  /** Whether the bond dealer asks its agent in the middle of its work. */
  readonly consults?: boolean
  /** A name that comes from data. */
  readonly security?: string
}

/** What a place for cash earns. */
interface PlaceResult {
  readonly security: string
  /** A year, decimal. */
  readonly rate: { readonly value: number; readonly standardError: number | null }
  readonly income: number
  readonly lastYear: number
}

/** What the treasurer decides. */
interface SplitResult {
  /** Share of bonds. */
  readonly share: number
  readonly income: number
  readonly missing: readonly string[]
}

/** The result of a study of cash. */
export interface CashResult {
  readonly places: Readonly<Record<string, PlaceResult>>
  readonly split: SplitResult
  readonly review: ReviewRecord | null
}

/** The governance of a mandate that says this much. */
export function cashGovernance(given: z.input<typeof governanceSchema> = {}): Governance {
  return governanceSchema.parse(given)
}

const rates = { bank: 0.02, bonds: 0.035 } as const
const mostBonds = 0.8

function place(name: 'bank' | 'bonds', role: string): Specialist<CashInput> {
  return {
    name,
    role,
    responsibility: `What ${name} pays.`,
    needs: [],
    analyse: async (study, _, context) => {
      if (name === 'bonds' && study.consults === true) {
        // outside of the step: an analysis that is found asks as one that is computed
        await context.consult?.({
          id: 'round-1',
          question: 'Is another share worth a look?',
          state: { rate: rates.bonds },
          kinds: ['change-share'],
          most: 1,
          results: {},
        })
      }
      return context.step(
        name,
        { cash: study.cash, failing: study.failing ?? [] },
        1,
        async (): Promise<PlaceResult> => {
          await study.onCompute?.(name)
          if (study.failing?.includes(name)) throw new TuttiError('missing-data', `there is no price of ${name}`)
          return {
            security: study.security ?? `${name} paper`,
            rate: { value: rates[name], standardError: 0.001 },
            income: study.cash * rates[name],
            lastYear: study.cash * 0.03,
          }
        },
      )
    },
    script: {
      operations: ['bonds/treasury-bill'],
      changes: ['change-share'],
      figures: [
        { pattern: '/rate', label: 'interest a year', unit: 'percent', digits: 1, sense: 'level' },
        { pattern: '/income', label: 'income of a year', unit: 'money', digits: 2, sense: 'gain' },
        { pattern: '/lastYear', label: 'income of last year', unit: 'money', digits: 2, sense: 'gain' },
      ],
      calls: () => [
        { tool: 'read_result', input: { at: `${name}#` } },
        { tool: 'list_figures', input: {} },
      ],
      brief: (result) => {
        const { income, lastYear } = result as PlaceResult
        const moved = income > lastYear ? 'rose' : 'fell'
        return [
          `The ${name} paper pays {{${name}#/rate | percent 1}} a year.`,
          `Its income ${moved} from {{${name}#/lastYear | money 2}} to {{${name}#/income | money 2}}.`,
        ].join('\n\n')
      },
    },
  }
}

function incomeAt(cash: number, share: number): number {
  return cash * (share * rates.bonds + (1 - share) * rates.bank)
}

const treasurer: Specialist<CashInput> = {
  name: 'treasurer',
  role: 'Treasurer',
  responsibility: 'How cash is parted between the bank and bonds.',
  needs: ['bank', 'bonds'],
  canDoWithout: ['bank'],
  analyse: (study, results, context) => {
    const proposed = (context.proposals ?? []).map(({ terms }) => (terms as { share: number }).share)
    const share = proposed.at(-1) ?? 0.5
    const missing = ['bank'].filter((name) => results[name] === undefined)
    const inputs = { cash: study.cash, missing, ...(proposed.length === 0 ? {} : { proposed }) }
    return context.step('treasurer', inputs, 1, async (): Promise<SplitResult> => {
      await study.onCompute?.('treasurer')
      return { share, income: incomeAt(study.cash, share), missing }
    })
  },
  script: {
    operations: [],
    changes: ['change-share', 'look-at-share'],
    figures: [
      { pattern: '/share', label: 'share of bonds', unit: 'percent', digits: 0, sense: 'level' },
      { pattern: '/income', label: 'income of a year', unit: 'money', digits: 2, sense: 'gain' },
    ],
    brief: () =>
      'Bonds take {{treasurer#/share | percent 0}} of the cash, which earns {{treasurer#/income | money 2}}.',
  },
}

const terms = z.strictObject({ share: z.number().min(0).max(1) })

function changeKind(kind: string, takenBy: string | null): ChangeKind<CashInput> {
  return {
    kind,
    description: 'Another share of bonds: {share}, a decimal from 0 to 1.',
    terms,
    example: { share: 0.6 },
    takenBy,
    effect: async (study, results, given) => {
      const { share } = given as z.output<typeof terms>
      const before = (results['treasurer'] as SplitResult | undefined)?.income ?? incomeAt(study.cash, 0.5)
      const after = incomeAt(study.cash, share)
      const verdict =
        share > mostBonds ? 'outside-mandate' : takenBy === null ? 'evidence' : after > before ? 'helps' : 'no-help'
      return {
        verdict,
        reasons: [verdict === 'outside-mandate' ? 'The mandate allows fewer bonds.' : 'Income was computed anew.'],
        measure: {
          name: 'income of a year',
          unit: 'money',
          better: 'higher',
          before: { value: before, standardError: null },
          after: { value: after, standardError: null },
          difference: { value: after - before, standardError: null },
        },
        figures: [],
      }
    },
  }
}

/** The workflow; nothing else of the house knows of it. */
export const cashWorkflow: Workflow<CashInput, CashInput, CashResult> = {
  name: 'cash',
  title: 'Cash between a bank and bonds',
  concurrency: 2,
  specialists: [
    place('bank', 'Banker'),
    place('bonds', 'Bond dealer'),
    treasurer,
    reviewer<CashInput>(
      ['treasurer'],
      [
        {
          id: 'income',
          label: 'income of a year',
          method: 'Bank and bonds apart, then added.',
          unit: 'money',
          at: () => 'treasurer#/income',
          recompute: async ({ cash }, results) => {
            const { share } = results['treasurer'] as SplitResult
            const value = cash * share * rates.bonds + cash * (1 - share) * rates.bank
            return { figure: { value, standardError: null }, allowed: 1e-9 * cash, why: 'rounding' }
          },
        },
      ],
      ({ cash }, results) => ({ inputs: { cash, split: results['treasurer'] }, seed: 1 }),
    ),
  ],
  lead: 'treasurer',
  changes: [changeKind('change-share', 'treasurer'), changeKind('look-at-share', null)],
  governance: ({ governance }) => governance,
  facts: () => ({ mandate: 'Cash of a made-up firm', asOf: '2024-12-31', seed: 1, origin: 'simulated' }),
  prepare: async (input) => input,
  required: ['bonds', 'treasurer'],
  result: (_, results) => ({
    places: Object.fromEntries(
      ['bank', 'bonds'].flatMap((name) => (results[name] === undefined ? [] : [[name, results[name] as PlaceResult]])),
    ),
    split: results['treasurer'] as SplitResult,
    review: (results['reviewer'] as ReviewRecord | undefined) ?? null,
  }),
  decision: ({ split }) => ({
    status: split.missing.length === 0 ? 'recommended' : 'best-compromise',
    headline: 'Cash is parted between the bank and bonds.',
    reasons: [],
  }),
}
