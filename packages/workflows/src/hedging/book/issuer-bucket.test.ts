import assert from 'node:assert/strict'
import { test } from 'node:test'
import { issuerBucket } from './issuer-bucket.ts'

const buckets = [
  { name: 'USD-A' },
  { name: 'USD-BBB' },
  { name: 'USD-BBB+' },
  { name: 'USD-BBB-FINANCIALS' },
  { name: 'energy of Europe', currency: 'EUR', rating: 'A', sector: 'energy' },
  { name: 'USD-IG' },
]
const issuer = { name: 'X', currency: 'USD', rating: 'BBB', sector: null }

test('an issuer is in the bucket of its sector where there is one, else in that of its rating', () => {
  assert.equal(issuerBucket({ ...issuer, sector: 'financials' }, buckets), 'USD-BBB-FINANCIALS')
  assert.equal(issuerBucket({ ...issuer, sector: 'utilities' }, buckets), 'USD-BBB')
  assert.equal(issuerBucket(issuer, buckets), 'USD-BBB')
})

test('a rating with a notch is its letters where its own bucket is missing', () => {
  assert.equal(issuerBucket({ ...issuer, rating: 'BBB+' }, buckets), 'USD-BBB+')
  assert.equal(issuerBucket({ ...issuer, rating: 'BBB-' }, buckets), 'USD-BBB')
  assert.equal(issuerBucket({ ...issuer, rating: 'Baa3' }, buckets), 'USD-BBB')
  assert.equal(issuerBucket({ ...issuer, rating: 'BBB+', sector: 'Financials' }, buckets), 'USD-BBB-FINANCIALS')
})

test('what the market says of a bucket goes before its name', () => {
  assert.equal(issuerBucket({ ...issuer, currency: 'EUR', rating: 'A', sector: 'Energy' }, buckets), 'energy of Europe')
})

test('a government moves with its curve alone, whatever its rating', () => {
  assert.equal(issuerBucket({ ...issuer, rating: null, sector: 'government' }, buckets), null)
})

test('an issuer without a bucket or a rating is named', () => {
  assert.throws(() => issuerBucket({ ...issuer, rating: 'BB' }, buckets), {
    code: 'missing-data',
    message: /^X \(USD, BB\)/,
  })
  assert.throws(() => issuerBucket({ ...issuer, currency: 'EUR', rating: 'A' }, buckets), { code: 'missing-data' })
  assert.throws(() => issuerBucket({ ...issuer, currency: 'JPY' }, buckets), /a bucket in JPY|in no bucket/)
  assert.throws(() => issuerBucket({ ...issuer, rating: null }, buckets), {
    code: 'missing-data',
    message: /no rating/,
  })
})
