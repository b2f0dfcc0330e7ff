import { TuttiError } from '@tutti/analytics/errors'
import * as actuarial from './actuarial/index.ts'
import * as attribution from './attribution/index.ts'
import * as bonds from './bonds/index.ts'
import * as covariance from './covariance/index.ts'
import * as credit from './credit/index.ts'
import * as curves from './curves/index.ts'
import * as design from './design/index.ts'
import * as equity from './equity/index.ts'
import * as execution from './execution/index.ts'
import * as fx from './fx/index.ts'
import * as models from './models/index.ts'
import type { Operation } from './operation.ts'
import * as optimisation from './optimisation/index.ts'
import * as performance from './performance/index.ts'
import { portfolioPriceOperation } from './portfolio/index.ts'
import * as random from './random/index.ts'
import * as rates from './rates/index.ts'
import * as regimes from './regimes/index.ts'
import * as revaluation from './revaluation/index.ts'
import * as risk from './risk/index.ts'
import * as signals from './signals/index.ts'
import * as simulation from './simulation/index.ts'
import * as skill from './skill/index.ts'
import * as statistics from './statistics/index.ts'
import * as time from './time/index.ts'
import * as timeSeries from './time-series/index.ts'
import * as volatility from './volatility/index.ts'
import * as xva from './xva/index.ts'

// typed here: the union of all their types would be compared pair by pair
const areas: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  actuarial,
  attribution,
  bonds,
  covariance,
  credit,
  curves,
  design,
  equity,
  execution,
  fx,
  models,
  optimisation,
  performance,
  random,
  rates,
  regimes,
  revaluation,
  risk,
  signals,
  simulation,
  skill,
  statistics,
  time,
  timeSeries,
  volatility,
  xva,
}

const ofAreas: readonly Operation[] = Object.values(areas).flatMap((area) => Object.values(area))

/** Every operation, by name in alphabetical order: all that the area folders export, and the pricing of whole portfolios. */
export const operations: readonly Operation[] = [...ofAreas, portfolioPriceOperation(operation)].sort((a, b) =>
  a.name < b.name ? -1 : 1,
)

/** The operation of that name. Throws `unsupported`, naming the closest ones, where there is none. */
export function operation(name: string): Operation {
  const found = operations.find((item) => item.name === name)
  if (found !== undefined) return found
  const near = nearNames(name)
  const areaNames = [...new Set(operations.map((item) => item.name.split('/')[0]))]
  const expected = near.length > 0 ? near.join(', ') : `area/name, the areas being ${areaNames.join(', ')}`
  throw new TuttiError(
    'unsupported',
    `there is no operation ${name}; ${near.length > 0 ? 'near it' : 'a name is'}: ${expected}`,
    {
      field: 'name',
      got: name,
      expected,
    },
  )
}

const mostNear = 12

/** The names that share most words with `name`, nearest first: the fewer other words, the nearer. */
function nearNames(name: string): readonly string[] {
  const wordsOf = (text: string): string[] =>
    text
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word.length > 1)
  const wanted = new Set(wordsOf(name))
  return operations
    .map((item) => {
      const words = wordsOf(item.name)
      return { name: item.name, shared: words.filter((word) => wanted.has(word)).length, words: words.length }
    })
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared || a.words - b.words)
    .slice(0, mostNear)
    .map((item) => item.name)
}
