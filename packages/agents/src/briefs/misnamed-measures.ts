import { type Clause, slotAt } from './clause.ts'
import type { FilledSlot } from './draft-reading.ts'
import type { FigureKin } from './figure-kin.ts'
import { meansMeasure } from './measure-words.ts'
import { quote } from './reason.ts'

const noun = '(?<name>(?:(?!of\\b|the\\b|and\\b)[\\p{L}-]+ ){0,2}?[\\p{L}]+(?: at risk)?)'
/** What a figure is called: "its cost is X", "the effectiveness of the collar stands at X", "a cost of X". */
const forms: readonly RegExp[] = [
  new RegExp(
    `(?:(?:^|[.;:,] )(?:and )?|(?:\\b(?:the|its|their|whose|our)|[’']s) )${noun}(?: (?:of|for|by|on) (?:the |an? |its |our |this )?(?:[\\p{L}\\d-]+ ){1,2}?)? ?(?:is|are|was|stands at|(?:amount|come|run)s? to|equals|would be|will be)(?: (?:about|some|roughly|only|just|around|now|then|thus|still))* $`,
    'iu',
  ),
  new RegExp(`\\b(?:an?|the|its|their) ${noun} of (?:about |some |roughly |only |just |around )?$`, 'iu'),
]

/** Whose change a figure is: "the volatility falls by X", "the change in volatility is X". */
const changeForms: readonly RegExp[] = [
  new RegExp(
    `(?:^|[.;:,] |\\b(?:the|its|their|our|and|that|while|whereas|but) )${noun}(?: of (?:the |our )?(?:[\\p{L}-]+ ){1,2}?)? ?(?:(?:would|will|could|may|thus|then|also) )*(?:changes?|moves?|shifts?|differs?|rises?|falls?|declines?|drops?|increases?|decreases?|improves?|climbs?|grows?|shrinks?|eases?|comes? down|goes? up|goes? down) by (?:about |some |roughly )?$`,
    'iu',
  ),
  new RegExp(
    `\\b(?:change|rise|fall|decline|drop|increase|decrease|reduction|improvement|cut) (?:in|of) (?:the |our |its )?${noun}(?: of (?:the |our )?(?:[\\p{L}-]+ ){1,2}?)? ?(?:is|of|by|amounts to|comes to|,|would be) ?$`,
    'iu',
  ),
]

/** Words for measures that may stand for one another, or that say too little to be wrong. */
const families: readonly RegExp[] = [
  /\b(?:cost|price|expense|charge|fee|drag|impact|spread)/,
  /\b(?:saving|gain|benefit|profit|return|surplus|pick|difference|performance)/,
  /\b(?:volatility|deviation|risk|dispersion|error)/,
  /\b(?:loss|drawdown|shortfall|risk|value|stress|damage|change|exposure)/,
  /\b(?:weight|share|allocation|ratio|part|position|holding|proportion|exposure|notional|turnover)/,
  /\b(?:horizon|period|holding|window)/,
  /\b(?:tenor|roll|maturity|term)/,
  /\b(?:duration|gap)/,
]

/**
 * Figures that are called by the measure of another one: "its effectiveness is" before a cost. `labels` are those of all figures
 * that may be cited; a name that is none of theirs is left alone.
 */
export function misnamedMeasures(
  clause: Clause,
  kinOf: (slot: FilledSlot) => FigureKin | undefined,
  labels: readonly string[],
): string[] {
  return [...clause.text.matchAll(/\ue000/g)].flatMap(({ index }) => {
    const slot = slotAt(clause, index)
    const own = slot.citable
    if (own === undefined) return []
    const ahead = clause.text
      .slice(Math.max(0, index - 120), index)
      .split('\ue000')
      .at(-1)!
    const wanted = own.sense === 'change' ? changeForms : forms
    const found = wanted.map((form) => form.exec(ahead)).find((match) => match !== null)
    const name = found?.groups?.['name']
    if (found === undefined || name === undefined) return []
    if (
      own.sense !== 'change' &&
      found[0].split(/[^\p{L}]+/u).some((word) => word !== '' && meansMeasure(word, own.label))
    )
      return []
    const said = name
      .toLowerCase()
      .replace(/ at risk$/, '')
      .split(/\s+/)
      .at(-1)!
    const others = labels.filter(
      (label) => meansMeasure(said, label) || (own.sense === 'change' && label.toLowerCase().includes(said)),
    )
    // an item may be called by what it measures: the limit on "cost a year of the package"
    const items = kinOf(slot)?.levels.flatMap((level) => level.names.get(level.own) ?? []) ?? []
    const path = own.source.slice(own.source.indexOf('#')).replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    const told = [own.label, path, ...items].join(' ').toLowerCase()
    if (others.length === 0 || meansMeasure(said, own.label)) return []
    if (told.includes(said.replace(/s$/, '')) || families.some((family) => family.test(said) && family.test(told)))
      return []
    return [
      `${quote(name)} stands before ${quote(own.source)}, which is the ${quote(own.label)}: call it that, or cite the figure that is meant`,
    ]
  })
}
