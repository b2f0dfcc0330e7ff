import { TuttiError } from '@tutti/analytics/errors'

/** What a utility is worth in terms of `tolerance * w'mu - 0.5 w'Sigma w - cost * sum|w-w0|`: `scale` times as much. */
export interface Utility {
  readonly tolerance: number
  readonly cost: number | undefined
  readonly scale: number
}

/** Parameters that a utility may name: that of the mean and that of the variance. */
export interface UtilityParameters {
  readonly tolerance?: number | undefined
  readonly aversion?: number | undefined
}

const number = String.raw`\d*\.?\d+\.?(?:e[+-]?\d+)?`
const factor = String.raw`(?:1\/2|${number}|[a-z]+(?:_[a-z]+)?(?:\/2)?)`
const coefficient = String.raw`((?:${factor}\*)*(?:${number}|1\/2)?)`
const mean = String.raw`(?:w'\*?(?:mu|m)|(?:mu|m)'\*?w)`
const variance = String.raw`(?:variance|w'\*?(?:sigma|s|cov|covariance|v)\*?w)`
const cost = String.raw`(?:-(${number})\*?(?:turnover|(?:sum\*?)?\(?\|{1,2}w(?:_i)?-w_?0(?:_?i)?\|{1,2}(?:_1)?\)?))?`
const form = new RegExp(`^${coefficient}${mean}-${coefficient}${variance}(\\/2)?${cost}$`)

const meanNames = ['risk_tolerance', 'lambda']
const varianceNames = ['risk_aversion', 'lambda', 'delta', 'gamma']

/** "25 * w'mu - 0.5 w'Sigma w - 0.004 sum|w-w0|", with numbers or named parameters before the mean and the variance. */
export function utilityOf(text: string, parameters: UtilityParameters): Utility {
  const plain = text
    .replace(/Σ|\bSigma\b/g, 'sigma')
    .replace(/μ/g, 'mu')
    .replace(/λ/g, 'lambda')
    .replace(/\^T|\.T(?=\W)/g, "'")
    .replace(/[·×]/g, '*')
    .toLowerCase()
    .trim()
    .replace(/\babs\(([^()]*)\)/g, '|$1|')
    .replace(/\(1\s*\/\s*2\)\s*\*?/g, '1/2*')
    .replace(/\s*([-+*|()/])\s*/g, '$1')
    .replace(/\s+/g, '*')
  const match = form.exec(plain)
  if (match === null) throw unknown(text)
  const [, before, spread, half, charge] = match
  const { tolerance, aversion } = parameters
  const ofMean = product(before, meanNames, tolerance, text)
  const ofVariance = product(spread, varianceNames, aversion, text)
  const scale = half === undefined ? 2 * ofVariance : ofVariance
  if (!(scale > 0)) throw unknown(text)
  return { tolerance: ofMean / scale, cost: charge === undefined ? undefined : Number(charge) / scale, scale }
}

/** The product of the factors of a coefficient; 1 without any. A parameter must be named exactly where it is given. */
function product(factors: string, names: readonly string[], parameter: number | undefined, text: string): number {
  let result = 1
  let isNamed = false
  for (const item of factors.split('*').filter((one) => one !== '')) {
    const [name, half] = item.split('/')
    if (item === '1/2') result /= 2
    else if (!names.includes(name)) result *= numberOf(item, text)
    else {
      if (parameter === undefined || isNamed) throw unknown(text)
      isNamed = true
      result *= half === undefined ? parameter : parameter / 2
    }
  }
  if (parameter !== undefined && !isNamed) throw unknown(text)
  return result
}

function numberOf(item: string, text: string): number {
  const value = Number(item)
  if (Number.isFinite(value)) return value
  throw unknown(text)
}

const unknown = (text: string): TuttiError =>
  new TuttiError('unsupported', `the utility "${text}" with the parameters of the case is none that the adapter knows`)
