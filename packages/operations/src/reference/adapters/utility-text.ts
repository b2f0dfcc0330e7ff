import { TuttiError } from '@tutti/analytics/errors'

/** λ of "25 * w'mu - 0.5 w'Sigma w": a number, or the name `risk_tolerance`; and the linear cost that may follow. */
export function utilityOf(text: string): { tolerance: number | undefined; cost: number | undefined } {
  const plain = text.toLowerCase().replace(/[\s*·]/g, '')
  const number = String.raw`(\d+(?:\.\d*)?(?:e[+-]?\d+)?)`
  const mean = String.raw`(?:w'mu|mu'w|w'm|m'w)`
  const spread = String.raw`(?:0?\.5|1\/2)w'(?:sigma|s|cov|covariance)w`
  const cost = String.raw`(?:-${number}(?:sum)?\|w-w0\|(?:_1)?|-${number}sum\(?\|w-w0\|\)?)?`
  const match = new RegExp(`^(?:${number}|risk_tolerance|lambda)?${mean}-${spread}${cost}$`).exec(plain)
  if (match === null) throw new TuttiError('unsupported', `the utility "${text}" is none that the adapter knows`)
  const named = /^(?:risk_tolerance|lambda)/.test(plain)
  const [, tolerance, ...costs] = match
  const given = costs.find((item) => item !== undefined)
  return {
    tolerance: named ? undefined : tolerance === undefined ? 1 : Number(tolerance),
    cost: given === undefined ? undefined : Number(given),
  }
}
