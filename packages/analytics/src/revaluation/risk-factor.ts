/** Groups of risk factors, in the order in which figures by group are given. */
export const factorGroups = ['rates', 'inflation', 'currency', 'credit', 'equity', 'volatility'] as const
export type FactorGroup = (typeof factorGroups)[number]

/**
 * One thing that moves in a scenario. The unit of its change:
 * - rates: absolute change of the continuously compounded zero rate at `years`; between factors linear in the years, beyond
 *   the first and last flat;
 * - inflation: the same of the continuously compounded zero break-even rate;
 * - currency: change of the logarithm of the value of one unit in the base currency;
 * - equity: change of the logarithm of the index level, in the index's own currency;
 * - credit: absolute change of the spread of a bucket of issuers, over continuously compounded rates;
 * - volatility: absolute change of an implied volatility (`equity:INDEX` and `fx:CUR` lognormal, `rate:CUR` normal).
 */
export type RiskFactor =
  | { readonly group: 'rates'; readonly currency: string; readonly years: number }
  | { readonly group: 'inflation'; readonly currency: string; readonly years: number }
  | { readonly group: 'currency'; readonly currency: string }
  | { readonly group: 'credit'; readonly bucket: string }
  | { readonly group: 'equity'; readonly index: string }
  | { readonly group: 'volatility'; readonly surface: string }

/** The name of a factor, unique in a set: `rates:USD:10`, `currency:EUR`, `credit:USD-BBB`, `volatility:fx:EUR`. */
export function factorName(factor: RiskFactor): string {
  switch (factor.group) {
    case 'rates':
    case 'inflation':
      return `${factor.group}:${factor.currency}:${factor.years}`
    case 'currency':
      return `currency:${factor.currency}`
    case 'credit':
      return `credit:${factor.bucket}`
    case 'equity':
      return `equity:${factor.index}`
    case 'volatility':
      return `volatility:${factor.surface}`
  }
}
