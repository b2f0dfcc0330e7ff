import type { CurveHistoryId, SeriesId } from '../ids/index.ts'
import { indexFileStem } from './index-names.ts'
import { knownLayouts } from './known-layouts.ts'

/** In words, which file of which layout would provide `id`. */
export function providerOf(id: SeriesId | CurveHistoryId): string {
  const kind = id.slice(0, id.indexOf(':'))
  const name = id.slice(id.indexOf(':') + 1)
  const isOhlc = /-OHLC(?:-[A-Z]+)?$/.test(name)
  const stem = indexFileStem(name.replace(/-OHLC.*$/, ''))
  const layout =
    knownLayouts.find((each) => each.idKind === undefined && each.targets('', []).some((target) => target.id === id)) ??
    knownLayouts.find((each) => each.idKind === kind && (each.name === 'ohlc-index') === isOhlc)
  if (layout === undefined) return `an entry for ${id} in market.yaml`
  const column = layout.idsFromHeader ? `, with a column ${kind === 'fx' ? name.slice(3) : name}` : ''
  return `${layout.example.replace('<name>', stem)} (header: ${layout.header}${column}) or an entry for ${id} in market.yaml`
}
