import { loadSnapshot } from '/work/main/packages/market/src/index.ts'
import { validMandate } from '/work/main/packages/workflows/src/asset-allocation/mandate.ts'
import { studyOf } from '/work/main/packages/workflows/src/asset-allocation/study.ts'
import { historyRecord } from '/work/main/packages/workflows/src/asset-allocation/history/index.ts'
import { uniformStream } from '/work/main/packages/analytics/src/random/index.ts'
const curve = process.argv[2] ?? 'par-curve:USD-TREASURY'
const mandate = validMandate({history:{bond_curve: curve}}, 'x')
const study = studyOf(mandate, 1)
const h = mandate.history
const snapshot = await loadSnapshot('/work/shared/data', { require: [h.equity, h.bond_curve] as any, optional: [h.dividends, h.implied_volatility] as any })
const u = uniformStream(1, 99, 0)
const fns = ['inverse-vol', 'inverse-vol-squared', 'linear-decay', 'sigmoid'] as const
const trials = Array.from({length:100}, () => ({ targetVolatility: .05+.15*u(), weightFunction: fns[Math.floor(4*u())], windowMonths: 6+Math.floor(19*u()), riskAversion: .5+4.5*u(), costBp: 20*u() }))
const winner = { targetVolatility: .1, weightFunction: 'inverse-vol' as const, windowMonths: 6, riskAversion: 2, costBp: 10 }
const t0 = performance.now()
const { record, luck } = historyRecord({ study, snapshot, winner, trials: [winner, ...trials.slice(1)], uniform: (i) => uniformStream(1, 5, i) })
console.log('ms', performance.now() - t0)
const { strategies, months, ...rest } = record
console.log(JSON.stringify({...rest, calibratedRegime: undefined}, (k, v) => typeof v === 'number' ? Number(v.toFixed(4)) : v, 1), luck, months.length)
for (const s of strategies) console.log(s.id, Object.entries(s.figures).map(([k, v]) => `${k} ${typeof v === 'number' ? v.toFixed(4) : `${v.value.toFixed(3)} [${v.low.toFixed(3)}, ${v.high.toFixed(3)}]`}`).join(' | '))
