import { TuttiError } from '@tutti/analytics/errors'
import * as bonds from './bonds/index.ts'
import * as credit from './credit/index.ts'
import * as curves from './curves/index.ts'
import * as design from './design/index.ts'
import * as equity from './equity/index.ts'
import * as fx from './fx/index.ts'
import * as models from './models/index.ts'
import type { Operation } from './operation.ts'
import * as performance from './performance/index.ts'
import * as random from './random/index.ts'
import * as rates from './rates/index.ts'
import * as risk from './risk/index.ts'
import * as statistics from './statistics/index.ts'
import * as time from './time/index.ts'
import * as volatility from './volatility/index.ts'
import * as xva from './xva/index.ts'

const areas = {
  bonds,
  credit,
  curves,
  design,
  equity,
  fx,
  models,
  performance,
  random,
  rates,
  risk,
  statistics,
  time,
  volatility,
  xva,
}

/** Every operation, by name in alphabetical order: all that the area folders export. */
export const operations: readonly Operation[] = Object.values(areas)
  .flatMap((area): Operation[] => Object.values(area))
  .sort((a, b) => (a.name < b.name ? -1 : 1))

/** The operation of that name. Throws `unsupported`, naming the closest ones, where there is none. */
export function operation(name: string): Operation {
  const found = operations.find((item) => item.name === name)
  if (found !== undefined) return found
  const part = name.slice(name.indexOf('/') + 1)
  const near = operations.filter((item) => item.name.includes(part) || part.includes(item.name.split('/')[1]))
  const names = (near.length > 0 ? near : operations).map((item) => item.name)
  throw new TuttiError('unsupported', `there is no operation ${name}`, {
    field: 'name',
    got: name,
    expected: names.join(', '),
  })
}
