import type { AllocationResult, Candidate, Trial } from '@tutti/workflows/asset-allocation'
import { simulatedChecks } from './simulated-checks.ts'
import {
  averageFigures,
  draws,
  estimate,
  normalDraws,
  type SimulatedConfiguration,
  simulatedFigures,
  type SimulatedRegime,
  typicalWeight,
} from './simulated-figures.ts'
import { simulatedHistory } from './simulated-history.ts'
import { simulatedLimits } from './simulated-limits.ts'
import { fiveRegimes, hostileRegimes } from './simulated-regimes.ts'
import { simulatedSensitivity } from './simulated-sensitivity.ts'

/** What the made-up result is like. */
export interface SimulatedVariant {
  readonly feasible: boolean
  readonly withheld: boolean
  readonly history: boolean
  readonly regimes: 'one' | 'five' | 'hostile'
  readonly trials: number
  readonly candidates: number
}

const standard: SimulatedVariant = {
  feasible: true,
  withheld: false,
  history: true,
  regimes: 'five',
  trials: 100,
  candidates: 8,
}

const regimesOf = { one: fiveRegimes.slice(0, 1), five: fiveRegimes, hostile: hostileRegimes }
const functions = ['inverse-vol', 'inverse-vol-squared', 'linear-decay', 'sigmoid'] as const

/**
 * A made-up study result for tests of reports: every list filled, figures of plausible size that belong to no market and no
 * model. Same seed and variant, same result.
 */
export function simulatedResult(variant: Partial<SimulatedVariant> = {}, seed = 2024): AllocationResult {
  const { feasible, withheld, history, regimes: choice, trials: count, candidates: top } = { ...standard, ...variant }
  const regimes = regimesOf[choice]
  const trials = simulatedTrials(seed, count, regimes, feasible)
  const ranked = [...trials].sort((a, b) => b.score.value - a.score.value)
  const candidates = ranked.slice(0, top).map((trial, rank) => candidateOf(trial, rank, regimes, ranked[0], feasible))
  const winner = candidates[0]
  const name =
    choice === 'hostile' ? '</title><script>alert("mandate")</script> {{/study/paths | count}}' : 'Standard study'
  return {
    schema: 'asset-allocation/1',
    study: {
      name,
      seed,
      paths: 1000,
      years: 10,
      warmupMonths: 24,
      sampling: 'pseudo-random',
      randomisations: null,
      scheme: 'qe-m',
      planningCostBp: 10,
      regimes,
      rules: {
        linearSlope: 4,
        sigmoidSlope: 25,
        equityPremium: 0.05,
        minimumWeight: 0,
        maximumWeight: 1,
        financingSpread: 0.005,
        rebalanceMonths: 1,
        band: 0,
        noTradeZone: 0,
      },
      mandate: { name },
      marketHash: history ? 'c0ffee5a17e4f0b1d2c3b4a5968778695a4b3c2d1e0f00112233445566778899' : null,
      asOf: history ? '2024-12-31' : null,
      pathSteps: 13_230_000,
      configurationDays: 1_260_000_000,
    },
    validation: simulatedChecks(regimes, withheld),
    search: {
      trials,
      generations: generationsOf(trials),
      stop: {
        reason: 'converged',
        detail: 'best score improved by less than 1 % over 20 iterations',
      },
      convergence: trials.map((_, i) => ({
        trial: i + 1,
        best: bestScore(trials.slice(0, i + 1)),
        pureSampling: bestScore(trials.slice(0, 1 + Math.floor(i / 3))) - 0.001,
      })),
      pureSamplingBest: bestScore(trials.slice(0, 1 + Math.floor((count - 1) / 3))) - 0.001,
      steering: null,
    },
    candidates,
    regimeOptima: regimes.map((regime) => {
      const best = [...trials].sort((a, b) => b.figures[regime.id].sharpe.value - a.figures[regime.id].sharpe.value)
      return {
        regime: regime.id,
        trial: best[0].id,
        configuration: best[0].configuration,
        sharpe: best[0].figures[regime.id].sharpe,
        tiedTrials: best.slice(1, 5).map((trial) => trial.id),
        winnerSharpe: winner.freshFigures[regime.id].sharpe,
      }
    }),
    sensitivity: simulatedSensitivity(seed),
    infeasibility: feasible
      ? null
      : {
          text: 'No evaluated configuration meets the Sharpe ratio and the drawdown limit together.',
          unattainable: ['minimum-sharpe'],
          conflict: ['maximum-drawdown (bear)', 'volatility-floor'],
          attainable: winner.limits.map((limit, i) => ({
            limit: limit.id,
            scope: limit.scope,
            bound: limit.limit,
            best: limit.figure.value * (limit.sense === 'at-most' ? 0.8 : 1.1),
            trial: trials[(i * 7) % trials.length].id,
          })),
          relaxation: winner.limits
            .filter((limit) => limit.status === 'broken')
            .map(({ id, scope, limit, figure }) => ({ limit: id, scope, from: limit, to: figure.value })),
          relaxationTrial: trials[0].id,
          compromiseTrial: winner.trial,
        },
    luck: {
      trials: count,
      selectionGap: estimate(0.0071, 0.0049),
      meanCandidateGap: 0.0052,
      overfittingProbabilitySimulated: 0.127,
      historical: history
        ? {
            sharpeAnnual: 0.482,
            deflatedSharpeProbability: 0.914,
            expectedMaximumSharpeAnnual: 0.291,
            overfittingProbability: 0.236,
            probabilityOfLoss: 0.043,
            observations: 744,
          }
        : null,
    },
    allocation: regimes.map((regime) => allocationOf(regime, winner.configuration)),
    rivals: rivalsOf(regimes),
    costCurve: [0, 5, 10, 15, 20, 30].map((costBp) => ({
      costBp,
      average: averageFigures(
        figuresOf(winner.configuration, regimes, costBp, () => 0),
        regimes,
      ),
    })),
    history: history ? simulatedHistory(seed, 62, fiveRegimes[0]) : null,
    decision: {
      status: withheld ? 'withheld' : feasible ? 'recommended' : 'best-compromise',
      headline: withheld
        ? 'No configuration is recommended: the simulated paths failed their checks.'
        : feasible
          ? 'Adopt this rule: it meets every limit of the mandate and holds up in all regimes.'
          : 'No configuration meets the mandate; this one breaks it least.',
      trial: winner.trial,
      configuration: winner.configuration,
      limits: winner.limits,
      tiedTrials: candidates
        .slice(1)
        .filter((candidate) => candidate.tiedWithWinner)
        .map((candidate) => candidate.trial),
      reasons: [
        'It has the highest robustness score of the candidates on fresh paths.',
        'Its neighbours in the search space score nearly as well, so that small changes of the rule do not matter.',
      ],
    },
    specialists: [
      {
        name: 'strategy-searcher',
        role: 'Strategy searcher',
        responsibility: 'The search for the best allocation rule.',
        needs: [],
      },
      {
        name: 'portfolio-manager',
        role: 'Portfolio manager',
        responsibility: 'The decision.',
        needs: ['strategy-searcher'],
      },
    ],
    review: simulatedReview(winner),
    limitations: [
      'This is a made-up result for tests: its figures belong to no market and no model.',
      'Regimes do not switch within a path.',
    ],
  }
}

/** A review of two figures, one of which agrees. */
function simulatedReview({ freshAverage: { sharpe, volatility } }: Candidate): AllocationResult['review'] {
  const check = (id: string, label: string, claimed: typeof sharpe, difference: number) => ({
    id,
    label,
    method: 'Made up anew.',
    unit: 'ratio' as const,
    at: `robustness-analyst#/candidates/0/freshAverage/${id}`,
    claimed,
    recomputed: { value: claimed.value + difference, standardError: 0.01 },
    difference,
    allowed: 0.04,
    why: 'Four made-up standard errors.',
    agrees: Math.abs(difference) <= 0.04,
  })
  return {
    checks: [check('sharpe', 'Sharpe ratio', sharpe, 0.01), check('volatility', 'Volatility', volatility, 0.05)],
    figures: 2,
    failed: [],
    agreed: false,
  }
}

function simulatedTrials(seed: number, count: number, regimes: readonly SimulatedRegime[], feasible: boolean): Trial[] {
  const uniform = draws(seed)
  const normal = normalDraws(seed + 1)
  return Array.from({ length: count }, (_, id): Trial => {
    const late = id >= count * 0.4
    const configuration: SimulatedConfiguration = {
      targetVolatility: late ? 0.1 + 0.06 * uniform() : 0.05 + 0.15 * uniform(),
      weightFunction: late && uniform() < 0.6 ? 'inverse-vol' : functions[Math.floor(uniform() * 4)],
      windowMonths: 6 + Math.floor(uniform() * 19),
      riskAversion: 0.5 + 4.5 * uniform() * (late ? 0.6 : 1),
      costBp: 20 * uniform(),
    }
    const figures = figuresOf(configuration, regimes, 10, normal)
    const average = averageFigures(figures, regimes)
    const violation = feasible ? (id % 3) * 0.01 : 1.1 + (id % 5) * 0.1
    return {
      id,
      generation: late ? 1 + Math.floor((id - count * 0.4) / 10) : 0,
      configuration,
      score: estimate(average.sharpe.value - 0.1 * violation, 0.0062),
      figures,
      average,
      averageSharpeAtOwnCost: average.sharpe.value + 0.001,
      feasible: feasible && violation === 0,
      violation,
    }
  })
}

function figuresOf(
  configuration: SimulatedConfiguration,
  regimes: readonly SimulatedRegime[],
  costBp: number,
  noise: () => number,
): Trial['figures'] {
  return Object.fromEntries(
    regimes.map((regime) => [regime.id, simulatedFigures(typicalWeight(configuration, regime), regime, costBp, noise)]),
  )
}

function bestScore(trials: readonly Trial[]): number {
  return Math.max(...trials.map((trial) => trial.score.value))
}

function generationsOf(trials: readonly Trial[]): AllocationResult['search']['generations'] {
  const last = trials[trials.length - 1].generation
  return Array.from({ length: last + 1 }, (_, index) => {
    const members = trials.filter((trial) => trial.generation === index)
    return {
      index,
      method: index === 0 ? ('latin-hypercube' as const) : ('bayesian' as const),
      trials: members.map((trial) => trial.id),
      bestScore: bestScore(members),
    }
  })
}

function candidateOf(
  trial: Trial,
  rank: number,
  regimes: readonly SimulatedRegime[],
  winner: Trial,
  feasible: boolean,
): Candidate {
  const noise = normalDraws(500 + rank)
  const freshFigures = figuresOf(trial.configuration, regimes, 10, noise)
  const freshAverage = averageFigures(freshFigures, regimes)
  const worst = [...regimes].sort((a, b) => freshFigures[a.id].sharpe.value - freshFigures[b.id].sharpe.value)[0]
  const worstSharpe = freshFigures[worst.id].sharpe.value
  const difference = rank === 0 ? 0 : trial.score.value - winner.score.value - 0.002
  const parts = {
    dispersion: 0.031 + 0.002 * rank,
    neighbourhoodLoss: 0.008 + 0.001 * rank,
    penalty: feasible ? 0 : 0.11,
  }
  return {
    trial: trial.id,
    rank: rank + 1,
    configuration: trial.configuration,
    robustness: {
      ...parts,
      weightedSharpe: freshAverage.sharpe.value,
      worstRegimeSharpe: worstSharpe,
      worstRegime: worst.id,
      total:
        freshAverage.sharpe.value + 0.25 * worstSharpe - parts.dispersion - parts.neighbourhoodLoss - parts.penalty,
      retained: Object.fromEntries(regimes.map((regime, i) => [regime.id, 0.97 - 0.04 * i - 0.005 * rank])),
      stable: regimes.length * 0.04 + 0.005 * rank < 0.2,
    },
    limits: simulatedLimits(freshAverage, freshFigures, feasible),
    searchScore: trial.score,
    freshScore: estimate(trial.score.value - 0.006, 0.0061),
    differenceToWinner: estimate(difference, rank === 0 ? 0 : 0.0019),
    tiedWithWinner: rank === 0 || Math.abs(difference) < 0.0038,
    freshFigures,
    freshAverage,
  }
}

function allocationOf(
  regime: SimulatedRegime,
  configuration: SimulatedConfiguration,
): AllocationResult['allocation'][number] {
  const centre = typicalWeight(configuration, regime)
  const normal = normalDraws(Math.round(1000 * regime.equity.volatility))
  const months = Array.from({ length: 120 }, (_, m) => m)
  const spread = (m: number, z: number): number =>
    Math.max(0, Math.min(1, centre + z * 0.16 * centre * (1 - Math.exp(-m / 9)) + 0.01 * Math.sin(m / 11)))
  let walk = 0
  return {
    regime: regime.id,
    months,
    mean: months.map((m) => spread(m, 0.1)),
    p05: months.map((m) => spread(m, -1.6)),
    p25: months.map((m) => spread(m, -0.7)),
    p50: months.map((m) => spread(m, 0)),
    p75: months.map((m) => spread(m, 0.7)),
    p95: months.map((m) => spread(m, 1.7)),
    example: months.map((m) => {
      walk = 0.9 * walk + 0.4 * normal()
      return spread(m, walk)
    }),
  }
}

function rivalsOf(regimes: readonly SimulatedRegime[]): AllocationResult['rivals'] {
  const weights = [
    ['policy', '60/40', 0.6],
    ['equity', 'Equity only', 1],
    ['bond', 'Bonds only', 0],
  ] as const
  return weights.map(([id, name, weight], i) => {
    const noise = normalDraws(900 + i)
    const figures = Object.fromEntries(
      regimes.map((regime) => [regime.id, simulatedFigures(weight, regime, 10, noise)]),
    )
    return { id, name, figures, average: averageFigures(figures, regimes) }
  })
}
