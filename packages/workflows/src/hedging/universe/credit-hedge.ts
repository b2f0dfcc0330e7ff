import type { HedgeFamily, HedgeInstrument } from './hedge-instrument.ts'
import { type Ageing, premiumOf, spotOf, unitDealing, type UniverseContext } from './universe-context.ts'

/** A credit hedge on `name`, an issuer, index or bucket, from its legs; `ageing` in base currency, of the premium. */
export function creditHedge(
  context: UniverseContext,
  family: HedgeFamily,
  name: string,
  label: string,
  currency: string,
  legs: HedgeInstrument['legs'],
  ageing: (premium: number) => Ageing,
): HedgeInstrument {
  const { market, mandate } = context
  const tenorYears = mandate.instruments.credit.tenor_years
  const notionalInBase = spotOf(market, currency)
  const premium = premiumOf(legs, market, notionalInBase)
  return {
    id: family === 'total-return-swap' ? `${family}:${plain(name)}` : `${family}:${plain(name)}:${tenorYears}`,
    label,
    reference: name,
    domain: 'credit',
    family,
    currency,
    tenorYears,
    legs,
    premium,
    notionalInBase,
    direction: 'positive',
    ...ageing(premium),
    dealing: unitDealing(context, family, notionalInBase),
  }
}

/** A name as a part of an id: letters, digits, dots and hyphens. */
const plain = (name: string): string => name.replaceAll(/[^\p{L}\p{N}.]+/gu, '-')
