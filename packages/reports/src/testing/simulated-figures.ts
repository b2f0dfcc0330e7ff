import type { AllocationResult, Estimate, RegimeFigures } from '@tutti/workflows/asset-allocation'

export type SimulatedRegime = AllocationResult['study']['regimes'][number]
export type SimulatedConfiguration = AllocationResult['decision']['configuration']

/** Uniform draws on (0, 1) by a 32-bit multiply-and-shift generator: enough for test data, for nothing else. */
export function draws(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const mixed = Math.imul(state ^ (state >>> 15), 2246822519) >>> 0
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 4294967296 + 1e-12
  }
}

/** Roughly normal draws, mean 0 and deviation 1, from twelve uniforms. */
export function normalDraws(seed: number): () => number {
  const uniform = draws(seed)
  return () => Array.from({ length: 12 }, uniform).reduce((sum, u) => sum + u, -6)
}

export function estimate(value: number, standardError: number | null): Estimate {
  return { value, standardError }
}

/** Average equity weight that a configuration would hold in a regime, by its weight function at the long-run volatility. */
export function typicalWeight(configuration: SimulatedConfiguration, regime: SimulatedRegime): number {
  const volatility = regime.equity.volatility
  const { targetVolatility: target, riskAversion } = configuration
  const raw = {
    'inverse-vol': target / volatility,
    'inverse-vol-squared': (target / volatility) ** 2,
    'linear-decay': 1 - 4 * (volatility - target),
    sigmoid: 1 / (1 + Math.exp(25 * (volatility - target))),
  }[configuration.weightFunction]
  return Math.max(0, Math.min(1, raw, 0.05 / (riskAversion * volatility * volatility)))
}

/** Figures of a constant-weight portfolio with a little noise: the shape of a simulation, not its substance. */
export function simulatedFigures(
  weight: number,
  regime: SimulatedRegime,
  costBp: number,
  noise: () => number,
): RegimeFigures {
  const { drift, volatility } = regime.equity
  const rate = regime.rates.initialRate
  const turnover = 0.2 + weight * (1 - weight) * 2.2 * (1 + volatility)
  const cost = turnover * costBp * 1e-4
  const bondVolatility = 0.07
  const risk = Math.sqrt(
    (weight * volatility * 0.9) ** 2 +
      ((1 - weight) * bondVolatility) ** 2 -
      1.2 * weight * (1 - weight) * volatility * bondVolatility * regime.correlation.equityRate * -1,
  )
  const gain = rate + 0.004 * (1 - weight) + weight * (drift - rate) - cost + 0.0006 * noise()
  const sharpe = (gain - rate) / risk + 0.006 * noise()
  const drawdown = Math.min(0.9, Math.max(0.02, 1.55 * risk - 1.1 * gain + 0.05))
  return {
    annualReturn: estimate(gain, risk / Math.sqrt(10_000)),
    volatility: estimate(risk, risk / 220),
    sharpe: estimate(sharpe, 0.0104),
    maxDrawdown: estimate(drawdown, drawdown / 90),
    worstDrawdown: estimate(Math.min(0.95, drawdown * 1.9), drawdown / 40),
    valueAtRisk: estimate(1.65 * risk - gain, risk / 120),
    expectedShortfall: estimate(2.06 * risk - gain, risk / 90),
    turnover: estimate(turnover, turnover / 180),
    cost: estimate(cost, cost / 180),
  }
}

/** The average over regimes by weight. */
export function averageFigures(
  figures: Readonly<Record<string, RegimeFigures>>,
  regimes: readonly SimulatedRegime[],
): RegimeFigures {
  const total = regimes.reduce((sum, regime) => sum + regime.weight, 0)
  const mean = (key: keyof RegimeFigures): Estimate => {
    let value = 0
    let variance = 0
    for (const regime of regimes) {
      const share = regime.weight / total
      const figure = figures[regime.id][key]
      value += share * figure.value
      variance += (share * (figure.standardError ?? 0)) ** 2
    }
    return estimate(value, Math.sqrt(variance))
  }
  return {
    annualReturn: mean('annualReturn'),
    volatility: mean('volatility'),
    sharpe: mean('sharpe'),
    maxDrawdown: mean('maxDrawdown'),
    worstDrawdown: mean('worstDrawdown'),
    valueAtRisk: mean('valueAtRisk'),
    expectedShortfall: mean('expectedShortfall'),
    turnover: mean('turnover'),
    cost: mean('cost'),
  }
}
