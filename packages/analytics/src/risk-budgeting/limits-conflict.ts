import {
  assetNames,
  type InfeasiblePortfolio,
  infeasiblePortfolio,
  limitRows,
  type PortfolioLimits,
  purchaseCount,
} from '../optimisation/index.ts'
import { type Programme, solvedProgramme } from '../programming/index.ts'

/** The limits alone as a programme without an objective, for the question whether they can be met together. */
export function limitsProgramme(limits: PortfolioLimits): Programme {
  const assets = limits.minWeights.length
  const purchases = purchaseCount(limits)
  const names = assetNames(limits)
  return {
    cost: new Float64Array(assets + purchases),
    lower: [...limits.minWeights, ...new Array<number>(purchases).fill(0)],
    upper: [...limits.maxWeights, ...new Array<number>(purchases).fill(Infinity)],
    rows: limitRows(limits),
    names: [...names, ...names.slice(0, purchases).map((name) => `purchase of ${name}`)],
  }
}

/**
 * Why nothing satisfies a programme whose first `size` variables are weights, or undefined where something does. Bounds
 * that leave no room, which the solver refuses, are explained as well.
 */
export function limitsConflict(programme: Programme, size: number): InfeasiblePortfolio | undefined {
  const { lower, upper, rows } = programme
  let hasRoom = rows.every((row) => row.lower <= row.upper)
  for (let i = 0; i < lower.length; i++) hasRoom &&= lower[i] <= upper[i]
  if (hasRoom && solvedProgramme({ ...programme, cost: new Float64Array(lower.length) }).status !== 'infeasible')
    return undefined
  return infeasiblePortfolio(programme, size)
}
