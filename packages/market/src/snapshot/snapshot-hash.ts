import { createHash } from 'node:crypto'
import type { CurveHistory, DailySeries, MarketSnapshot } from './market-snapshot.ts'

function bytesOf(array: Int32Array | Float64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/**
 * SHA-256 (hex) of a snapshot's content: as-of, origin, then each series and curve history in order of id with its unit,
 * dates and values. File names, folders, number formats and line ends do not enter.
 */
export function snapshotHash(content: Pick<MarketSnapshot, 'asOf' | 'origin' | 'series' | 'curves'>): string {
  const hash = createHash('sha256')
  hash.update(`tutti-snapshot-1 ${content.asOf} ${content.origin}\n`)
  for (const series of [...content.series.values()].sort(byId)) updateWithSeries(hash, series)
  for (const curve of [...content.curves.values()].sort(byId)) updateWithCurve(hash, curve)
  return hash.digest('hex')
}

function updateWithSeries(hash: ReturnType<typeof createHash>, series: DailySeries): void {
  hash.update(`series ${series.id} ${series.unit} ${series.days.length}\n`)
  hash.update(bytesOf(series.days)).update(bytesOf(series.values))
}

function updateWithCurve(hash: ReturnType<typeof createHash>, curve: CurveHistory): void {
  hash.update(`curve ${curve.id} ${curve.kind} ${curve.compounding} ${curve.days.length}x${curve.tenorsYears.length}\n`)
  hash.update(bytesOf(curve.tenorsYears)).update(bytesOf(curve.days)).update(bytesOf(curve.rates))
}
