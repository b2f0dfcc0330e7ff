import { ledoitWolf, sampleCovariance } from '@tutti/analytics/covariance'
import type { ComparedJob } from '../comparison/job.ts'
import { factorMarket, laidOut, monthlyReturns } from './seeded-market.ts'

const [assets, periods] = [500, 2000]

/** Covariance matrices of 2,000 periods of 500 assets: shrunk towards the identity, and the sample's with standard errors. */
export function covarianceJobs(): ComparedJob[] {
  const rows = monthlyReturns(62, factorMarket(61, assets), periods)
  const input = laidOut(periods, assets, ...rows)
  const agreement = { limit: 1e-12, measure: 'absolute' } as const
  return [
    {
      id: 'ledoit-wolf',
      title: 'Ledoit-Wolf covariance, 2,000 periods of 500 assets',
      input,
      rivals: [{ program: 'scikit-learn', repetitions: 3 }],
      repetitions: 3,
      own: () => {
        const { covariance, shrinkage } = ledoitWolf(rows, 'identity')
        return laidOut(shrinkage, ...covariance)
      },
      agreement,
    },
    {
      id: 'sample-covariance',
      title: 'sample covariance with its standard errors, the same',
      input,
      rivals: [{ program: 'numpy-covariance', repetitions: 3 }],
      repetitions: 3,
      own: () => {
        const { covariance, standardErrors } = sampleCovariance(rows, 'sample')
        return laidOut(...covariance, ...standardErrors)
      },
      agreement,
    },
  ]
}
