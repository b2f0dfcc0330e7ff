import { TuttiError } from '@tutti/analytics/errors'
import { pathModel, type Regime, validRegime } from '@tutti/analytics/scenarios'
import { z } from 'zod'
import type { ChangeKind } from '../../changes/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { evaluations } from '../evaluation.ts'
import type { Study } from '../study.ts'
import { changedFigures } from './change-measures.ts'
import { knownResults } from './known-results.ts'

const terms = z.strictObject({
  regime: z.string().max(80).describe('id of the regime that is changed'),
  equity_drift: z.number().min(-1).max(1).optional().describe('annual decimal'),
  equity_volatility: z.number().min(0.01).max(2).optional().describe('annual decimal, long-run and at the start'),
  vol_of_variance: z.number().min(0.01).max(5).optional(),
  initial_rate: z
    .number()
    .min(-0.1)
    .max(0.5)
    .optional()
    .describe('short rate at the start, decimal; the curve is then flat'),
  rate_volatility: z.number().min(0.0001).max(0.2).optional(),
  equity_rate_correlation: z.number().min(-0.99).max(0.99).optional().describe('of equity returns with the short rate'),
})
type StressTerms = z.output<typeof terms>

/** The chosen rule in a regime that is changed. */
export const furtherStress: ChangeKind<AllocationCase> = {
  kind: 'further-stress',
  description:
    'Simulates one regime with other parameters, on the same random numbers, and shows what the chosen rule then does. Parameters that are left out stay as they are. Evidence only: nothing of the study changes.',
  terms,
  example: { regime: 'bear', equity_drift: -0.1, equity_volatility: 0.45 },
  takenBy: null,
  effect: async (allocation, results, value, context) => {
    const { study, chosen } = knownResults(allocation, results)
    const rule = chosen.evaluation.configuration
    const place = stressedRegime(study, value as StressTerms)
    const inputs = { inputs: allocation.inputs, rule, terms: value }
    const [before, after] = await context.step('what-if/further-stress', inputs, study.seed, async () => {
      const evaluated = async (regime: Regime) => {
        const [found] = await evaluations(context, studyOfOne(study, regime, place.number), [rule], {
          purpose: 'fresh',
          paths: study.paths,
          step: 'what-if/further-stress',
          firstRegime: place.number,
        })
        return found.regimes[0]
      }
      return [await evaluated(study.regimes[place.number]), await evaluated(place.regime)] as const
    })
    return {
      verdict: 'evidence',
      reasons: [
        after.sharpe.value < before.sharpe.value
          ? 'The chosen rule does worse in the regime that is changed, by its Sharpe ratio.'
          : after.sharpe.value > before.sharpe.value
            ? 'The chosen rule does better in the regime that is changed, by its Sharpe ratio.'
            : 'The chosen rule does the same in the regime that is changed.',
      ],
      measure: null,
      figures: changedFigures(before, after),
    }
  },
}

/** The regime of the terms with its changes, and its number. Throws `invalid-input` for one that is none or cannot be. */
function stressedRegime(study: Study, stress: StressTerms): { readonly number: number; readonly regime: Regime } {
  const number = study.regimes.findIndex(({ id }) => id === stress.regime)
  if (number < 0) {
    throw new TuttiError('invalid-input', `${stress.regime} is no regime of this study`, {
      field: 'regime',
      got: stress.regime,
      expected: study.regimes.map(({ id }) => id).join(' | '),
    })
  }
  const { equity, rates, correlation, ...rest } = study.regimes[number]
  const { initialVolatility, ...plainEquity } = equity
  const { zeroCurve, ...plainRates } = rates
  const equityRate = stress.equity_rate_correlation
  const regime = validRegime({
    ...rest,
    equity: {
      ...plainEquity,
      drift: stress.equity_drift ?? equity.drift,
      volatility: stress.equity_volatility ?? equity.volatility,
      volOfVariance: stress.vol_of_variance ?? equity.volOfVariance,
      ...(initialVolatility === undefined || stress.equity_volatility !== undefined ? {} : { initialVolatility }),
    },
    rates: {
      ...plainRates,
      initialRate: stress.initial_rate ?? rates.initialRate,
      volatility: stress.rate_volatility ?? rates.volatility,
      ...(zeroCurve === undefined || stress.initial_rate !== undefined ? {} : { zeroCurve }),
    },
    correlation:
      equityRate === undefined
        ? correlation
        : // rates and variance are linked through equity alone, as in the standard regimes
          { ...correlation, equityRate, varianceRate: correlation.equityVariance * equityRate },
  })
  return { number, regime }
}

/** The study of one regime alone. */
function studyOfOne(study: Study, regime: Regime, number: number): Study {
  const { months, warmupMonths } = study.models[number]
  return {
    ...study,
    regimes: [regime],
    weights: [1],
    models: [pathModel(regime, { months, warmupMonths }, study.scheme)],
  }
}
