import type { Problem } from '@tutti/analytics/errors'
import { checkedMandate, mandateProblems, yamlValue } from '../../mandate-file/index.ts'
import { type HedgingMandate, hedgingMandateSchema } from './mandate.ts'

/**
 * The hedging mandate in a YAML (or JSON) text. Throws `invalid-input` with every problem at once: line for YAML errors, key
 * path, what was got and expected for the rest.
 */
export function parsedHedgingMandate(text: string, file: string): HedgingMandate {
  return validHedgingMandate(yamlValue(text, file) ?? {}, file)
}

/** As `parsedHedgingMandate`, for a value that is parsed already. */
export function validHedgingMandate(value: unknown, file: string): HedgingMandate {
  const mandate = checkedMandate(hedgingMandateSchema, value, file)
  const problems = crossProblems(mandate).map((problem) => ({ file, ...problem }))
  if (problems.length > 0) throw mandateProblems(problems, file)
  return mandate
}

function crossProblems({ counterparties, market, fund, instruments }: HedgingMandate): Problem[] {
  const problems: Problem[] = []
  const ids = counterparties.map(({ id }) => id)
  for (const [i, id] of ids.entries()) {
    if (ids.indexOf(id) !== i) problems.push({ field: `counterparties.${i}.id`, message: 'is given twice', got: id })
  }
  const currencies = Object.keys(market.currencies)
  const known = currencies.join(', ')
  if (!currencies.includes(fund.base_currency)) {
    problems.push({
      field: 'fund.base_currency',
      message: 'has no entry in market.currencies',
      got: fund.base_currency,
      expected: known,
    })
  }
  for (const [name, { fx }] of Object.entries(market.currencies)) {
    if (fx === undefined && name !== fund.base_currency) {
      problems.push({
        field: `market.currencies.${name}.fx`,
        message: 'is missing: the rate against the base currency',
      })
    }
  }
  for (const [name, { currency }] of Object.entries(market.equities)) {
    if (!currencies.includes(currency)) {
      const message = 'is no currency of market.currencies'
      problems.push({ field: `market.equities.${name}.currency`, message, got: currency, expected: known })
    }
  }
  const buckets = Object.keys(market.spreads)
  for (const [i, { bucket, currency }] of market.credit_indices.entries()) {
    const field = `market.credit_indices.${i}`
    if (!buckets.includes(bucket)) {
      problems.push({ field: `${field}.bucket`, message: 'is no bucket of market.spreads', got: bucket })
    }
    if (!currencies.includes(currency)) {
      problems.push({ field: `${field}.currency`, message: 'is no currency of market.currencies', got: currency })
    }
  }
  if (instruments.credit.allowed.includes('index-cds') && market.credit_indices.length === 0 && buckets.length > 0) {
    const message = 'index-cds is allowed, but market.credit_indices names no index to trade'
    problems.push({ field: 'instruments.credit.allowed', message })
  }
  return problems
}
