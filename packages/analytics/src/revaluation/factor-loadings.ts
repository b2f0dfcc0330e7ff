import { TuttiError, requireFinite } from '../errors/index.ts'
import { factorName, type RiskFactor } from './risk-factor.ts'

/** What a rate at a time moves by for a unit of one factor, `level + slope x years`; factors by their place in the list. */
interface Loading {
  readonly factor: number
  readonly level: number
  readonly slope: number
}

/** A stretch of times on which a curve's loadings are linear in the time: its number among the curve's, and they. */
export interface CurvePiece {
  readonly piece: number
  readonly loadings: readonly Loading[]
}

/** Where each factor stands, and how curves follow their key rates. A factor that is not listed does not move: no loadings, place -1. */
export interface FactorLoadings {
  /** Of the zero rate of a currency around a time: linear in the years between its factors, flat outside. */
  rate(currency: string, years: number): CurvePiece
  /** The same of the zero break-even rate. */
  breakEven(currency: string, years: number): CurvePiece
  /** Place of a factor with one value. */
  place(group: 'currency' | 'credit' | 'equity' | 'volatility', name: string): number
}

interface KeyRate {
  readonly years: number
  readonly factor: number
}

/** Loadings on `factors`. Throws `invalid-input` for one listed twice, a time below 0, or a change of the base currency against itself. */
export function factorLoadings(factors: readonly RiskFactor[], baseCurrency: string): FactorLoadings {
  const places = new Map<string, number>()
  const keyRates = new Map<string, KeyRate[]>()
  factors.forEach((factor, i) => {
    const name = factorName(factor)
    if (places.has(name)) refuse(`factors[${i}]`, `${name} twice`, 'each factor once')
    places.set(name, i)
    if (factor.group === 'currency' && factor.currency === baseCurrency) {
      refuse(`factors[${i}]`, name, 'a currency other than the base currency, whose value is 1 always')
    }
    if (factor.group !== 'rates' && factor.group !== 'inflation') return
    if (!(requireFinite(factor.years, `factors[${i}].years`) >= 0)) refuse(`factors[${i}].years`, name, 'years >= 0')
    const curve = `${factor.group}:${factor.currency}`
    const found = keyRates.get(curve) ?? []
    keyRates.set(
      curve,
      [...found, { years: factor.years, factor: i }].toSorted((a, b) => a.years - b.years),
    )
  })
  return {
    rate: (currency, years) => curvePiece(keyRates.get(`rates:${currency}`) ?? [], years),
    breakEven: (currency, years) => curvePiece(keyRates.get(`inflation:${currency}`) ?? [], years),
    place: (group, name) => places.get(`${group}:${name}`) ?? -1,
  }
}

function curvePiece(keys: readonly KeyRate[], years: number): CurvePiece {
  const after = keys.findIndex((key) => key.years > years)
  const piece = after === -1 ? keys.length : after
  if (keys.length === 0) return { piece, loadings: [] }
  if (piece === 0 || piece === keys.length) {
    return { piece, loadings: [{ factor: keys[Math.max(piece - 1, 0)].factor, level: 1, slope: 0 }] }
  }
  const [left, right] = [keys[piece - 1], keys[piece]]
  const slope = 1 / (right.years - left.years)
  return {
    piece,
    loadings: [
      { factor: left.factor, level: right.years * slope, slope: -slope },
      { factor: right.factor, level: -left.years * slope, slope },
    ],
  }
}

function refuse(field: string, got: string, expected: string): never {
  throw new TuttiError('invalid-input', `${field} is no usable risk factor: got ${got}, expected ${expected}`, {
    field,
    got,
    expected,
  })
}
