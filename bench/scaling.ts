import { ownProcess } from './contenders.ts'
import { type Spread, ratioSpread, spread } from './spread.ts'
import { type JobVariant, pathSteps, standardVariant } from './standard-job.ts'

/**
 * A variant of the job against the standard one: processor seconds of one repetition after a first one, one worker. Other
 * programs on the machine hardly move them, and with one worker they are the time that a free machine takes.
 */
export interface VariantRow {
  readonly name: string
  readonly seconds: Spread
  /** Time over that of the row it is compared with, round by round. */
  readonly ratio: Spread
  readonly against: string
  readonly pathStepsPerSecond: number
}

interface Variant {
  readonly name: string
  readonly against: string
  readonly job: JobVariant
}

const standardName = 'the standard job'
const sobol = { kind: 'sobol', randomisations: 8 } as const

const variants: readonly Variant[] = [
  { name: standardName, against: standardName, job: standardVariant },
  ...[500, 2000, 4000].map((paths) => ({
    name: `${paths} paths`,
    against: standardName,
    job: { ...standardVariant, paths },
  })),
  ...[60, 240].map((months) => ({
    name: `${months} months`,
    against: standardName,
    job: { ...standardVariant, months },
  })),
  ...[1, 10, 25, 50, 200, 400].map((configurations) => ({
    name: `${configurations} configuration${configurations > 1 ? 's' : ''}`,
    against: standardName,
    job: { ...standardVariant, configurations },
  })),
  { name: 'QE-M', against: standardName, job: { ...standardVariant, scheme: 'qe-m' } },
  {
    name: 'QE-M, 1 configuration',
    against: '1 configuration',
    job: { ...standardVariant, scheme: 'qe-m', configurations: 1 },
  },
  { name: '1,024 paths', against: '1,024 paths', job: { ...standardVariant, paths: 1024 } },
  {
    name: 'Sobol, 8 x 128 paths',
    against: '1,024 paths',
    job: { ...standardVariant, paths: 1024, sampling: sobol },
  },
  {
    name: 'QE-M, Sobol, 8 x 128 paths',
    against: '1,024 paths',
    job: { ...standardVariant, paths: 1024, sampling: sobol, scheme: 'qe-m' },
  },
]

/** Times all variants of the job in turn, `rounds` times. */
export function timedVariants(spec: string, rounds: number): VariantRow[] {
  const seconds = new Map<string, number[]>(variants.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const { name, job } of variants) {
      const { repetitionProcessor } = ownProcess(spec, { ...job, seed: round + 1 }, 1, 2)
      seconds.get(name)!.push(repetitionProcessor)
      console.error(`round ${round + 1} of ${rounds}: ${name}: ${repetitionProcessor.toFixed(2)} s`)
    }
  }
  return variants.map(({ name, against, job }) => {
    const mine = seconds.get(name)!
    const time = spread(mine)
    return {
      name,
      against,
      seconds: time,
      ratio: ratioSpread(mine, seconds.get(against)!),
      pathStepsPerSecond: pathSteps(job) / time.median,
    }
  })
}
