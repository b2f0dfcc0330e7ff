import { ratingNotch } from '@tutti/analytics/credit'
import { type Problem, TuttiError } from '@tutti/analytics/errors'
import { dateFault, dayOfIso } from '../days/index.ts'
import { numberCell } from '../loaders/number-cell.ts'
import type { Cell } from './cell-table.ts'
import type { ColumnType } from './holding-columns.ts'

/** What is known beside the files: cells that name other things are refused unnamed in its lists. */
export interface KnownNames {
  /** Currencies of the market, ISO 4217. */
  readonly currencies: readonly string[]
  /** Counterparties of the mandate. */
  readonly counterparties: readonly string[]
  /** Equity indices of the market; not checked when absent. */
  readonly indices?: readonly string[] | undefined
  /** Credit indices (spread buckets) of the market; not checked when absent. */
  readonly creditIndices?: readonly string[] | undefined
  /** Currencies that the mandate gives a break-even curve; what is linked to inflation elsewhere is refused. Not checked when absent. */
  readonly breakEvens?: readonly string[] | undefined
}

/** What is wrong with a payment or holding that is linked to the inflation of a currency; undefined where nothing is. */
export function breakEvenFault(currency: string, { breakEvens }: KnownNames): Omit<Problem, 'file'> | undefined {
  if (breakEvens === undefined || breakEvens.includes(currency)) return undefined
  return {
    field: 'currency',
    message: `market.currencies.${currency}.break_even is missing in the mandate, and this line needs it`,
    got: breakEvens.length === 0 ? 'break-evens of no currency' : `break-evens of ${breakEvens.join(', ')}`,
    expected: 'a curve, or a list of series by tenor',
  }
}

/** Why a cell does not fit its column. */
interface ValueFault {
  readonly message: string
  readonly expected?: string | undefined
}

type Outcome = { readonly value: string | number } | ValueFault

const longestText = 200

/** The value of a cell that is not empty: text, an ISO day, or a number with percent and basis points as decimals. */
export function columnValue(cell: Cell, content: ColumnType, known: KnownNames, numbersAreText: boolean): Outcome {
  switch (content.type) {
    case 'text':
    case 'name':
    case 'currency':
    case 'counterparty':
    case 'index':
    case 'rating':
      return textValue(cell, content.type, known)
    case 'date':
      return dateValue(cell)
    case 'number':
    case 'positive':
    case 'percent':
    case 'positivePercent':
    case 'bp':
    case 'frequency':
      return numberValue(cell, content.type, numbersAreText)
  }
}

function textValue(cell: Cell, type: ColumnType['type'], known: KnownNames): Outcome {
  if (typeof cell === 'boolean' || (typeof cell === 'object' && cell !== null)) {
    return { message: `${typeof cell === 'boolean' ? 'true or false' : 'a date'} where text belongs` }
  }
  const value = String(cell)
  if (value.length > longestText)
    return { message: 'the text is too long', expected: `at most ${longestText} characters` }
  if (/\p{Cc}/u.test(value)) return { message: 'control characters in a text' }
  if (type === 'currency') return listed(value, known.currencies, 'the currency is unknown')
  if (type === 'counterparty') return listed(value, known.counterparties, 'the counterparty is not in the mandate')
  if (type === 'rating') {
    try {
      ratingNotch(value)
    } catch (error) {
      if (!(error instanceof TuttiError)) throw error
      return {
        message: 'the rating is on no scale of S&P, Fitch or Moody’s',
        expected: 'AAA, AA+ … D, or Aaa, Aa1 … C',
      }
    }
  }
  return { value }
}

function listed(value: string, names: readonly string[], message: string): Outcome {
  return names.includes(value) ? { value } : { message, expected: `one of ${names.join(', ')}` }
}

function dateValue(cell: Cell): Outcome {
  if (typeof cell === 'object' && cell !== null) return { value: cell.day }
  if (typeof cell !== 'string') return { message: 'no date', expected: 'a date YYYY-MM-DD' }
  if (dayOfIso(cell) !== undefined) return { value: cell }
  return { message: dateFault(cell, 'day'), expected: 'a date YYYY-MM-DD' }
}

function numberValue(cell: Cell, type: ColumnType['type'], numbersAreText: boolean): Outcome {
  if (typeof cell !== 'number' && !(numbersAreText && typeof cell === 'string')) {
    const what = typeof cell === 'object' ? 'a date' : typeof cell === 'string' ? 'text' : 'true or false'
    return { message: `${what} where a number belongs`, expected: 'a number' }
  }
  const isPercent = type === 'percent' || type === 'positivePercent'
  const read = numberCell(String(cell), isPercent ? -2 : 0)
  if (typeof read !== 'number') return read
  if (type === 'frequency') {
    return [1, 2, 4, 12].includes(read)
      ? { value: read }
      : { message: 'no frequency', expected: '1, 2, 4 or 12 a year' }
  }
  if ((type === 'positive' || type === 'positivePercent') && !(read > 0)) {
    return { message: 'the number must be above 0; a side says the direction', expected: 'a number > 0' }
  }
  if (isPercent && Math.abs(read) > 1) {
    return { message: 'a percentage beyond ±100', expected: 'percent, as 4.25' }
  }
  return { value: type === 'bp' ? read / 1e4 : read }
}
