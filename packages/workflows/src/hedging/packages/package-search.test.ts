import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LimitCheck } from '../strategies/strategy.ts'
import { smallMandate } from '../universe/small-fund.fixture.ts'
import type { PackageFigures } from './hedge-package.ts'
import { packageSearch } from './package-search.ts'
import { smallStudy } from './small-study.fixture.ts'
import { uncertainLimits } from './uncertain-limits.ts'

const underCost = (bp: number) =>
  packageSearch(smallStudy({ scenarios: 200, mandate: smallMandate({ limits: { total_cost_bp: bp } }) }), undefined, {
    tickets: [12],
  })

test('where the limit on cost alone is out of reach it is in the conflict, whatever the optimiser settles for under it', () => {
  const attainable = underCost(40)
  assert.equal(attainable.selection.infeasibility, null)
  const { figures, considered, selection } = underCost(0.5)
  const { conflict, unattainable, compromise } = selection.infeasibility!
  assert.deepEqual(unattainable, [])
  const ids = conflict.map(({ id }) => id)
  assert.ok(ids.includes('total-cost'), ids.join(', '))
  // some package evaluated meets all but the limit on cost, and none meets the conflict
  const all = [...figures.map(({ limits }) => limits), ...considered]
  assert.ok(all.some((limits) => limits.every(({ id, met }) => met || id === 'total-cost')))
  assert.ok(!all.some((limits) => limits.every(({ id, met }) => met || !ids.includes(id))))
  assert.ok(compromise < figures.length)
  assert.match(
    selection.infeasibility!.words,
    /^None of the packages evaluated meets these limits together: .*Cost a year/,
  )
})

const limit = (id: string, value: number, bound: number, kind: LimitCheck['kind']): LimitCheck => {
  const slack = kind === 'at most' ? bound - value : value - bound
  return { id, label: id, unit: 'share', value, limit: bound, kind, slack, met: slack >= 0 }
}
const simulated = (value: number, standardError: number) => ({ value, standardError, count: 100 })

test('a limit is uncertain within two standard errors of the figure, or where fresh scenarios see it on the other side', () => {
  const figures = {
    limits: [
      limit('total-cost', 24.5, 25, 'at most'),
      limit('duration-gap', 0.5, 0.5, 'at most'),
      limit('rates-effectiveness', 0.929, 0.92, 'at least'),
      limit('credit-effectiveness', 0.921, 0.92, 'at least'),
      limit('currency-effectiveness', 0.99, 0.92, 'at least'),
    ],
    effectiveness: {
      rates: simulated(0.929, 0.047),
      credit: simulated(0.921, 0.0001),
      currency: simulated(0.99, 0.01),
      inflation: null,
    },
    annualCost: 24.5e6,
    annualCharges: simulated(3e6, 0.3e6),
  } satisfies Pick<PackageFigures, 'limits' | 'effectiveness' | 'annualCost' | 'annualCharges'>
  const again = (value: number) => ({ first: 0, fresh: value, difference: 0, standardError: 0 })
  const fresh = { effectiveness: { rates: again(0.93), credit: again(0.915), currency: again(0.98), inflation: null } }
  // 0.5 bp of cost left at an error of 0.3 bp; 0.9 % at 4.7 %; credit by the fresh figure alone
  assert.deepEqual(uncertainLimits(figures, fresh), [
    { place: 0, group: null, freshDiffers: null },
    { place: 2, group: 'rates', freshDiffers: false },
    { place: 3, group: 'credit', freshDiffers: true },
  ])
  assert.deepEqual(
    uncertainLimits(figures, null).map(({ place }) => place),
    [0, 2],
  )
  const dear = { ...figures, annualCharges: simulated(3e6, 0.1e6) }
  assert.ok(uncertainLimits(dear, null).every(({ place }) => place !== 0))
})
