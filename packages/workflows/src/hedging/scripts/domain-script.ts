import type { CitableFigure, ScriptedCall } from '../../specialists/index.ts'
import type { DomainResult } from '../analyses/domain-specialists.ts'
import type { Strategy } from '../strategies/index.ts'
import type { HedgeDomain } from '../universe/index.ts'
import { citable, citing, moneyFormat } from './cited.ts'
import { groupWords } from './group-words.ts'

/** What of a domain's strategies and stresses may be cited. */
export function domainFigures(domain: HedgeDomain): CitableFigure[] {
  const word = groupWords[domain]
  return [
    ...['strategies', 'setAside'].flatMap((list) => {
      const at = `/${domain}/set/${list}/*`
      return [
        citable(`${at}/ratio`, 'share of the exposure that a strategy is sized for', 'percent', 0),
        citable(`${at}/effectiveness`, `effectiveness of a strategy on ${word}`, 'percent', 1),
        citable(`${at}/annualCost`, 'cost a year of a strategy', 'money', 2),
        citable(`${at}/notional`, 'notional of a strategy', 'money', 0),
        citable(`${at}/trades/*/quantity`, 'units of an instrument, in its own currency', 'money', 1),
      ]
    }),
    citable(
      `/${domain}/stresses/stresses/*/unhedged`,
      'change of the surplus in a stress, unhedged',
      'money',
      1,
      'change',
    ),
    citable(
      `/${domain}/stresses/strategies/*/changes/*`,
      'change of the surplus in a stress, hedged',
      'money',
      1,
      'change',
    ),
  ]
}

/**
 * One domain in a paragraph: what is recommended, what it costs and holds, how it stands in the worst stress of its group, and
 * what cannot be hedged.
 */
export function domainParagraph(specialist: string, domain: HedgeDomain, { set, stresses }: DomainResult): string {
  const cite = citing(specialist)
  const place = set.strategies.findIndex(({ id }) => id === set.recommended)
  const best = set.strategies[place]
  const hedged = best.trades.length > 0
  return [
    hedged ? recommendationWords(cite, domain, set, place) : noHedgeWords(cite, domain, set),
    limitWords(cite, domain, best, place),
    worstStress(cite, domain, stresses, best),
    unhedgeable(cite, domain, set),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function recommendationWords(
  cite: ReturnType<typeof citing>,
  domain: HedgeDomain,
  { strategies }: DomainResult['set'],
  place: number,
): string {
  const { notional, annualCost, effectiveness } = strategies[place]
  const at = [domain, 'set', 'strategies', place] as const
  return (
    `For ${groupWords[domain]} the recommendation among ${cite('length', domain, 'set', 'strategies')} strategies handed on, no hedge being one of them, is “${cite('text', ...at, 'label')}”, ` +
    `with a notional of ${cite(moneyFormat(notional), ...at, 'notional')} and ${annualCost === 0 ? 'no cost' : `a cost of ${cite(moneyFormat(annualCost), ...at, 'annualCost')} a year`}` +
    (effectiveness === null
      ? '.'
      : `; on its own factors its effectiveness is ${cite('percent 1', ...at, 'effectiveness')}.`)
  )
}

function noHedgeWords(
  cite: ReturnType<typeof citing>,
  domain: HedgeDomain,
  { strategies, reasons }: DomainResult['set'],
): string {
  if (strategies.length > 1) {
    return `Of ${cite('length', domain, 'set', 'strategies')} strategies handed on for ${groupWords[domain]}, that of no hedge is recommended.`
  }
  return `For ${groupWords[domain]} there is no hedge to recommend. ${reasons.length === 0 ? '' : cite('text', domain, 'set', 'reasons', 0)}`.trim()
}

function limitWords(
  cite: ReturnType<typeof citing>,
  domain: HedgeDomain,
  { limits, trades }: Strategy,
  place: number,
): string {
  const broken = limits.flatMap(({ met }, i) => (met ? [] : [i]))
  const holder = trades.length > 0 ? 'It' : 'The fund as it stands'
  if (limits.length === 0) return ''
  if (broken.length === 0) return `${holder} keeps every limit of the domain.`
  const labels = broken.map((i) => cite('text', domain, 'set', 'strategies', place, 'limits', i, 'label'))
  return `${holder} does not keep these limits of the domain: ${labels.join('; ')}.`
}

function worstStress(
  cite: ReturnType<typeof citing>,
  domain: HedgeDomain,
  { stresses, strategies }: DomainResult['stresses'],
  { id: recommended, trades }: Strategy,
): string {
  if (stresses.length === 0) return ''
  const worst = stresses.reduce((least, { unhedged }, i) => (unhedged < stresses[least].unhedged ? i : least), 0)
  const { unhedged } = stresses[worst]
  if (unhedged >= 0) return 'None of the stresses of this group hurts the surplus.'
  const stress = cite('text', domain, 'stresses', 'stresses', worst, 'label')
  const before = cite(moneyFormat(unhedged), domain, 'stresses', 'stresses', worst, 'unhedged')
  if (trades.length === 0) return `In the stress that hurts most (${stress}) the surplus would change by ${before}.`
  const own = strategies.findIndex(({ id }) => id === recommended)
  const hedged = strategies[own].changes[worst]
  const after = cite(moneyFormat(hedged), domain, 'stresses', 'strategies', own, 'changes', worst)
  return (
    `In the stress that hurts most (${stress}) the surplus would change by ${before} without a hedge and by ${after} with it` +
    (hedged > unhedged ? '.' : ': the strategy does not help there.')
  )
}

function unhedgeable(
  cite: ReturnType<typeof citing>,
  domain: HedgeDomain,
  { unhedgeable: left }: DomainResult['set'],
): string {
  if (left.length === 0) return ''
  return `What cannot be hedged here: ${left.map((_, i) => cite('text', domain, 'set', 'unhedgeable', i)).join(' ')}`
}

/** Whether a domain has a hedge that stands for choice. */
export function hasHedges({ set }: DomainResult): boolean {
  return set.strategies.some(({ trades }) => trades.length > 0)
}

/** The strategies and stresses of a domain, looked up as they are. */
export function domainCalls(specialist: string, domain: HedgeDomain, { set }: DomainResult): ScriptedCall[] {
  const place = set.strategies.findIndex(({ id }) => id === set.recommended)
  return [
    { tool: 'read_result', input: { at: `${specialist}#/${domain}/set/strategies/${place}` } },
    { tool: 'read_result', input: { at: `${specialist}#/${domain}/stresses` } },
  ]
}
