import type { holdingKinds, HoldingKind, PortfolioColumn, portfolioColumns } from './holding-columns.ts'

type Columns = typeof portfolioColumns
type Kinds = typeof holdingKinds

/** Numbers are decimals where the column is in percent or basis points; dates are ISO days. */
type ValueOf<C extends PortfolioColumn> = Columns[C]['content']['type'] extends infer T
  ? T extends 'text' | 'name' | 'currency' | 'counterparty' | 'index' | 'rating' | 'date'
    ? string
    : number
  : never

type Sides<K extends HoldingKind> = Kinds[K] extends { readonly sides: readonly (infer S)[] } ? S : string
type Options<K extends HoldingKind> = Kinds[K] extends { readonly options: readonly (infer S)[] } ? S : string
type Field<K extends HoldingKind, C extends PortfolioColumn> = C extends 'side'
  ? Sides<K>
  : C extends 'option'
    ? Options<K>
    : ValueOf<C>

/** What every holding has. */
interface SharedFields {
  /** Unique in its file. */
  readonly id: string
  readonly currency: string
  /** The file's name for it, else its id. */
  readonly name: string
  readonly issuer: string | null
  readonly rating: string | null
  readonly sector: string | null
  /** Line or row in its file, for messages. */
  readonly line: number
}

/** A holding of one kind, fields as the columns of `holdingKinds`; one that may be absent is null then. */
export type HoldingOf<K extends HoldingKind> = SharedFields & { readonly kind: K } & {
  readonly [C in Exclude<Kinds[K]['required'][number], keyof SharedFields> as Columns[C]['field']]: Field<K, C>
} & {
  readonly [C in Exclude<Kinds[K]['optional'][number], keyof SharedFields> as Columns[C]['field']]: Field<K, C> | null
}

/** One line of a portfolio file. */
export type Holding = { [K in HoldingKind]: HoldingOf<K> }[HoldingKind]
