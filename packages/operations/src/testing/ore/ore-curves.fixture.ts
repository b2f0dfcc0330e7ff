import {
  type BootstrapInstrument,
  bootstrappedCurve,
  crossCurrencySwapInstrument,
  type DatedCurve,
  depositInstrument,
  fxForwardInstrument,
  linearZeroCurve,
  logLinearDiscountCurve,
  type QuoteContext,
  swapInstrument,
  timeAxis,
} from '@tutti/analytics/curves'
import { addBusinessDays, addTenor, adjustedDay, type Day, yearFraction } from '@tutti/analytics/time'
import { oreAdjustment, oreCalendar, oreDayCount, oreIndex, oreTenor } from './ore-conventions.fixture.ts'
import { at, listAt, type OreExample, type OreNode, textAt } from './ore-example.fixture.ts'

/** The curves of an example, each built once from its quotes; `name` as its configuration calls it, such as EUR6M. */
export function oreCurves(example: OreExample): (name: string) => DatedCurve {
  const built = new Map<string, DatedCurve>()
  const curveOf = (name: string): DatedCurve => {
    const known = built.get(name)
    if (known !== undefined) return known
    const curve = builtCurve(example, name, curveOf)
    built.set(name, curve)
    return curve
  }
  return curveOf
}

function builtCurve(example: OreExample, name: string, curveOf: (name: string) => DatedCurve): DatedCurve {
  const config = listAt(at(example.curveConfigs, 'YieldCurves'), 'YieldCurve').find(
    (node) => textAt(node, 'CurveId') === name,
  )
  if (config === undefined) throw new Error(`no curve ${name} is configured`)
  const dayCount = oreDayCount(textAt(config, 'YieldCurveDayCounter') || 'A365')
  const axis = timeAxis(example.asOf, dayCount)
  const segments = Object.values(at(config, 'Segments')).flat() as readonly OreNode[]
  const type = textAt(segments[0], 'Type')
  const dated = (curve: DatedCurve['curve']): DatedCurve => ({ referenceDay: example.asOf, dayCount, curve })
  if (type === 'Zero' || type === 'Zero Spread') {
    const nodes = zeroNodes(example, segments[0])
    const times = nodes.map(({ day }) => axis.timeOf(day))
    if (type === 'Zero') {
      return dated(
        logLinearDiscountCurve(
          times,
          nodes.map(({ discountFactor }) => discountFactor),
        ),
      )
    }
    const reference = curveOf(textAt(segments[0], 'ReferenceCurve'))
    // Spreads of zero rates are continuous, linear between their days and flat beyond.
    const spread = linearZeroCurve(
      times,
      nodes.map(({ discountFactor }, i) => -Math.log(discountFactor) / times[i]),
    )
    return dated({
      discountFactor: (t) => reference.curve.discountFactor(t) * spread.discountFactor(t),
      zeroRate: (t) => reference.curve.zeroRate(t) + spread.zeroRate(t),
      instantaneousForward: (t) => reference.curve.instantaneousForward(t) + spread.instantaneousForward(t),
    })
  }
  if (type === 'FX Forward')
    return dated(crossCurrencyCurve(example, segments, { axis, tradeDay: example.asOf }, curveOf))
  const instruments = segments.flatMap((segment) => instrumentsOf(example, segment, { axis, tradeDay: example.asOf }))
  const discount = textAt(config, 'DiscountCurve')
  return dated(
    bootstrappedCurve({
      instruments,
      interpolation: 'log-linear-discount',
      known: discount === name ? {} : { discount: curveOf(discount).curve },
    }).curve,
  )
}

/**
 * The dollar under euro collateral: FX forwards by points, then basis swaps with the spread on the euro leg and the dollar
 * notional reset.
 */
function crossCurrencyCurve(
  example: OreExample,
  segments: readonly OreNode[],
  context: QuoteContext,
  curveOf: (name: string) => DatedCurve,
): DatedCurve['curve'] {
  const [forwards, swaps] = segments
  const spot = quoteOf(example, textAt(forwards, 'SpotRate'))
  const convention = conventionOf(example, forwards)
  const market = {
    calendar: oreCalendar(textAt(convention, 'AdvanceCalendar')),
    spotLagDays: Number(textAt(convention, 'SpotDays')),
    convention: 'following',
    endOfMonth: false,
  } as const
  const fx = quoteKeys(forwards).map((key) => {
    const forward = spot + quoteOf(example, key) / Number(textAt(convention, 'PointsFactor'))
    const term = { tenor: oreTenor(key.slice(key.lastIndexOf('/') + 1)) }
    return fxForwardInstrument(context, { id: key, spot: 1 / spot, forward: 1 / forward, term }, market)
  })
  const basis = conventionOf(example, swaps)
  const legOf = (name: string) => {
    const { tenor, dayCount } = oreIndex(textAt(basis, name))
    return { tenor, dayCount, convention: oreAdjustment(textAt(basis, 'RollConvention')), paymentLagDays: 0 }
  }
  const swapMarket = {
    calendar: oreCalendar(textAt(basis, 'SettlementCalendar')),
    spotLagDays: Number(textAt(basis, 'SettlementDays')),
    endOfMonth: false,
    floating: legOf('FlatIndex'),
    fixed: legOf('SpreadIndex'),
  }
  const basisSwaps = quoteKeys(swaps).map((key) => {
    const term = { tenor: oreTenor(key.slice(key.lastIndexOf('/') + 1)) }
    const legs = { resetting: true, spreadLeg: 'domestic', resettingLeg: 'foreign' } as const
    return crossCurrencySwapInstrument(context, { id: key, spread: quoteOf(example, key), term, ...legs }, swapMarket)
  })
  return bootstrappedCurve({
    instruments: [...fx, ...basisSwaps],
    interpolation: 'log-linear-discount',
    known: {
      discount: curveOf(textAt(forwards, 'DiscountCurve')).curve,
      projection: curveOf(textAt(swaps, 'ProjectionCurveDomestic')).curve,
      otherProjection: curveOf(textAt(swaps, 'ProjectionCurveForeign')).curve,
    },
  }).curve
}

/** A convention by its id. */
function conventionOf(example: OreExample, segment: OreNode): OreNode {
  const id = textAt(segment, 'Conventions')
  const found = example.conventions.find((node) => textAt(node, 'Id') === id)
  if (found === undefined) throw new Error(`there are no conventions ${id}`)
  return found
}

const quoteKeys = (segment: OreNode): readonly string[] =>
  listAt(at(segment, 'Quotes'), 'Quote').map((node) => (typeof node === 'string' ? node : textAt(node, '#text')))

function quoteOf(example: OreExample, key: string): number {
  const quote = example.quotes.get(key)
  if (quote === undefined) throw new Error(`the market has no quote ${key}`)
  return quote
}

/** Days and discount factors of quoted zero rates. */
function zeroNodes(example: OreExample, segment: OreNode): readonly { day: Day; discountFactor: number }[] {
  const convention = conventionOf(example, segment)
  const dayCount = oreDayCount(textAt(convention, 'DayCounter'))
  const calendar = oreCalendar(textAt(convention, 'TenorCalendar'))
  const adjustment = oreAdjustment(textAt(convention, 'RollConvention') || 'F')
  const spot = addBusinessDays(example.asOf, Number(textAt(convention, 'SpotLag')), calendar)
  return quoteKeys(segment).map((key) => {
    const tenor = oreTenor(key.slice(key.lastIndexOf('/') + 1))
    const day = adjustedDay(addTenor(spot, tenor), adjustment, calendar)
    const product = quoteOf(example, key) * yearFraction(dayCount, example.asOf, day)
    const simple = textAt(convention, 'Compounding') === 'Simple'
    return { day, discountFactor: simple ? 1 / (1 + product) : Math.exp(-product) }
  })
}

function instrumentsOf(example: OreExample, segment: OreNode, context: QuoteContext): readonly BootstrapInstrument[] {
  const keys = quoteKeys(segment)
  if (keys.length === 0) return []
  const convention = conventionOf(example, segment)
  const index = oreIndex(textAt(convention, 'Index'))
  const type = textAt(segment, 'Type')
  const frequencies = { Annual: '1Y', Semiannual: '6M', Quarterly: '3M' }
  const fixedTenor = oreTenor(
    frequencies[(textAt(convention, 'FixedFrequency') || 'Annual') as keyof typeof frequencies],
  )
  return keys.map((key): BootstrapInstrument => {
    const [, , , third, fourth, fifth] = key.split('/')
    const rate = quoteOf(example, key)
    switch (type) {
      case 'Deposit': {
        const market = { ...index, spotLagDays: oreTenor(third).count }
        return depositInstrument(context, { id: key, kind: 'deposit', rate, term: { tenor: oreTenor(fourth) } }, market)
      }
      case 'FRA': {
        const market = { ...index, spotLagDays: index.fixingDays }
        const term = { forwardStart: oreTenor(third), tenor: oreTenor(fourth) }
        return depositInstrument(context, { id: key, kind: 'fra', rate, term }, market)
      }
      case 'OIS': {
        const leg = {
          tenor: fixedTenor,
          dayCount: oreDayCount(textAt(convention, 'FixedDayCounter')),
          convention: oreAdjustment(textAt(convention, 'FixedConvention')),
          paymentLagDays: Number(textAt(convention, 'PaymentLag')),
        }
        const market = {
          calendar: index.calendar,
          spotLagDays: Number(textAt(convention, 'SpotLag')),
          endOfMonth: textAt(convention, 'EOM') === 'true',
          fixed: leg,
          floating: leg,
        }
        return swapInstrument(context, { id: key, kind: 'ois', rate, term: { tenor: oreTenor(fifth) } }, market)
      }
      case 'Swap': {
        const fixed = {
          tenor: fixedTenor,
          dayCount: oreDayCount(textAt(convention, 'FixedDayCounter')),
          convention: oreAdjustment(textAt(convention, 'FixedConvention')),
          paymentLagDays: 0,
        }
        const { tenor, dayCount, convention: adjustment } = index
        const floating = { tenor, dayCount, convention: adjustment, paymentLagDays: 0 }
        const market = {
          calendar: oreCalendar(textAt(convention, 'FixedCalendar')),
          spotLagDays: index.fixingDays,
          endOfMonth: false,
          fixed,
          floating,
        }
        return swapInstrument(context, { id: key, kind: 'swap', rate, term: { tenor: oreTenor(fifth) } }, market)
      }
      default:
        throw new Error(`instruments of type ${type} are not mapped`)
    }
  })
}
