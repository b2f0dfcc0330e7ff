import type { ValidationRecord } from '@tutti/workflows/asset-allocation'
import { draws, estimate, type SimulatedRegime } from './simulated-figures.ts'

/** Path checks of every regime; with `fail`, the first regime's option price is off by far. */
export function simulatedChecks(regimes: readonly SimulatedRegime[], fail: boolean): ValidationRecord {
  const uniform = draws(77)
  const checks = ['', 'fresh/'].flatMap((set) =>
    regimes.flatMap((regime, g): ValidationRecord['checks'][number][] =>
      kinds.map(([id, label, kind, expected, error]) => {
        const bad = fail && set === '' && g === 0 && id === 'call-at-the-money'
        const z = bad ? -7.31 : (uniform() - 0.5) * 4.4
        return {
          id: `${set}${regime.id}/${id}`,
          regime: regime.id,
          label,
          kind,
          observed: estimate(expected + z * error, error),
          expected,
          z,
          threshold: 4,
          passed: !bad,
        }
      }),
    ),
  )
  return { passed: checks.every((check) => check.passed), checks }
}

const kinds = [
  ['discounted-index', 'Discounted equity index is a martingale', 'martingale', 1, 0.004],
  ['discounted-bond', 'Discounted bond index is a martingale', 'martingale', 1, 0.001],
  ['mean-log-return', 'Mean of log returns', 'moment', 0.061, 0.003],
  ['variance', 'Variance of daily returns', 'moment', 0.0324, 0.0005],
  ['equity-variance', 'Correlation of equity and variance', 'correlation', -0.7, 0.009],
  ['equity-rate', 'Correlation of equity and short rate', 'correlation', -0.3, 0.011],
  ['call-at-the-money', 'Call at the money against its closed form', 'option-price', 0.0718, 0.0014],
  ['half-step', 'Mean of the index at half the step', 'convergence', 1.083, 0.006],
] as const
