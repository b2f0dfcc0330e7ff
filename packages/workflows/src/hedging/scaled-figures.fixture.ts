/** Money wherever the result has it, of any fund. */
const money = new Set(
  `annualCost assets available buffer call callBySet carry carryAndRoll change changes charges collateralNeed contribution cost cs01
  daily_volume delta derivatives endChange execution executionCost expected expectedLoss expectedLossAfterCollateral
  expectedLossHedged expectedLossIndependent expectedLossUnhedged exposure_limit fundedStatusAtRisk headroom hedgeSensitivity hedged
  high hypothetical impact independent_amount initialMargin intercept interceptStandardError item itemSensitivity itemsValue largest
  largestShortfall liabilities lossOnDefault low marginPosted markToMarket minimum_transfer money monthly need net notional
  paidBySource potentialExposure protectionOnDefault quantiles quantity remaining reserve residualStandardError risk riskCost roll
  saleCost score shortfall spread standardDeviation standardDeviationWith standardDeviationWithout surplus surplusCash threshold total
  totalCostLimit uncountedIncome unexecuted unexecutedNotional unhedged used vega withinReplenishDays`.split(/\s+/),
)
/** Money, unless they stand in one of `ratios`; by the unit beside them where there is one. */
const figures = new Set(
  'after allowed amount before credit cumulative currency difference figure first fresh hedge inflation limit rates slack standardError value'.split(
    ' ',
  ),
)
/** Records whose figures are none of money. */
const ratios = new Set(
  `anyDefault brokenLimits checks concentration conflict defaults dollarOffset durationGap effectiveness exceededShares
  fundedRatioDrawdown limits mandate/limits ofAssets reasons relaxation stressEffectiveness tests unattainable`.split(
    /\s+/,
  ),
)
/** Of money squared. */
const squares = new Set(['estimateVariance', 'variance', 'varianceBound'])

/** Power of the fund's size that a figure goes with. */
function powerOf(path: readonly string[], unit: unknown): number {
  const name = path.at(-1)!
  if (squares.has(name)) return 2
  if (figures.has(name) && typeof unit === 'string') return unit === 'money' ? 1 : 0
  const inRatio = path.slice(0, -1).some((each) => ratios.has(each))
  if (money.has(name)) return inRatio && name === 'fundedStatusAtRisk' ? 0 : 1
  return figures.has(name) && !inRatio ? 1 : 0
}

/**
 * Places where one result is not the other, its money multiplied by `scale` and all else as it is: to 1e-9, and to the rounding of
 * differences of nearly equal figures, a share of the assets below 1e-15. Hashes of files and the mandate's name of them aside.
 */
export function scaleDifferences(one: unknown, other: unknown, scale: number, assets: number): string[] {
  const differences: string[] = []
  const walk = (a: unknown, b: unknown, path: readonly string[], unit: unknown): void => {
    const told = (): void =>
      void differences.push(`${path.join('/')}: ${JSON.stringify(a)} became ${JSON.stringify(b)}`)
    if (typeof a === 'number' && typeof b === 'number') {
      const names = path.filter((each) => !/^\d+$/.test(each))
      const power = powerOf(names, unit)
      const expected = a * scale ** power
      const negligible = power === 0 ? 1e-12 : 1e-15 * (assets * scale) ** power
      if (Math.abs(b - expected) > 1e-9 * Math.abs(expected) + negligible) told()
    } else if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') {
      if (a !== b && path.at(-1) !== 'sha256') told()
    } else {
      // a claimed and a recomputed figure are in the unit of their check
      const own = 'unit' in a ? a.unit : path.includes('review') ? unit : undefined
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        walk((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], [...path, key], own)
      }
    }
  }
  walk(one, other, [], undefined)
  return differences
}
