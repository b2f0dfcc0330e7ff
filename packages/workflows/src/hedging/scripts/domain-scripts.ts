import type { SpecialistResults, SpecialistScript } from '../../specialists/index.ts'
import type { DomainResult } from '../analyses/domain-specialists.ts'
import type { PortfolioManagerResult } from '../analyses/portfolio-manager.ts'
import { citing, listed, moneyFormat } from './cited.ts'
import { domainCalls, domainFigures, domainParagraph, hasHedges } from './domain-script.ts'

const exposure = citing('portfolio-manager')
const proposals = ['change-hedge', 'exclude-instrument', 'view', 'further-stress', 'search-region'] as const
const noForecast =
  'Carry is counted as it stands today and is no forecast; strategies are judged alone here and together only in the packages.'

/** Words on a kind of hedge where there is one, and what holds for all. */
const cautions = (words: string, domains: readonly DomainResult[]): string =>
  domains.some(hasHedges)
    ? `${words} ${noForecast}`
    : 'No hedge of this kind stands for choice: nothing here goes into the packages.'

/** What the currency hedger says and may look up. */
export const fxHedgerScript: SpecialistScript = {
  operations: ['fx/', 'rates/cross-currency-swap', 'risk/minimum-variance-hedge', 'risk/hedge-effectiveness'],
  changes: proposals,
  figures: domainFigures('currency'),
  brief: (result, results) => {
    const { currency } = result as { readonly currency: DomainResult }
    const { exposures } = managerOf(results)
    const open = exposures.currencies
      .slice(0, -1)
      .flatMap(({ net }, i) =>
        net === 0
          ? []
          : [
              `${exposure('text', 'exposures', 'currencies', i, 'currency')} ${exposure(moneyFormat(net), 'exposures', 'currencies', i, 'net')}`,
            ],
      )
    return [
      open.length === 0
        ? 'Net of liabilities and of the hedges in place no foreign currency is open.'
        : `Net of liabilities and of the hedges in place the fund is open in ${listed(open)}.`,
      domainParagraph('fx-hedger', 'currency', currency),
      cautions('Forwards and swaps give up both sides of a move, options the losing side alone for a premium.', [
        currency,
      ]),
    ].join('\n\n')
  },
  calls: (result) => domainCalls('fx-hedger', 'currency', (result as { readonly currency: DomainResult }).currency),
}

/** What the interest rate specialist says and may look up. */
export const ratesSpecialistScript: SpecialistScript = {
  operations: ['rates/', 'curves/', 'risk/key-rate-match', 'risk/duration-convexity-change', 'bonds/bond-future'],
  changes: proposals,
  figures: [...domainFigures('rates'), ...domainFigures('inflation')],
  brief: (result, results) => {
    const { rates, inflation } = result as Readonly<Record<'rates' | 'inflation', DomainResult>>
    const { exposures } = managerOf(results)
    const ladders = exposures.rates
      .map(({ parallel: { net } }, i) => ({ net, i }))
      .toSorted((a, b) => Math.abs(b.net) - Math.abs(a.net))
      .slice(0, 2)
      .map(
        ({ net, i }) =>
          `${exposure(moneyFormat(net), 'exposures', 'rates', i, 'parallel', 'net')} in ${exposure('text', 'exposures', 'rates', i, 'currency')}`,
      )
    return [
      `The duration gap before new hedges is ${exposure('years 2', 'exposures', 'duration', 'gapYears')}. ` +
        (ladders.length === 0
          ? 'No curve moves the surplus.'
          : `A basis point off all yields of a curve is worth ${listed(ladders)} to the surplus${exposures.rates.length > ladders.length ? '; other curves move it less' : ''}.`),
      domainParagraph('rates-specialist', 'rates', rates),
      domainParagraph('rates-specialist', 'inflation', inflation),
      cautions(
        'Hedges of curves are sized key rate by key rate; what is left comes from the tenors that may be dealt.',
        [rates, inflation],
      ),
    ].join('\n\n')
  },
  calls: (result, results) => {
    const { rates, inflation } = result as Readonly<Record<'rates' | 'inflation', DomainResult>>
    const { assets, duration } = managerOf(results).exposures
    const change = {
      tool: 'risk_duration-convexity-change',
      input: {
        price: assets,
        modifiedDuration: duration.assetsYears,
        convexity: duration.assetsConvexity,
        yieldShock: -0.01,
      },
    }
    return [
      ...domainCalls('rates-specialist', 'rates', rates),
      ...domainCalls('rates-specialist', 'inflation', inflation),
      ...(assets > 0 ? [change] : []),
    ]
  },
}

/** What the credit analyst says and may look up. */
export const creditAnalystScript: SpecialistScript = {
  operations: ['credit/', 'risk/spread-stress'],
  changes: proposals,
  figures: domainFigures('credit'),
  brief: (result, results) => {
    const { credit } = result as { readonly credit: DomainResult }
    const { total } = managerOf(results).exposures.credit
    return [
      total === 0
        ? 'The fund has no sensitivity to credit spreads.'
        : `For spreads a basis point wider the fund ${total > 0 ? 'loses' : 'gains, shown as a negative loss,'} ${exposure(moneyFormat(total), 'exposures', 'credit', 'total')}.`,
      domainParagraph('credit-analyst', 'credit', credit),
      cautions(
        'Protection on an index moves with its bucket and not with a single name; a default is examined apart, after the choice.',
        [credit],
      ),
    ].join('\n\n')
  },
  calls: (result) => domainCalls('credit-analyst', 'credit', (result as { readonly credit: DomainResult }).credit),
}

function managerOf(results: SpecialistResults): PortfolioManagerResult {
  return results['portfolio-manager'] as PortfolioManagerResult
}
