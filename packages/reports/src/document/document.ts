import type { Chart } from './chart.ts'
import type { FigureValue } from '@tutti/workflows/figures'
import type { Text } from './text.ts'

/**
 * A report before it is given a form: sections of blocks. Every `Text` is a template whose slots `{{pointer | format}}`
 * are filled from the result when the report is rendered; no digit may be typed in beside them.
 */
export interface ReportDocument {
  /** What kind of report this is; stands above the title. */
  readonly overline: Text
  readonly title: Text
  readonly subtitle: Text
  readonly status: { readonly tone: Tone; readonly label: Text }
  /** Where the approval of the decision stands; left out where none is asked for. */
  readonly approval?: { readonly tone: Tone; readonly label: Text } | undefined
  /** Which models wrote the words of agents; left out or empty where no agent took part. */
  readonly writers?: Text
  /** Label and template of what a page's header and footer say. */
  readonly header: Text
  readonly footer: Text
  readonly run: { readonly key: string; readonly codeVersion: string }
  readonly sections: readonly Section[]
}

/** good: fine; caution: read this; stop: do not use; info: neutral. Renderers add a symbol, not colour alone. */
export type Tone = 'good' | 'caution' | 'stop' | 'info'

export interface Section {
  /** Letters and hyphens: used as anchor. */
  readonly id: string
  readonly title: Text
  /** True where it need not begin on a sheet of its own. */
  readonly flows?: boolean
  readonly blocks: readonly Block[]
}

export type Block =
  | { readonly kind: 'heading'; readonly text: Text }
  | { readonly kind: 'paragraph'; readonly text: Text; readonly tone?: 'lead' | 'note' }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'callout'; readonly tone: Tone; readonly title: Text; readonly items: readonly Text[] }
  | { readonly kind: 'key-figures'; readonly items: readonly KeyFigure[]; readonly caption: Text }
  | { readonly kind: 'definitions'; readonly items: readonly { readonly term: Text; readonly text: Text }[] }
  | { readonly kind: 'run-facts' }
  | { readonly kind: 'side-by-side'; readonly columns: readonly (readonly Block[])[] }
  | DetailBlock
  | TableBlock
  | ChartBlock
  | ChartGroup

export interface KeyFigure {
  readonly label: Text
  readonly figure: FigureValue
}

/** Blocks that are closed at first on a screen, under their title, and open in a print. */
export interface DetailBlock {
  readonly kind: 'detail'
  readonly id: string
  readonly title: Text
  readonly blocks: readonly Block[]
}

/** A table; `collapsed` ones are closed at first on a screen and left out of a print. The first cell of a row is its header. */
export interface TableBlock {
  readonly kind: 'table'
  readonly id: string
  readonly caption: Text
  readonly columns: readonly Text[]
  readonly rows: readonly TableRow[]
  readonly note?: Text
  readonly collapsed?: boolean
  /** Detail for the screen: left out of a print though it is open. */
  readonly screenOnly?: boolean
  /** For very many rows: figures carry their pointer and value alone, without error or note, words no pointer. */
  readonly compact?: boolean
  /** What stands in place of the rows when there are none. */
  readonly empty?: Text
}

export interface TableRow {
  readonly cells: readonly Cell[]
  readonly emphasis?: boolean
}

export type Cell =
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'figure'; readonly figure: FigureValue; readonly shade?: number }
  | { readonly kind: 'interval'; readonly figure: FigureValue; readonly low: FigureValue; readonly high: FigureValue }
  | { readonly kind: 'status'; readonly tone: Tone; readonly text: Text }

/** A picture with its title, what it shows, and what a reader who cannot see it is told. */
export interface ChartBlock {
  readonly kind: 'chart'
  readonly id: string
  readonly title: Text
  readonly caption: Text
  readonly alt: Text
  readonly chart: Chart
  readonly size: 'full' | 'half' | 'third'
}

/** Small multiples: charts of one kind side by side, under one title. */
export interface ChartGroup {
  readonly kind: 'chart-group'
  readonly title: Text
  readonly caption: Text
  readonly charts: readonly ChartBlock[]
}
