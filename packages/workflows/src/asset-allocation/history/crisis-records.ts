import { maximumDrawdownOfValues } from '@tutti/analytics/performance'
import type { CrisisWindow } from '../result.ts'
import { namedCrises } from './crisis-windows.ts'
import type { WalkedStrategy } from './historical-strategies.ts'
import type { ScoredHistory } from './scored-history.ts'

/** How many drawdowns of equity stand in for crises on a simulated history. */
const simulatedDrawdowns = 5

/** A window as indices of two trading days. */
interface Span {
  readonly id: string
  readonly name: string
  readonly from: number
  readonly to: number
}

/**
 * Every strategy in every crisis. A real history has the named crises that it covers, wholly or partly (the name then says
 * so); a simulated one the five deepest drawdowns of its equity.
 */
export function crisisRecords(
  history: ScoredHistory,
  strategies: readonly WalkedStrategy[],
  origin: 'real' | 'simulated',
): CrisisWindow[] {
  const { daily, base } = history
  const spans = origin === 'real' ? coveredCrises(history) : deepestDrawdowns(history)
  return spans.map(({ id, name, from, to }) => ({
    id,
    name,
    from: daily.dates[from],
    to: daily.dates[to],
    strategies: Object.fromEntries(
      strategies.map(({ id: strategy, walk }) => {
        const wealth = walk.wealth.subarray(from - base, to - base + 1)
        // weights held on the days of the window: those at the closes before them
        const held = heldWeights(history, walk.weights, walk.dailyWeights, from, to)
        return [
          strategy,
          {
            totalReturn: wealth[wealth.length - 1] / wealth[0] - 1,
            maxDrawdown: maximumDrawdownOfValues(wealth).maxDrawdown,
            averageWeight: held,
          },
        ]
      }),
    ),
  }))
}

/** Mean over the days after `from` of the equity weight at the close before, after that close's trade. */
function heldWeights(
  history: ScoredHistory,
  weights: Float64Array,
  dailyWeights: Float64Array,
  from: number,
  to: number,
): number {
  const { calendar, first, base } = history
  let month = 0
  let sum = 0
  for (let i = from; i < to; i++) {
    while (month + 1 < weights.length && calendar.last[first + month] <= i) month++
    const opens = calendar.last[first + month - 1] === i
    sum += opens ? weights[month] : dailyWeights[i - base]
  }
  return sum / (to - from)
}

/** The named crises that fall into the scored days, cut to them. */
function coveredCrises(history: ScoredHistory): Span[] {
  const { daily, base, end } = history
  const { dates } = daily
  return namedCrises.flatMap(({ id, name, from, to }) => {
    let first = base
    while (first < end && dates[first + 1] <= from) first++
    let last = end
    while (last > base && dates[last] > to) last--
    if (last <= first || dates[last] <= from) return []
    const cutBefore = dates[base] > from
    const cutAfter = dates[end] < to
    const part =
      cutBefore && cutAfter
        ? ` (only from ${dates[base]} to ${dates[end]})`
        : cutBefore
          ? ` (only from ${dates[base]})`
          : cutAfter
            ? ` (only to ${dates[end]})`
            : ''
    return [{ id, name: name + part, from: first, to: last }]
  })
}

/** The deepest drawdowns of equity over the scored days, each from its peak to its trough. */
function deepestDrawdowns(history: ScoredHistory): Span[] {
  const { daily, base, end } = history
  const { equity } = daily
  const falls: { from: number; to: number; depth: number }[] = []
  let peak = base
  let trough = base
  const close = (): void => {
    if (trough > peak) falls.push({ from: peak, to: trough, depth: 1 - equity[trough] / equity[peak] })
  }
  for (let i = base + 1; i <= end; i++) {
    if (equity[i] >= equity[peak]) {
      close()
      peak = i
      trough = i
    } else if (equity[i] < equity[trough]) trough = i
  }
  close()
  return falls
    .toSorted((a, b) => b.depth - a.depth)
    .slice(0, simulatedDrawdowns)
    .map(({ from, to }, k) => ({ id: `drawdown-${k + 1}`, name: `Drawdown ${k + 1}`, from, to }))
}
