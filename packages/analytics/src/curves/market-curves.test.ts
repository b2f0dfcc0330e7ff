import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { calendar, dayOf, dayOfCivil, tenorOf } from '../time/index.ts'
import {
  type BootstrapInstrument,
  bootstrappedCurve,
  breakevenInflation,
  curveComponents,
  type CurveInterpolation,
  depositInstrument,
  type FittedBond,
  parRate,
  smithWilsonAlpha,
  smithWilsonCurve,
  smithWilsonFit,
  smoothingSplineBondFit,
  svenssonBondFit,
  swapInstrument,
  timeAxis,
} from './index.ts'

type Row = Readonly<Record<string, string>>

/** Rows of a file of real data, or undefined with the test skipped where the folder is absent. */
function dataRows(file: string, context: TestContext): readonly Row[] | undefined {
  const path = new URL(`../../../../../shared/data/${file}`, import.meta.url)
  if (existsSync(path)) {
    const [head, ...lines] = readFileSync(path, 'utf8').trim().split('\n')
    const names = head.split(',')
    return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])))
  }
  if (process.env['TUTTI_REQUIRE_SHARED'] === '1') assert.fail(`../shared/data/${file} is absent`)
  context.skip(`../shared/data/${file} is absent`)
  return undefined
}

const rowOn = (rows: readonly Row[], date: string): Row => rows.find((row) => row['date'] === date) ?? assert.fail(date)
const basisPoints = (decimal: number): string => `${(1e4 * decimal).toFixed(4)} bp`
const largestResidual = (built: { readonly instruments: readonly { readonly residual: number }[] }): number =>
  Math.max(...built.instruments.map(({ residual }) => Math.abs(residual)))

const treasuryTenors = [
  ['DGS1MO', 1 / 12],
  ['DGS3MO', 0.25],
  ['DGS6MO', 0.5],
  ['DGS1', 1],
  ['DGS2', 2],
  ['DGS3', 3],
  ['DGS5', 5],
  ['DGS7', 7],
  ['DGS10', 10],
  ['DGS20', 20],
  ['DGS30', 30],
] as const

/** Constant-maturity par yields as bonds at par, semi-annual; bills under half a year pay at maturity. */
const parBonds = (row: Row): FittedBond[] =>
  treasuryTenors.flatMap(([id, years]) => {
    if (row[id] === '' || row[id] === undefined) return []
    const rate = Number(row[id]) / 100
    const count = Math.max(1, Math.round(2 * years))
    const timesYears = years < 0.5 ? [years] : Array.from({ length: count }, (_, i) => (i + 1) / 2)
    const amounts = timesYears.map((_, i) =>
      years < 0.5 ? 100 * (1 + rate * years) : 50 * rate + (i === count - 1 ? 100 : 0),
    )
    return [{ id, price: 100, timesYears, amounts }]
  })

const asInstrument = ({ id, price, timesYears: payYears, amounts }: FittedBond): BootstrapInstrument => ({
  kind: 'bond',
  id,
  price,
  settlementYears: 0,
  payYears,
  amounts,
})

const treasuryDays = ['1996-06-28', '2001-12-31', '2008-12-15', '2012-07-25', '2016-06-30', '2019-08-28', '2023-07-03']

test('Treasury par yields: an exact bootstrap reprices them, parametric and spline fits report small errors', (t) => {
  const rows = dataRows('rates/us_treasury_cmt_daily.csv', t)
  if (rows === undefined) return
  for (const date of treasuryDays) {
    const bonds = parBonds(rowOn(rows, date))
    for (const interpolation of ['log-linear-discount', 'monotone-convex', 'natural-cubic-zero'] as const) {
      const built = bootstrappedCurve({ instruments: bonds.map(asInstrument), interpolation })
      assert.ok(largestResidual(built) < 1e-12, `${date} ${interpolation}`)
    }
    const one = svenssonBondFit(bonds, 1).errors.rootMeanSquareYield
    const two = svenssonBondFit(bonds, 2).errors.rootMeanSquareYield
    const spline = smoothingSplineBondFit(bonds, [0.25, 1, 2, 5, 10, 20, 30], 1e-3).errors.rootMeanSquareYield
    t.diagnostic(
      `${date}, ${bonds.length} par yields, root mean square error: Nelson-Siegel ${basisPoints(one)}, Svensson ${basisPoints(two)}, smoothing spline ${basisPoints(spline)}`,
    )
    assert.ok(two <= one + 1e-8 && one < 20e-4 && two < 10e-4 && spline < 10e-4, date)
  }
})

test('Federal Reserve zero-coupon yields are Svensson curves: a fit recovers them to a fiftieth of a basis point', (t) => {
  const rows = dataRows('rates/us_zero_coupon_gsw_daily.csv', t)
  if (rows === undefined) return
  for (const date of ['1990-06-29', '2003-06-13', '2008-12-16', '2015-12-29']) {
    const row = rowOn(rows, date)
    const bonds = Array.from({ length: 30 }, (_, i) => {
      const years = i + 1
      return {
        id: `${years}Y`,
        price: Math.exp((-years * Number(row[years])) / 100),
        timesYears: [years],
        amounts: [1],
      }
    })
    const { errors, parameters } = svenssonBondFit(bonds, 2)
    t.diagnostic(
      `${date}: root mean square error ${basisPoints(errors.rootMeanSquareYield)}, decay times ${parameters.tau1.toFixed(2)} and ${parameters.tau2.toFixed(2)} years`,
    )
    assert.ok(errors.rootMeanSquareYield < 2e-6, date)
  }
})

test('dollar swaps and LIBOR deposits are repriced by every interpolation', (t) => {
  const swaps = dataRows('rates/us_swap_rates_isda_daily.csv', t)
  const deposits = swaps && dataRows('rates/us_money_market_daily.csv', t)
  if (swaps === undefined || deposits === undefined) return
  const bonds = calendar('US settlement')
  const market = { calendar: bonds, spotLagDays: 2, convention: 'modified following' } as const
  for (const date of ['2003-06-12', '2007-06-12', '2012-07-25', '2016-06-30']) {
    const tradeDay = dayOf(date)
    const axis = timeAxis(tradeDay, 'ACT/365F')
    const cash = [['USD1MTD156N', '1M'] as const, ['USD3MTD156N', '3M'] as const, ['USD6MTD156N', '6M'] as const].map(
      ([name, tenor]) =>
        depositInstrument(
          { axis, tradeDay },
          {
            id: name,
            kind: 'deposit',
            rate: Number(rowOn(deposits, date)[name]) / 100,
            term: { tenor: tenorOf(tenor) },
          },
          { ...market, dayCount: 'ACT/360', endOfMonth: true },
        ),
    )
    const par = [1, 2, 3, 4, 5, 7, 10, 30].map((years) =>
      swapInstrument(
        { axis, tradeDay },
        {
          id: `DSWP${years}`,
          kind: 'swap',
          rate: Number(rowOn(swaps, date)[`DSWP${years}`]) / 100,
          term: { tenor: tenorOf(`${years}Y`) },
        },
        {
          ...market,
          endOfMonth: false,
          fixed: {
            tenor: tenorOf('6M'),
            dayCount: '30/360 bond basis',
            convention: 'modified following',
            paymentLagDays: 0,
          },
          floating: { tenor: tenorOf('3M'), dayCount: 'ACT/360', convention: 'modified following', paymentLagDays: 0 },
        },
      ),
    )
    const interpolations: CurveInterpolation[] = [
      'log-linear-discount',
      'linear-zero',
      'monotone-convex',
      'hyman-log-discount',
      'natural-cubic-log-discount',
    ]
    const factors = interpolations.map((interpolation) => {
      const built = bootstrappedCurve({ instruments: [...cash, ...par], interpolation })
      assert.ok(largestResidual(built) < 1e-12, `${date} ${interpolation}: ${largestResidual(built)}`)
      return built.curve.discountFactor(20)
    })
    const spread = (Math.max(...factors) - Math.min(...factors)) / 20
    t.diagnostic(
      `${date}: repriced to 1e-12; zero rates at 20 years differ by ${basisPoints(spread)} between interpolations`,
    )
  }
})

test('the sterling overnight curve of 2012 with deposit, forward rate agreements and swaps to 80 years is repriced', (t) => {
  const rows = dataRows('rates/gbp_ois_curve_instruments_20120919.csv', t)
  if (rows === undefined) return
  const day = (text: string): number => {
    const [dayOfMonth, month, year] = text.split('/').map(Number)
    return dayOfCivil(year, month, dayOfMonth)
  }
  const tradeDay = day(rows[0]['base_date'])
  const axis = timeAxis(tradeDay, 'ACT/365F')
  const uk = calendar('UK')
  const leg = {
    tenor: tenorOf('1Y'),
    dayCount: 'ACT/360',
    convention: 'modified following',
    paymentLagDays: 0,
  } as const
  const instruments = rows.map((row) => {
    const rate = Number(row['contract_rate'])
    const term = { start: day(row['start_dt']), end: day(row['maturity_dt']) }
    const id = `${row['type']} ${row['start_dt']} to ${row['maturity_dt']}`
    const market = { calendar: uk, spotLagDays: 0, endOfMonth: false }
    return row['type'] === 'IborSwap'
      ? swapInstrument({ axis, tradeDay }, { id, kind: 'ois', rate, term }, { ...market, fixed: leg, floating: leg })
      : depositInstrument(
          { axis, tradeDay },
          { id, kind: row['type'] === 'IborFRA' ? 'fra' : 'deposit', rate, term },
          { ...market, dayCount: 'ACT/360', convention: 'modified following' },
        )
  })
  for (const interpolation of [
    'log-linear-discount',
    'linear-zero',
    'monotone-convex',
    'pchip-log-discount',
  ] as const) {
    const built = bootstrappedCurve({ instruments, interpolation })
    assert.ok(largestResidual(built) < 1e-12, interpolation)
    t.diagnostic(`${interpolation}: ${instruments.length} instruments, largest residual ${largestResidual(built)}`)
  }
})

test('EIOPA curves: Qb vectors give the published rates to all digits, and refits from rounded rates stay near them', (t) => {
  const spots = dataRows('pension/eiopa_rfr_spot_monthly.csv', t)
  const settings = spots && dataRows('pension/eiopa_rfr_parameters_monthly.csv', t)
  const vectors = settings && dataRows('pension/eiopa_smith_wilson_qb_20191231.csv', t)
  if (spots === undefined || settings === undefined || vectors === undefined) return
  const find = (rows: readonly Row[], date: string, currency: string): Row =>
    rows.find((row) => row['date'] === date && row['currency'] === currency && row['curve'] === 'no_va') ??
    assert.fail(`${date} ${currency}`)
  for (const currency of ['EUR', 'USD']) {
    const setting = find(settings, '2019-12-31', currency)
    const ultimateForwardRate = Number(setting['ufr']) / 100
    const own = vectors.filter((row) => row['currency'] === currency && row['curve'] === 'no_va')
    const maturitiesYears = own.map((row) => Number(row['maturity_years']))
    const weights = own.map((row, j) => Number(row['qb']) * (1 + ultimateForwardRate) ** maturitiesYears[j])
    const curve = smithWilsonCurve({ ultimateForwardRate, alpha: Number(setting['alpha']), maturitiesYears, weights })
    const published = find(spots, '2019-12-31', currency)
    const errors = Array.from({ length: 150 }, (_, i) =>
      Math.abs(Math.expm1(curve.zeroRate(i + 1)) - Number(published[i + 1])),
    )
    t.diagnostic(`${currency} 2019-12-31 from Qb: largest difference of 150 rates ${basisPoints(Math.max(...errors))}`)
    assert.ok(Math.max(...errors) < 5.5e-6, currency)
  }
  for (const date of ['2015-12-31', '2018-12-31', '2020-12-31', '2021-12-31']) {
    const [setting, published] = [find(settings, date, 'EUR'), find(spots, date, 'EUR')]
    const lastLiquid = Number(setting['llp'])
    const ultimateForwardRate = Number(setting['ufr']) / 100
    const maturities = Array.from({ length: lastLiquid }, (_, i) => i + 1)
    const prices = maturities.map((years) => (1 + Number(published[years])) ** -years)
    const alpha = Number(setting['alpha'])
    const curve = smithWilsonCurve(smithWilsonFit(maturities, prices, { ultimateForwardRate, alpha }))
    const errors = Array.from({ length: 150 }, (_, i) =>
      Math.abs(Math.expm1(curve.zeroRate(i + 1)) - Number(published[i + 1])),
    )
    const found = smithWilsonAlpha(maturities, prices, {
      ultimateForwardRate,
      convergenceYears: lastLiquid + Number(setting['convergence']),
      tolerance: 1e-4,
      lowestAlpha: 0.05,
    })
    t.diagnostic(
      `EUR ${date} refitted to ${lastLiquid} rounded rates: largest difference ${basisPoints(Math.max(...errors))}, alpha ${found.toFixed(6)} against ${alpha}`,
    )
    assert.ok(Math.max(...errors) < 1e-4, date)
    assertClose(found, alpha, 3e-3, 0, date)
  }
})

test('break-evens of Treasury and inflation-linked yields agree with those that the Federal Reserve publishes', (t) => {
  const real = dataRows('rates/us_tips_real_yields_daily.csv', t)
  const nominal = real && dataRows('rates/us_treasury_cmt_daily.csv', t)
  if (real === undefined || nominal === undefined) return
  for (const date of ['2005-01-03', '2008-12-15', '2012-07-25', '2016-06-30']) {
    const [linker, treasury] = [rowOn(real, date), rowOn(nominal, date)]
    const [n, r] = [Number(treasury['DGS10']) / 100, Number(linker['DFII10']) / 100]
    assertClose(100 * (n - r), Number(linker['T10YIE']), 0.0101, 0, date)
    const exact = breakevenInflation(n, r, 2)
    t.diagnostic(`${date}: 10-year break-even ${(100 * exact).toFixed(3)} %, plain difference ${linker['T10YIE']} %`)
    assertClose(exact, n - r, 5e-4, 0)
    const linkers = (
      [
        ['DFII5', 5],
        ['DFII7', 7],
        ['DFII10', 10],
        ['DFII20', 20],
      ] as const
    ).map(([id, years]) => {
      const timesYears = Array.from({ length: 2 * years }, (_, i) => (i + 1) / 2)
      const coupon = Number(linker[id]) / 2
      return asInstrument({
        id,
        price: 100,
        timesYears,
        amounts: timesYears.map((time) => coupon + (time === years ? 100 : 0)),
      })
    })
    const { curve } = bootstrappedCurve({ instruments: linkers, interpolation: 'monotone-convex' })
    assertClose(100 * parRate(curve, 10, 2), Number(linker['DFII10']), 1e-9, 0)
  }
})

test('Treasury yield changes are mostly a level, then a slope, then a curvature', (t) => {
  const rows = dataRows('rates/us_treasury_cmt_daily.csv', t)
  if (rows === undefined) return
  const names = ['DGS1', 'DGS2', 'DGS3', 'DGS5', 'DGS7', 'DGS10', 'DGS30']
  const yields = rows
    .filter(
      (row) => row['date'] >= '2010-01-01' && row['date'] < '2017-01-01' && names.every((name) => row[name] !== ''),
    )
    .map((row) => names.map((name) => 100 * Number(row[name])))
  const changes = yields.slice(1).map((row, i) => row.map((value, j) => value - yields[i][j]))
  const { explainedRatios, loadings } = curveComponents(changes)
  const shares = explainedRatios.slice(0, 3).map((ratio) => `${(100 * ratio).toFixed(1)} %`)
  t.diagnostic(`${changes.length} days: level, slope and curvature explain ${shares.join(', ')}`)
  assert.ok(explainedRatios[0] > 0.7 && explainedRatios[0] + explainedRatios[1] + explainedRatios[2] > 0.95)
  assert.ok(loadings[0].every((loading) => loading > 0))
  const signChanges = (vector: readonly number[]): number =>
    vector.slice(1).filter((value, i) => value > 0 !== vector[i] > 0).length
  assert.equal(signChanges(loadings[1]), 1)
  assert.equal(signChanges(loadings[2]), 2)
})

test('the corporate pension discount curve is met by a spline of its spot rates', (t) => {
  const rows = dataRows('pension/us_treasury_hqm_corporate_spot_monthly.csv', t)
  if (rows === undefined) return
  for (const date of ['1990-06-01', '2008-11-01', '2016-11-01']) {
    const row = rowOn(rows, date)
    const bonds = Array.from({ length: 100 }, (_, i) => {
      const years = i + 1
      const rate = Number(row[years]) / 100
      return { id: `${years}Y`, price: (1 + rate / 2) ** (-2 * years), timesYears: [years], amounts: [1] }
    })
    const { errors } = smoothingSplineBondFit(bonds, [1, 2, 4, 6, 8, 10, 12, 15, 20, 25, 30, 50, 100], 1e-6)
    t.diagnostic(`${date}: root mean square error of 100 spot rates ${basisPoints(errors.rootMeanSquareYield)}`)
    assert.ok(errors.rootMeanSquareYield < 3e-4, date)
  }
})
