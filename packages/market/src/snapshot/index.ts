export * from './aligned-series.ts'
export * from './market-snapshot.ts'
export * from './series-of.ts'
export * from './snapshot-hash.ts'
