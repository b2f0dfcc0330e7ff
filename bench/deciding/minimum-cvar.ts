import { scenarioPortfolio, scenarioSet } from '@tutti/analytics/scenario-optimisation'
import type { ComparedJob } from '../comparison/job.ts'
import { factorMarket, laidOut, monthlyReturns } from './seeded-market.ts'

/** The portfolio of 500 assets, each between 0 and 5 %, of least CVaR at 95 % over 2,000 scenarios. */
export function minimumCvarJob(): ComparedJob {
  const [assets, count] = [500, 2000]
  const [confidence, maxWeight] = [0.95, 0.05]
  const rows = monthlyReturns(42, factorMarket(41, assets), count)
  const limits = {
    minWeights: new Array<number>(assets).fill(0),
    maxWeights: new Array<number>(assets).fill(maxWeight),
    budget: { lower: 1, upper: 1 },
  }
  return {
    id: 'minimum-cvar',
    title: 'minimum CVaR of 500 assets, 2,000 scenarios',
    input: laidOut(assets, count, confidence, maxWeight, ...rows),
    rivals: [{ program: 'linprog', repetitions: 1 }],
    repetitions: 1,
    own: () => {
      const outcome = scenarioPortfolio({
        scenarios: scenarioSet(rows),
        risk: { measure: 'cvar', confidence },
        aim: { kind: 'least-risk' },
        limits,
      })
      if (outcome.status !== 'solved') throw new Error(outcome.words)
      return [outcome.risk]
    },
    agreement: { limit: 1e-8, measure: 'absolute', unit: 'CVaR' },
  }
}
