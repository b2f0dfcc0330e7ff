import { holdingsAttribution } from '@tutti/analytics/attribution'
import { uniformStream } from '@tutti/analytics/random'
import type { ComparedJob } from '../comparison/job.ts'
import { laidOut, normals } from './seeded-market.ts'

const [holdings, periods, segments] = [20_000, 60, 40]

/** Brinson-Fachler attribution of 20,000 holdings in 40 segments over 60 months, the effects linked by Cariño's method. */
export function attributionJob(): ComparedJob {
  const rows = holdings * periods
  const draw = uniformStream(91, 0, 0)
  const noise = normals(92, rows)
  const segmentOf = Int32Array.from({ length: holdings }, () => Math.floor(segments * draw()))
  const months = normals(93, periods * segments)
  const period = new Int32Array(rows)
  const segment = new Int32Array(rows)
  const portfolioWeights = new Float64Array(rows)
  const benchmarkWeights = new Float64Array(rows)
  const returns = new Float64Array(rows)
  for (let t = 0; t < periods; t++) {
    let [held, inBenchmark] = [0, 0]
    for (let i = 0; i < holdings; i++) {
      const row = t * holdings + i
      period[row] = t
      segment[row] = segmentOf[i]
      returns[row] = 0.005 + 0.03 * months[t * segments + segmentOf[i]] + 0.06 * noise[row]
      benchmarkWeights[row] = -Math.log(1 - draw())
      portfolioWeights[row] = draw() < 0.3 ? benchmarkWeights[row] * 4 * draw() : 0
      held += portfolioWeights[row]
      inBenchmark += benchmarkWeights[row]
    }
    for (let row = t * holdings; row < (t + 1) * holdings; row++) {
      portfolioWeights[row] /= held
      benchmarkWeights[row] /= inBenchmark
    }
  }
  return {
    id: 'attribution',
    title: 'attribution of 20,000 holdings x 60 months',
    input: laidOut(rows, periods, segments, period, segment, portfolioWeights, benchmarkWeights, returns),
    rivals: [{ program: 'attribution', repetitions: 5 }],
    repetitions: 5,
    own: () => {
      const { linked, portfolioReturns, benchmarkReturns } = holdingsAttribution(
        { periods, segments, period, segment, portfolioWeights, benchmarkWeights, returns },
        { model: 'brinson-fachler', interaction: 'separate', linking: 'carino' },
      )
      // Effects of the segments, without those of the unassigned rest, which is nothing here.
      const columns = segments + 1
      const totals = [0, 1, 2].flatMap((part) => linked.totals.slice(part * columns, part * columns + segments))
      return [...totals, ...portfolioReturns, ...benchmarkReturns]
    },
    agreement: { limit: 1e-12, measure: 'absolute' },
  }
}
