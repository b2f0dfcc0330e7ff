import type { HistoricalStrategy, HistoryRecord, Interval } from '@tutti/workflows/asset-allocation'
import { normalDraws, type SimulatedRegime } from './simulated-figures.ts'

const strategies = [
  { id: 'winner', name: 'Recommended rule', drift: 0.0068, risk: 0.024, weight: 0.62, swing: 0.3 },
  { id: 'policy', name: '60/40', drift: 0.0066, risk: 0.028, weight: 0.6, swing: 0 },
  { id: 'constant', name: 'Constant weight', drift: 0.0064, risk: 0.027, weight: 0.57, swing: 0 },
  { id: 'naive', name: 'Naive volatility target', drift: 0.0065, risk: 0.026, weight: 0.65, swing: 0.25 },
] as const

const windows = [
  ['crash-1987', 'Crash of October 1987', '1987-08-25', '1987-12-04'],
  ['dot-com', 'Dot-com bust', '2000-03-24', '2002-10-09'],
  ['financial-crisis', 'Financial crisis', '2007-10-09', '2009-03-09'],
  ['euro', 'Euro crisis', '2011-07-22', '2011-10-03'],
  ['late-2018', 'Fourth quarter of 2018', '2018-09-20', '2018-12-24'],
  ['covid', 'Pandemic', '2020-02-19', '2020-03-23'],
  ['inflation', 'Inflation shock', '2022-01-03', '2022-10-12'],
] as const

/** A made-up history of the given number of years to 2024: drawn, not observed. */
export function simulatedHistory(seed: number, years: number, calibratedRegime: SimulatedRegime): HistoryRecord {
  const count = 12 * years
  const months = Array.from({ length: count }, (_, m) => {
    const year = 2025 - years + Math.floor(m / 12)
    return `${year}-${String((m % 12) + 1).padStart(2, '0')}`
  })
  const normal = normalDraws(seed)
  const market = Array.from(
    { length: count },
    (_, m) => normal() * (m % 131 < 14 ? 1.9 : 0.85) - (m % 131 < 14 ? 0.5 : -0.06),
  )
  const walked = strategies.map(({ id, name, drift, risk, weight, swing }): HistoricalStrategy => {
    let value = 1
    let peak = 1
    const wealth: number[] = []
    const drawdown: number[] = []
    const equityWeight: number[] = []
    for (let m = 0; m < count; m++) {
      const w = Math.max(0, Math.min(1, weight + swing * Math.sin(m / 17) - swing * Math.max(0, -market[m] / 4)))
      value *= 1 + drift + risk * market[m] * (w / Math.max(0.2, weight)) + 0.004 * normal()
      peak = Math.max(peak, value)
      wealth.push(value)
      drawdown.push(1 - value / peak)
      equityWeight.push(w)
    }
    const growth = value ** (1 / years) - 1
    return {
      id,
      name,
      wealth,
      drawdown,
      equityWeight,
      figures: {
        annualReturn: interval(growth, 0.021),
        volatility: interval(risk * 3.4, 0.008),
        sharpe: interval((growth - 0.035) / (risk * 3.4), 0.27),
        sortino: 0.71,
        calmar: growth / Math.max(...drawdown),
        maxDrawdown: Math.max(...drawdown),
        longestDrawdownMonths: 47,
        valueAtRisk: 0.11,
        expectedShortfall: 0.158,
        turnover: 0.2 + swing * 2,
        cost: (0.2 + swing * 2) * 0.001,
      },
    }
  })
  return {
    origin: 'simulated',
    from: `${months[0]}-01`,
    to: `${months[count - 1]}-31`,
    equity: 'equity-index:SIMULATED with dividends',
    bond: 'ten-year constant maturity bond from par-curve:SIMULATED',
    cash: 'three-month bill, par-curve:SIMULATED',
    dividends: 'dividend:SIMULATED, lagged by a quarter',
    months,
    strategies: walked,
    crisisWindows: windows
      .filter((window) => window[2].slice(0, 4) >= months[0].slice(0, 4))
      .map(([id, name, from, to], i) => ({
        id,
        name,
        from,
        to,
        strategies: Object.fromEntries(
          strategies.map((strategy, s) => [
            strategy.id,
            {
              totalReturn: -0.07 - 0.017 * i - 0.012 * s,
              maxDrawdown: 0.1 + 0.02 * i + 0.011 * s,
              averageWeight: strategy.weight - 0.2 * strategy.swing,
            },
          ]),
        ),
      })),
    differences: strategies
      .slice(1)
      .map((strategy, i) => ({ rival: strategy.id, sharpe: interval(0.09 - 0.03 * i, 0.11) })),
    calibratedRegime: { ...calibratedRegime, id: 'calibrated', name: 'Calibrated to the history', weight: 0 },
    dataWarnings: ['equity.csv:1234: close: a move of 52 % in a day (simulated)'],
    calibrationNotes: ['Drift from the average log return; long-run volatility from the variance of daily returns.'],
  }
}

function interval(value: number, half: number): Interval {
  return { value, low: value - half, high: value + half }
}
