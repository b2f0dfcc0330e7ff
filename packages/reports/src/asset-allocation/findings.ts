import type { AllocationResult, RegimeFigures } from '@tutti/workflows/asset-allocation'
import { TuttiError } from '@tutti/analytics/errors'
import type { Text } from '../document/text.ts'
import { figureAt, type FigureValue, jsonPointer, type Unit } from '@tutti/workflows/figures'
import { type Keys, type ResultReading, resultReading } from '../document/result-reading.ts'

/** One figure of performance as reports show it. */
export interface Metric {
  readonly key: keyof RegimeFigures
  readonly name: Text
  readonly unit: Unit
  readonly digits: number
}

/** Figures of performance in the order of tables. */
export const metrics: readonly Metric[] = [
  { key: 'annualReturn', name: 'Annual return', unit: 'percent', digits: 1 },
  { key: 'volatility', name: 'Volatility', unit: 'percent', digits: 1 },
  { key: 'sharpe', name: 'Sharpe ratio', unit: 'ratio', digits: 3 },
  { key: 'maxDrawdown', name: 'Expected maximum drawdown', unit: 'percent', digits: 1 },
  { key: 'worstDrawdown', name: 'Mean of the worst 5 % of drawdowns', unit: 'percent', digits: 1 },
  { key: 'valueAtRisk', name: 'Value at risk, 95 %, one year', unit: 'percent', digits: 1 },
  { key: 'expectedShortfall', name: 'Expected shortfall, 95 %, one year', unit: 'percent', digits: 1 },
  { key: 'turnover', name: 'Turnover a year', unit: 'percent', digits: 0 },
  { key: 'cost', name: 'Trading cost a year', unit: 'bp', digits: 1 },
]

export function metric(key: keyof RegimeFigures): Metric {
  return metrics.find((item) => item.key === key)!
}

/** Reads a result of the study; ids of regimes become names. */
export interface Findings extends ResultReading {
  readonly result: AllocationResult
  /** Whether a specialist gave no result, as the record of the agents says. */
  readonly isMissing: (specialist: string) => boolean
  /** Trials that were proposed and evaluated beside the search: those beyond its last generation. */
  readonly proposedTrials: readonly number[]
  /** One figure of performance of the record at `keys`; `n/a` where there is no record for this regime. */
  readonly metric: (keys: Keys, metric: Metric) => FigureValue
  /** Slot for the name of a regime by its id, in plain words for `average`. */
  readonly regimeName: (id: string) => Text
  /** Regimes of the study, then the one calibrated to history where it was simulated beside them. */
  readonly regimes: readonly string[]
  /** Keys of the winner's figures: of the candidate on fresh paths, else of its trial. */
  readonly winner: {
    readonly average: Keys
    readonly byRegime: Keys
    readonly fresh: boolean
    readonly candidate: number
  }
}

/** `missing` are the names of specialists without a result. */
export function findingsOf(result: AllocationResult, missing: readonly string[] = []): Findings {
  const trials = new Map(result.search.trials.map((trial, index) => [trial.id, index]))
  const candidate = result.candidates.findIndex((item) => item.trial === result.decision.trial)
  const reading = resultReading(result)
  const { slot } = reading
  const trial = trials.get(result.decision.trial)
  if (trial === undefined && candidate < 0) {
    throw new TuttiError(
      'missing-data',
      `the decision names trial ${result.decision.trial}, which the result does not have`,
      { field: '/decision/trial', got: String(result.decision.trial), expected: 'the id of a trial of the search' },
    )
  }
  const calibrated = result.history?.calibratedRegime.id
  const studied = result.study.regimes.map((regime) => regime.id)
  const simulated = result.candidates[candidate]?.freshFigures ?? {}
  const beside = calibrated !== undefined && !studied.includes(calibrated) && Object.hasOwn(simulated, calibrated)
  return {
    result,
    ...reading,
    isMissing: (specialist) => missing.includes(specialist),
    proposedTrials: result.search.trials.flatMap(({ generation }, i) =>
      generation >= result.search.generations.length ? [i] : [],
    ),
    metric: (keys, { key, unit, digits }) => {
      const pointer = jsonPointer(...keys, key)
      if (!hasRecord(result, keys)) {
        return { pointer, value: null, standardError: null, unit, digits, missing: 'not simulated' }
      }
      return figureAt(result, pointer, unit, digits)
    },
    regimeName: (id) => {
      if (id === 'average') return 'average of the regimes'
      const index = studied.indexOf(id)
      if (index >= 0) return slot('text', 'study', 'regimes', index, 'name')
      if (id === calibrated) return slot('text', 'history', 'calibratedRegime', 'name')
      throw new TuttiError('missing-data', `the result names regime "${id}", which is not among those of the study`, {
        field: '/study/regimes',
        got: id,
        expected: studied.join(' | '),
      })
    },
    regimes: beside ? [...studied, calibrated] : studied,
    winner:
      candidate >= 0
        ? {
            average: ['candidates', candidate, 'freshAverage'],
            byRegime: ['candidates', candidate, 'freshFigures'],
            fresh: true,
            candidate,
          }
        : {
            average: ['search', 'trials', trial!, 'average'],
            byRegime: ['search', 'trials', trial!, 'figures'],
            fresh: false,
            candidate: -1,
          },
  }
}

function hasRecord(root: unknown, keys: Keys): boolean {
  let value: unknown = root
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false
    value = (value as Record<string | number, unknown>)[key]
  }
  return typeof value === 'object' && value !== null
}
