import { z } from 'zod'
import * as catalogue from '../../catalogue/execution/index.ts'
import { TuttiError } from '@tutti/analytics/errors'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly } from './form-inputs.ts'

const block = {
  shares: z.number(),
  horizon_days: z.number(),
  periods: z.int(),
  sigma_per_share_per_sqrt_day: z.number(),
  gamma: z.number(),
  eta: z.number(),
  epsilon: z.number(),
  initial_price: z.number().optional(),
}

type Block = z.infer<z.ZodObject<typeof block>>

const orderOf = (input: Block) => ({
  shares: input.shares,
  horizonDays: input.horizon_days,
  periods: input.periods,
  priceVolatility: input.sigma_per_share_per_sqrt_day,
  permanentImpact: input.gamma,
  temporaryImpact: input.eta,
  fixedCost: input.epsilon,
})

/** The holdings at whole days, for a key such as `holdings_at_days_1_to_4`; `undefined` for another key. */
function holdingsAtDays(key: string, input: Block, holdings: readonly number[]): readonly number[] | undefined {
  const match = /^holdings_at_days_(\d+)_to_(\d+)$/.exec(key)
  if (match === null) return undefined
  const [first, last] = [Number(match[1]), Number(match[2])]
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const period = ((first + i) * input.periods) / input.horizon_days
    const held = Math.abs(period - Math.round(period)) < 1e-9 ? holdings[Math.round(period)] : undefined
    if (held !== undefined) return held
    throw new TuttiError('unsupported', `day ${first + i} is not at the end of a period`)
  })
}

/** Optimal execution. */
export const executionForms: readonly ReferenceForm[] = [
  referenceForm('almgren_chriss', exactly({ ...block, risk_aversion: z.number() }), (input, wanted) => {
    const found = catalogue.almgrenChrissOperation.run({ ...orderOf(input), riskAversion: input.risk_aversion })
    return {
      kappa_per_day: found.kappaPerDay,
      holdings: found.holdings,
      trades: found.trades,
      expected_cost: found.expectedCost,
      variance: found.variance,
      std_dev: found.standardDeviation,
      half_life_days: found.decayDays,
      ...Object.fromEntries(
        wanted.flatMap((key) => {
          const held = holdingsAtDays(key, input, found.holdings)
          return held === undefined ? [] : [[key, held]]
        }),
      ),
    }
  }),
  referenceForm('almgren_chriss_lvar', exactly({ ...block, confidence: z.number() }), (input) => {
    const found = catalogue.leastValueAtRiskOperation.run({ ...orderOf(input), confidence: input.confidence })
    return {
      optimal_lambda: found.riskAversion,
      l_var: found.valueAtRisk,
      holdings: found.holdings,
      expected_cost: found.expectedCost,
      std_dev: found.standardDeviation,
    }
  }),
]
