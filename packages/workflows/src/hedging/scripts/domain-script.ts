import type { CitableFigure, ScriptedCall } from '../../specialists/index.ts'
import type { DomainResult } from '../analyses/domain-specialists.ts'
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
  const money = (value: number, ...keys: readonly (string | number)[]) => cite(moneyFormat(value), ...keys)
  const place = set.strategies.findIndex(({ id }) => id === set.recommended)
  const best = set.strategies[place]
  const at = [domain, 'set', 'strategies', place] as const
  const limits = best.limits.filter(({ met }) => !met)
  const label = cite('text', ...at, 'label')
  const opening =
    best.trades.length === 0
      ? `For ${groupWords[domain]} no hedge is recommended out of ${cite('length', domain, 'set', 'strategies')} strategies handed on.`
      : `For ${groupWords[domain]} the recommendation among ${cite('length', domain, 'set', 'strategies')} strategies handed on is “${label}”, ` +
        `with a notional of ${money(best.notional, ...at, 'notional')} and a cost of ${money(best.annualCost, ...at, 'annualCost')} a year` +
        (best.effectiveness === null
          ? '.'
          : `; on its own factors its effectiveness is ${cite('percent 1', ...at, 'effectiveness')}.`)
  const broken =
    limits.length === 0
      ? 'It keeps every limit of its domain.'
      : `It does not keep these limits of its domain: ${limits.map((_, i) => cite('text', ...at, 'limits', best.limits.indexOf(limits[i]), 'label')).join('; ')}.`
  return [opening, broken, worstStress(cite, domain, stresses, set.recommended), unhedgeable(cite, domain, set)]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function worstStress(
  cite: ReturnType<typeof citing>,
  domain: HedgeDomain,
  { stresses, strategies }: DomainResult['stresses'],
  recommended: string,
): string {
  if (stresses.length === 0) return ''
  const worst = stresses.reduce((least, { unhedged }, i) => (unhedged < stresses[least].unhedged ? i : least), 0)
  const { unhedged } = stresses[worst]
  if (unhedged >= 0) return 'None of the stresses of this group hurts the surplus.'
  const own = strategies.findIndex(({ id }) => id === recommended)
  const hedged = strategies[own].changes[worst]
  const hedgedSlot = cite(moneyFormat(hedged), domain, 'stresses', 'strategies', own, 'changes', worst)
  return (
    `In the stress that hurts most (${cite('text', domain, 'stresses', 'stresses', worst, 'label')}) the surplus changes by ` +
    `${cite(moneyFormat(unhedged), domain, 'stresses', 'stresses', worst, 'unhedged')} without a hedge and by ${hedgedSlot} with it` +
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

/** The strategies and stresses of a domain, looked up as they are. */
export function domainCalls(specialist: string, domain: HedgeDomain, { set }: DomainResult): ScriptedCall[] {
  const place = set.strategies.findIndex(({ id }) => id === set.recommended)
  return [
    { tool: 'read_result', input: { at: `${specialist}#/${domain}/set/strategies/${place}` } },
    { tool: 'read_result', input: { at: `${specialist}#/${domain}/stresses` } },
  ]
}
