import type { CitableFigure, ScriptedCall, SpecialistScript } from '../../specialists/index.ts'
import type { PortfolioManagerResult } from '../analyses/portfolio-manager.ts'
import { citable, citing, listed, moneyFormat } from './cited.ts'
import { groupWords } from './group-words.ts'

const name = 'portfolio-manager'
const cite = citing(name)
/** Groups that are named as where the risk comes from. */
const shownGroups = 3

/** What the portfolio manager says of the fund before any hedge, and may look up. */
export const portfolioManagerScript: SpecialistScript = {
  operations: ['risk/duration-convexity-change', 'risk/funding-ratio-change', 'bonds/yield-analytics', 'curves/rates'],
  changes: ['view', 'further-stress', 'cost-of-capital'],
  figures: [...balanceFigures(), ...sensitivityFigures(), ...riskFigures(), ...objectiveFigures()],
  brief: (result) => brief(result as PortfolioManagerResult),
  calls: (result) => calls(result as PortfolioManagerResult),
}

function brief({ exposures, objectives }: PortfolioManagerResult): string {
  const { surplus, duration, risk, currencies, major, counterparties } = exposures
  const money = (value: number, ...keys: readonly (string | number)[]) => cite(moneyFormat(value), ...keys)
  const standing =
    `The fund holds assets of ${money(exposures.assets, 'exposures', 'assets')} against liabilities of ` +
    `${money(exposures.liabilities, 'exposures', 'liabilities')}. What is left, ${money(surplus, 'exposures', 'surplus')}, is a ` +
    `${surplus < 0 ? 'deficit' : 'surplus'}; the funded ratio is ${cite('percent 1', 'exposures', 'fundedRatio')}. ` +
    `Its duration gap is ${cite('years 2', 'exposures', 'duration', 'gapYears')}: ` +
    (duration.gapYears < 0
      ? 'the liabilities are the more sensitive side, so that the surplus suffers when yields come down.'
      : 'the assets are the more sensitive side, so that the surplus suffers when yields go up.')
  const at = ['exposures', 'risk'] as const
  const leading = risk.contributions
    .flatMap(({ group, contribution }, i) => (group === 'interaction' ? [] : [{ group, contribution, i }]))
    .toSorted((a, b) => b.contribution - a.contribution)
    .filter(({ contribution }) => contribution > 0)
    .slice(0, shownGroups)
    .map(({ group, i }) => `${groupWords[group]} (${cite('percent 0', ...at, 'contributions', i, 'share')})`)
  const atRisk =
    `At the confidence of ${cite('percent 0', ...at, 'confidence')} its funded status at risk over ${cite(risk.horizonYears % 1 === 0 ? 'years 0' : 'years 2', ...at, 'horizonYears')} is ` +
    `${money(risk.fundedStatusAtRisk.value, ...at, 'fundedStatusAtRisk')}; beyond it the mean shortfall is ` +
    `${money(risk.expectedShortfall.value, ...at, 'expectedShortfall')}. ` +
    (leading.length === 0
      ? 'No group of factors adds to it.'
      : `It comes first of all from ${listed(leading)}${restWords(risk)}.`)
  const open = currencies
    .slice(0, -1)
    .map(({ currency, net }, i) => ({ currency, net, i }))
    .filter(({ net }) => net !== 0)
    .toSorted((a, b) => Math.abs(b.net) - Math.abs(a.net))
    .slice(0, 3)
    .map(
      ({ net, i }) =>
        `${cite('text', 'exposures', 'currencies', i, 'currency')} ${money(net, 'exposures', 'currencies', i, 'net')}`,
    )
  const wanted = objectives.domains.flatMap(({ domain, aim }) => (aim === 'hedge' ? [groupWords[domain]] : []))
  const asked =
    (open.length === 0
      ? 'No foreign currency is open net of liabilities. '
      : `Open net of liabilities and of the hedges in place: ${listed(open)}. `) +
    `${major.length === 0 ? 'The mandate counts no group as major' : `Counted as major by the mandate, by their share of the variance or because it names them: ${listed(major.map((group) => groupWords[group]))}`}; ` +
    (wanted.length === 0 ? 'no specialist is asked for a hedge. ' : `hedges are asked for on ${listed(wanted)}. `) +
    `Packages are judged by annual cost plus a cost of capital of ${cite('percent 1', 'objectives', 'costOfCapital')} on the risk that is left.`
  const beyond = counterparties.filter(({ within }) => !within).map(({ counterparty }) => counterparty)
  const cautions =
    'The errors shown are those of sampling: they do not cover the uncertainty of the model, and scenarios move today’s market at once.' +
    (beyond.length === 0
      ? ' Every counterparty stands within its limit before new hedges.'
      : ` Before any new hedge some counterparties are beyond their limits already: ${beyondWords(exposures)}.`)
  return [standing, atRisk, asked, cautions].join('\n\n')
}

/** What the leading groups leave: further groups that add, and those that take away. */
function restWords({ contributions }: PortfolioManagerResult['exposures']['risk']): string {
  const adding = contributions.filter(({ group, contribution }) => group !== 'interaction' && contribution > 0)
  const easing = contributions.filter(({ contribution }) => contribution < 0).map(({ group }) => partWords(group))
  return [
    ...(adding.length > shownGroups ? ['smaller parts from others'] : []),
    ...(contributions.some(({ group, contribution }) => group === 'interaction' && contribution > 0)
      ? ['the interaction of the groups adds to it']
      : []),
    ...(easing.length === 0 ? [] : [`${listed(easing)} ${easing.length === 1 ? 'takes' : 'take'} away from it`]),
  ]
    .map((words) => `; ${words}`)
    .join('')
}

function partWords(group: PortfolioManagerResult['exposures']['risk']['contributions'][number]['group']): string {
  return group === 'interaction' ? 'the interaction of the groups' : groupWords[group]
}

function beyondWords({ counterparties }: PortfolioManagerResult['exposures']): string {
  return listed(
    counterparties.flatMap(({ within }, i) =>
      within ? [] : [cite('text', 'exposures', 'counterparties', i, 'counterparty')],
    ),
  )
}

function calls({ exposures }: PortfolioManagerResult): ScriptedCall[] {
  const { assets, liabilities, duration } = exposures
  const shock = (price: number, modifiedDuration: number, convexity: number): ScriptedCall => ({
    tool: 'risk_duration-convexity-change',
    input: { price, modifiedDuration, convexity, yieldShock: -0.01 },
  })
  return [
    { tool: 'read_result', input: { at: `${name}#/exposures/risk` } },
    ...(assets > 0 ? [shock(assets, duration.assetsYears, duration.assetsConvexity)] : []),
    ...(liabilities > 0 ? [shock(liabilities, duration.liabilitiesYears, duration.liabilitiesConvexity)] : []),
  ]
}

function balanceFigures(): CitableFigure[] {
  return [
    citable('/exposures/assets', 'value of the assets', 'money', 0),
    citable('/exposures/liabilities', 'value of the liabilities', 'money', 0),
    citable('/exposures/surplus', 'assets less liabilities', 'money', 0),
    citable('/exposures/fundedRatio', 'funded ratio', 'percent', 1),
    citable('/exposures/currencies/*/assets', 'assets in a currency', 'money', 0),
    citable('/exposures/currencies/*/liabilities', 'liabilities in a currency', 'money', 0),
    citable('/exposures/currencies/*/derivatives', 'hedges in place in a currency', 'money', 0),
    citable('/exposures/currencies/*/net', 'currency exposure net of liabilities', 'money', 0),
    citable('/exposures/currencies/*/netShareOfAssets', 'net currency exposure over assets', 'percent', 1),
    citable('/exposures/counterparties/*/markToMarket', 'market value with a counterparty', 'money', 1),
    citable('/exposures/counterparties/*/potentialExposure', 'potential exposure to a counterparty', 'money', 1),
    citable('/exposures/counterparties/*/limit', 'limit of a counterparty', 'money', 1),
    citable('/exposures/counterparties/*/slack', 'what is left of a counterparty’s limit', 'money', 1),
  ]
}

function sensitivityFigures(): CitableFigure[] {
  const ladders = (['rates', 'inflation'] as const).flatMap((group) => {
    const gain = group === 'rates' ? 'for yields a basis point lower' : 'for break-evens a basis point higher'
    return ['parallel', 'keyRates/*'].flatMap((part) => [
      citable(`/exposures/${group}/*/${part}/assets`, `gain of the assets ${gain}`, 'money', 3, 'gain'),
      citable(`/exposures/${group}/*/${part}/liabilities`, `rise of the liabilities ${gain}`, 'money', 3, 'change'),
      citable(`/exposures/${group}/*/${part}/net`, `gain of the surplus ${gain}`, 'money', 3, 'gain'),
      citable(`/exposures/${group}/*/${part}/hedgeRatio`, `hedge ratio of ${groupWords[group]}`, 'percent', 0),
    ])
  })
  const loss = 'loss for spreads a basis point wider'
  return [
    ...ladders,
    citable('/exposures/credit/total', loss, 'money', 3, 'loss'),
    ...['byRating', 'bySector', 'byBucket'].map((by) =>
      citable(`/exposures/credit/${by}/*/cs01`, loss, 'money', 3, 'loss'),
    ),
    citable('/exposures/equity/total', 'equity exposure, beta-adjusted', 'money', 0),
    citable('/exposures/equity/byIndex/*/delta', 'exposure to an equity index', 'money', 0),
    citable('/exposures/volatility/*/vega', 'gain for a volatility a point higher', 'money', 3, 'gain'),
    citable('/exposures/duration/assetsYears', 'duration of the assets', 'years', 1),
    citable('/exposures/duration/liabilitiesYears', 'duration of the liabilities', 'years', 1),
    citable('/exposures/duration/gapYears', 'duration gap over assets', 'years', 2),
    citable('/exposures/duration/assetsConvexity', 'convexity of the assets, years squared', 'ratio', 0),
    citable('/exposures/duration/liabilitiesConvexity', 'convexity of the liabilities, years squared', 'ratio', 0),
  ]
}

function riskFigures(): CitableFigure[] {
  return [
    citable('/exposures/risk/confidence', 'confidence of the risk figures', 'percent', 0),
    citable('/exposures/risk/horizonYears', 'horizon of the risk figures', 'years', 0),
    citable('/exposures/risk/fundedStatusAtRisk', 'funded status at risk', 'money', 0, 'loss'),
    citable('/exposures/risk/expectedShortfall', 'expected shortfall', 'money', 0, 'loss'),
    citable('/exposures/risk/surplusVolatility', 'volatility of the surplus', 'money', 0),
    citable('/exposures/risk/contributions/*/contribution', 'part of the funded status at risk', 'money', 0, 'loss'),
    citable('/exposures/risk/contributions/*/share', 'share of the funded status at risk', 'percent', 0),
    citable('/exposures/risk/contributions/*/alone', 'value at risk of a group alone', 'money', 0, 'loss'),
    citable('/exposures/risk/contributions/*/varianceShare', 'share of the surplus variance', 'percent', 0),
  ]
}

function objectiveFigures(): CitableFigure[] {
  return [
    citable('/objectives/costOfCapital', 'cost of capital a year', 'percent', 1),
    citable('/objectives/confidence', 'confidence asked for', 'percent', 0),
    citable('/objectives/horizonYears', 'horizon asked for', 'years', 0),
    citable('/objectives/holdingYears', 'holding period', 'years', 0),
    citable('/objectives/effectivenessTarget', 'effectiveness asked for', 'percent', 0),
    citable('/objectives/totalCostLimit', 'limit on the cost a year', 'money', 1),
    citable('/objectives/domains/*/varianceShare', 'share of the surplus variance', 'percent', 0),
    citable('/objectives/domains/*/targetRatio', 'hedge ratio aimed at', 'percent', 0),
    citable('/objectives/domains/*/minimumEffectiveness', 'least effectiveness allowed', 'percent', 0),
    citable('/objectives/domains/*/costLimitPercent', 'limit on the cost a year, of assets', 'percentage', 2),
    citable('/objectives/domains/*/maximumDurationGapYears', 'largest duration gap allowed', 'years', 2),
  ]
}
