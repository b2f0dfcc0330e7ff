import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgingCost, Saving } from './hedging-cost.ts'

/** A value that goes into a line of the arithmetic. */
interface SavingsTerm {
  readonly name: string
  readonly value: number
  readonly unit: 'money' | 'share' | 'bp'
}

/** One line: what it is, how it comes about in words, the values that go in and the value that comes out. */
export interface SavingsRow {
  readonly id: string
  readonly label: string
  readonly formula: string
  readonly terms: readonly SavingsTerm[]
  readonly value: number
  readonly unit: SavingsTerm['unit']
  /** 0 where no simulation goes in. */
  readonly standardError: number
}

/** What the rows are made of. */
export interface SavingsFigures {
  readonly assets: number
  /** Cost of capital a year, decimal. */
  readonly price: number
  readonly unhedged: HedgingCost
  readonly naive: HedgingCost
  readonly chosen: HedgingCost
  readonly againstUnhedged: Saving
  readonly againstNaive: Saving
}

const money = (name: string, value: number): SavingsTerm => ({ name, value, unit: 'money' })

/** The arithmetic of the savings: each way of hedging from its parts to its total, then the differences in money and in bp. */
export function savingsRows({ objectives }: Pick<HedgingMandate, 'objectives'>, figures: SavingsFigures): SavingsRow[] {
  const ways = [
    ['unhedged', 'unhedged', figures.unhedged],
    ['naive', 'naive full hedge', figures.naive],
    ['chosen', 'chosen hedge', figures.chosen],
  ] as const
  const rows = ways.flatMap(([id, name, cost]) => wayRows(id, name, cost, figures.price))
  const differences = [
    ['unhedged', 'no hedge', figures.unhedged, figures.againstUnhedged],
    ['naive', 'the naive full hedge', figures.naive, figures.againstNaive],
  ] as const
  const saved = differences.flatMap(([id, name, cost, saving]): SavingsRow[] => [
    {
      id: `saving-against-${id}`,
      label: `Saving a year against ${name}`,
      formula: `total cost of ${name} less total cost of the chosen hedge; error of the paired difference on common scenarios`,
      terms: [
        money(`total cost of ${name}`, cost.total),
        money('total cost of the chosen hedge', figures.chosen.total),
      ],
      value: saving.money,
      unit: 'money',
      standardError: saving.standardError,
    },
    {
      id: `saving-against-${id}-bp`,
      label: `Saving a year against ${name}, basis points of assets`,
      formula: 'saving over assets, times 10,000',
      terms: [money('saving', saving.money), money('assets', figures.assets)],
      value: saving.bp,
      unit: 'bp',
      standardError: saving.standardErrorBp,
    },
  ])
  const holding = `each trade dealt again at the end of its life, or after ${objectives.holding_years} years`
  return [...rows.map((row) => ({ ...row, formula: row.formula.replace('{holding}', holding) })), ...saved]
}

function wayRows(id: string, name: string, cost: HedgingCost, price: number): SavingsRow[] {
  const { carryAndRoll, uncountedIncome, execution, charges, total } = cost.annualCost
  return [
    {
      id: `${id}-annual-cost`,
      label: `Cost a year, ${name}`,
      formula:
        'carry and roll given up (negative: earned), plus what of it is earned and does not count, plus dealing cost ({holding}), plus valuation adjustments over the life of the trades, the funding of initial margin among them',
      terms: [
        money('carry and roll given up', carryAndRoll - uncountedIncome),
        money('carry and roll earned that do not count', uncountedIncome),
        money('dealing cost a year', execution),
        money('valuation adjustments a year', charges),
      ],
      value: total,
      unit: 'money',
      standardError: cost.standardErrors.annualCost,
    },
    {
      id: `${id}-risk-cost`,
      label: `Cost of risk a year, ${name}`,
      formula: 'cost of capital times funded-status-at-risk',
      terms: [
        { name: 'cost of capital', value: price, unit: 'share' },
        money('funded-status-at-risk', cost.fundedStatusAtRisk),
      ],
      value: cost.riskCost,
      unit: 'money',
      standardError: cost.standardErrors.riskCost,
    },
    {
      id: `${id}-total`,
      label: `Total cost a year, ${name}`,
      formula: 'cost a year plus cost of risk',
      terms: [money('cost a year', total), money('cost of risk', cost.riskCost)],
      value: cost.total,
      unit: 'money',
      standardError: cost.standardErrors.total,
    },
  ]
}
