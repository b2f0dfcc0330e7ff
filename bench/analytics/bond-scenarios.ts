import { bondScenarioValues, type FixedRateBond, flowTable } from '@tutti/analytics/bonds'
import { uniformStream } from '@tutti/analytics/random'
import { addMonths, dayOf } from '@tutti/analytics/time'
import type { ComparedJob } from '../comparison/job.ts'

const today = dayOf('2025-01-02')

/** 500 semi-annual bonds of up to thirty years on 1,000 scenarios of a curve of eleven zero rates. */
export function bondScenarioJob(): ComparedJob {
  const draw = uniformStream(10, 0, 0)
  const keyDays = [91, 182, 365, 730, 1095, 1825, 2555, 3650, 5475, 7300, 10_950]
  const scenarios = 1000
  const zeroRates = Float64Array.from({ length: scenarios * keyDays.length }, (_, i) => {
    const years = keyDays[i % keyDays.length] / 365
    return 0.03 + 0.01 * (1 - Math.exp(-years / 5)) + 0.01 * (draw() - 0.5)
  })
  const positions = Array.from({ length: 500 }, () => {
    const bond: FixedRateBond = {
      accrualStart: addMonths(today, -Math.floor(1 + 5 * draw())),
      maturity: addMonths(today, Math.floor(12 + 348 * draw())) + Math.floor(25 * draw()),
      frequency: 2,
      couponRates: [Math.round(600 * draw()) / 1e4],
      dayCount: 'ACT/ACT ICMA',
    }
    return { bond, face: 1e6 }
  })
  const table = flowTable(positions, today, today)
  const curves = { keyTimesYears: Float64Array.from(keyDays, (day) => day / 365), zeroRates }
  const bonds = positions.map((_, b) => {
    const flows: number[] = []
    for (let i = table.bondStarts[b]; i < table.bondStarts[b + 1]; i++)
      flows.push(table.flowDays[i], table.flowAmounts[i])
    return [flows.length / 2, ...flows]
  })
  return {
    id: 'bonds',
    title: '500 bonds on 1,000 curve scenarios',
    input: [today, keyDays.length, scenarios, positions.length, ...keyDays, ...zeroRates, ...bonds.flat()],
    rivals: [
      { program: 'quantlib', repetitions: 1 },
      { program: 'numpy-scipy', repetitions: 5 },
    ],
    repetitions: 10,
    own: () => bondScenarioValues(table, curves),
    agreement: { limit: 1e-11, measure: 'relative' },
  }
}
