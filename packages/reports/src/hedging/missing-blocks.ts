import { namedRole } from '../document/named-role.ts'
import type { Block } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import type { HedgeDomain } from './group-words.ts'
import type { HedgingFindings } from './hedging-findings.ts'
import { missingPlanWords } from './missing-plan.ts'

/** Whose result a domain is. */
const domainSpecialist: Readonly<Record<HedgeDomain, string>> = {
  currency: 'fx-hedger',
  rates: 'rates-specialist',
  inflation: 'rates-specialist',
  credit: 'credit-analyst',
}

/** Role of a specialist of the result, with its name where two have one role. */
export function roleText({ result, slot }: HedgingFindings, i: number): Text {
  const { specialists } = result
  return namedRole(
    specialists[i],
    specialists,
    slot('text', 'specialists', i, 'role'),
    slot('text', 'specialists', i, 'name'),
  )
}

/** For page one: specialists without a result, and what the choice therefore leaves out; nothing where all gave one. */
export function missingBlocks(findings: HedgingFindings): Block[] {
  const { result, slot } = findings
  if (result.missing.length === 0) return []
  const items = result.missing.map((name, i): Text => {
    const place = result.specialists.findIndex((each) => each.name === name)
    const who = place < 0 ? slot('text', 'missing', i) : roleText(findings, place)
    if (name === 'reviewer') return `${who}: no figure of the decision was confirmed by another method.`
    if (name === 'execution-trader') return `${who}: ${missingPlanWords(findings)}`
    return Object.values(domainSpecialist).includes(name)
      ? `${who}: packages were compared without new hedges of its domain, so that a better one may exist.`
      : `${who}: what it would have said is left out of this report.`
  })
  return [{ kind: 'callout', tone: 'stop', title: 'Some specialists gave no result', items }]
}

/** For the part on a domain: that its specialist gave no result. */
export function missingDomain({ result, slot }: HedgingFindings, domain: HedgeDomain): Block[] {
  const place = result.missing.indexOf(domainSpecialist[domain])
  if (place < 0) return []
  return [
    {
      kind: 'callout',
      tone: 'caution',
      title: 'No result of its specialist',
      items: [
        `There is no result of ${slot('text', 'missing', place)}: this domain is left without new hedges, which is no finding that none would help.`,
      ],
    },
  ]
}
