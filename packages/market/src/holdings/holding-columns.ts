/**
 * What a column of a holdings file contains. `percent` and `bp` are decimals once read: 4.25 percent is 0.0425, 125 bp is
 * 0.0125. `positive` numbers are above 0, `whole` ones also without a fraction, `count` ones divide a year into months.
 */
export type ColumnType =
  | { readonly type: 'text' }
  | { readonly type: 'name' }
  | { readonly type: 'currency' }
  | { readonly type: 'counterparty' }
  | { readonly type: 'index' }
  | { readonly type: 'rating' }
  | { readonly type: 'date' }
  | { readonly type: 'number' | 'positive' | 'percent' | 'positivePercent' | 'bp' | 'frequency' }

/** A column: what it contains, and under which name the value is kept (its unit is then the decimal). */
interface Column {
  readonly field: string
  readonly content: ColumnType
}

const column = <const Field extends string, const Content extends ColumnType>(field: Field, content: Content) => ({
  field,
  content,
})

/** Every column of a portfolio file by its name in the header. Units are in the names; money is in the row's currency. */
export const portfolioColumns = {
  id: column('id', { type: 'name' }),
  name: column('name', { type: 'text' }),
  kind: column('kind', { type: 'name' }),
  currency: column('currency', { type: 'currency' }),
  issuer: column('issuer', { type: 'text' }),
  rating: column('rating', { type: 'rating' }),
  sector: column('sector', { type: 'text' }),
  counterparty: column('counterparty', { type: 'counterparty' }),
  side: column('side', { type: 'name' }),
  option: column('option', { type: 'name' }),
  nominal: column('nominal', { type: 'positive' }),
  quantity: column('quantity', { type: 'positive' }),
  marketValue: column('marketValue', { type: 'number' }),
  cleanPrice: column('cleanPrice', { type: 'positive' }),
  price: column('price', { type: 'positive' }),
  couponPercent: column('coupon', { type: 'percent' }),
  fixedRatePercent: column('fixedRate', { type: 'percent' }),
  fixingPercent: column('fixing', { type: 'percent' }),
  spreadBp: column('spread', { type: 'bp' }),
  recoveryPercent: column('recovery', { type: 'positivePercent' }),
  frequency: column('frequency', { type: 'frequency' }),
  floatingFrequency: column('floatingFrequency', { type: 'frequency' }),
  start: column('start', { type: 'date' }),
  expiry: column('expiry', { type: 'date' }),
  maturity: column('maturity', { type: 'date' }),
  durationYears: column('durationYears', { type: 'positive' }),
  indexRatio: column('indexRatio', { type: 'positive' }),
  index: column('index', { type: 'index' }),
  beta: column('beta', { type: 'number' }),
  strike: column('strike', { type: 'positive' }),
  counterCurrency: column('counterCurrency', { type: 'currency' }),
  counterNominal: column('counterNominal', { type: 'positive' }),
  notes: column('notes', { type: 'text' }),
} as const satisfies Readonly<Record<string, Column>>
export type PortfolioColumn = keyof typeof portfolioColumns

/** What a kind of holding needs besides `id`, `kind` and `currency`, and may have. */
export interface KindColumns {
  readonly required: readonly PortfolioColumn[]
  readonly optional: readonly PortfolioColumn[]
  /** What `side` and `option` may be. */
  readonly sides?: readonly string[]
  readonly options?: readonly string[]
}

const fixedSides = ['receive-fixed', 'pay-fixed'] as const
const positions = ['long', 'short'] as const

/** The kinds of holding. Any may also have `name`, `issuer`, `rating`, `sector` and `notes`. */
export const holdingKinds = {
  cash: { required: ['marketValue'], optional: ['counterparty'] },
  bond: { required: ['nominal', 'couponPercent', 'frequency', 'maturity'], optional: ['cleanPrice'] },
  'inflation-linked-bond': {
    required: ['nominal', 'couponPercent', 'frequency', 'maturity'],
    optional: ['cleanPrice', 'indexRatio'],
  },
  'bond-fund': { required: ['marketValue', 'durationYears'], optional: [] },
  'inflation-linked-bond-fund': { required: ['marketValue', 'durationYears'], optional: [] },
  equity: { required: ['quantity', 'price', 'index'], optional: ['beta'] },
  'equity-fund': { required: ['marketValue', 'index'], optional: ['beta'] },
  swap: {
    required: [
      'side',
      'nominal',
      'fixedRatePercent',
      'frequency',
      'floatingFrequency',
      'start',
      'maturity',
      'counterparty',
    ],
    optional: ['fixingPercent'],
    sides: fixedSides,
  },
  'inflation-swap': {
    required: ['side', 'nominal', 'fixedRatePercent', 'start', 'maturity', 'counterparty'],
    optional: ['indexRatio'],
    sides: ['receive-inflation', 'pay-inflation'],
  },
  'cross-currency-swap': {
    required: ['nominal', 'counterCurrency', 'counterNominal', 'frequency', 'maturity', 'counterparty'],
    optional: ['spreadBp'],
  },
  'fx-forward': {
    required: ['nominal', 'counterCurrency', 'counterNominal', 'maturity', 'counterparty'],
    optional: [],
  },
  'fx-option': {
    required: ['side', 'option', 'nominal', 'counterCurrency', 'strike', 'expiry', 'counterparty'],
    optional: [],
    sides: positions,
    options: ['call', 'put'],
  },
  'equity-option': {
    required: ['side', 'option', 'quantity', 'index', 'strike', 'expiry', 'counterparty'],
    optional: [],
    sides: positions,
    options: ['call', 'put'],
  },
  swaption: {
    required: ['side', 'option', 'nominal', 'fixedRatePercent', 'frequency', 'expiry', 'maturity', 'counterparty'],
    optional: [],
    sides: positions,
    options: ['receiver', 'payer'],
  },
  'bond-future': {
    required: ['side', 'quantity', 'nominal', 'couponPercent', 'frequency', 'expiry', 'maturity'],
    optional: ['counterparty'],
    sides: positions,
  },
  cds: {
    required: ['side', 'nominal', 'couponPercent', 'maturity', 'counterparty', 'issuer', 'rating'],
    optional: ['spreadBp', 'recoveryPercent'],
    sides: ['buy-protection', 'sell-protection'],
  },
  'index-cds': {
    required: ['side', 'nominal', 'couponPercent', 'maturity', 'counterparty', 'index'],
    optional: ['spreadBp', 'recoveryPercent'],
    sides: ['buy-protection', 'sell-protection'],
  },
  'total-return-swap': {
    required: ['side', 'nominal', 'durationYears', 'maturity', 'counterparty', 'rating'],
    optional: ['marketValue'],
    sides: ['receive-total-return', 'pay-total-return'],
  },
} as const satisfies Readonly<Record<string, KindColumns>>
export type HoldingKind = keyof typeof holdingKinds

/** Columns that a row of any kind may have. */
export const sharedColumns = ['id', 'name', 'kind', 'currency', 'issuer', 'rating', 'sector', 'notes'] as const
