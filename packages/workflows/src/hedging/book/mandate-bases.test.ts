import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lifeOf } from '@tutti/analytics/actuarial'
import { validHedgingMandate } from '../mandate/index.ts'
import { issuerBuckets, memberBasis } from './mandate-bases.ts'
import { nearlyEqual } from './made-up-market.fixture.ts'

const spreads = {
  'USD-BBB': { series: 'spread:X' },
  energy: { series: 'spread:X', currency: 'USD', rating: 'A', sector: 'energy' },
}
const mandateOf = (members?: unknown) =>
  validHedgingMandate(
    {
      counterparties: [{ id: 'dealer', cds_spread_bp: 50, exposure_limit: 1e9, csa: null }],
      market: { currencies: { USD: { curve: 'zero-curve:X' } }, spreads },
      instruments: { credit: { allowed: [] } },
      ...(members === undefined ? {} : { members }),
    },
    'mandate.yaml',
  )

test('the buckets of issuers are those that the market map has spreads for', () => {
  assert.deepEqual(issuerBuckets(mandateOf()), [
    { name: 'USD-BBB', currency: undefined, rating: undefined, sector: undefined },
    { name: 'energy', currency: 'USD', rating: 'A', sector: 'energy' },
  ])
})

test('a mandate without members has no basis', () => {
  assert.equal(memberBasis(mandateOf()), undefined)
})

test('laws and tables of a mandate are those of the projection', () => {
  const basis = memberBasis(
    mandateOf({
      mortality: {
        male: { kind: 'gompertz-makeham', a: 0.0002, b: 0.00003, c: 1.1 },
        female: { kind: 'table', first_age: 60, deaths: [0.1, 0.2, 1] },
      },
    }),
  )
  assert.ok(basis)
  assert.deepEqual([basis.retirementAge, basis.marriedFraction, basis.spouseFraction], [65, 0.75, 0.5])
  assert.deepEqual(basis.spouseAgeDifference, { male: 3, female: -3 })
  // Makeham: -ln S(1) at age 60 is a + b c^60 (c - 1) / ln c
  const expected = Math.exp(-(0.0002 + (0.00003 * 1.1 ** 60 * 0.1) / Math.log(1.1)))
  assert.ok(nearlyEqual(lifeOf(basis.mortality.male, 60).survival(1), expected, 1e-10))
  assert.ok(nearlyEqual(lifeOf(basis.mortality.female, 60).survival(2), 0.9 * 0.8, 1e-12))
})

test('the modal age of a law is the age at which most die', () => {
  const law = { kind: 'gompertz-modal', modal_age: 88, dispersion: 9 }
  const basis = memberBasis(mandateOf({ mortality: { male: law, female: law } }))
  assert.ok(basis)
  const life = lifeOf(basis.mortality.male, 60)
  const density = (age: number): number => life.survival(age - 60 - 0.5) - life.survival(age - 60 + 0.5)
  assert.ok(density(88) > density(86) && density(88) > density(90))
})
