import { garch11Fits } from '@tutti/analytics/statistics'
import { uniformStream } from '@tutti/analytics/random'
import type { ComparedJob } from '../comparison/job.ts'
import { laidOut, normals } from './seeded-market.ts'

const [count, observations] = [1000, 1000]

/** Maximum-likelihood GARCH(1,1) with a constant mean of 1,000 series of 1,000 observations; ours with standard errors. */
export function garchJob(): ComparedJob {
  const series = garchSeries()
  return {
    id: 'garch',
    title: '1,000 GARCH(1,1) fits of 1,000 observations',
    input: laidOut(count, observations, ...series),
    rivals: [{ program: 'garch', repetitions: 1 }],
    repetitions: 1,
    own: () =>
      garch11Fits(series, 'constant').map((outcome) => {
        if (outcome.status === 'failed') throw outcome.error
        return outcome.fit.logLikelihood
      }),
    agreement: { limit: 1e-5, measure: 'absolute', unit: 'log-likelihood' },
  }
}

/** Returns of about 1 % a day, in per cent, of persistence 0.93 to 0.975: beyond, estimates reach 1, where the rival has no bound; below, it finds lesser maxima. */
function garchSeries(): Float64Array[] {
  const draw = uniformStream(82, 0, 0)
  const shocks = normals(81, count * (observations + 200))
  return Array.from({ length: count }, (_, i) => {
    const alpha = 0.07 + 0.08 * draw()
    const beta = 0.93 + 0.045 * draw() - alpha
    const omega = (1 - alpha - beta) * (0.5 + 1.5 * draw())
    let h = omega / (1 - alpha - beta)
    const returns = new Float64Array(observations)
    for (let t = -200; t < observations; t++) {
      const e = Math.sqrt(h) * shocks[i * (observations + 200) + t + 200]
      if (t >= 0) returns[t] = 0.03 + e
      h = omega + alpha * e * e + beta * h
    }
    return returns
  })
}
