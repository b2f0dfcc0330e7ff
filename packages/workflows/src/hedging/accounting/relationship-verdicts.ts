import { customaryHedgePolicy, type HedgeCriterion, type HedgeVerdict, hedgeVerdicts } from '@tutti/analytics/hedging'
import type { FormedRelationship, HedgingPosition } from './formed-relationship.ts'
import { isOption } from './option-underlying.ts'

/** A condition of a standard with the figure it was judged by. */
interface AccountingTest {
  readonly id: string
  /** Paragraphs of the standard. */
  readonly paragraph: string
  readonly label: string
  /** Null where it could not be judged. */
  readonly met: boolean | null
  readonly figure: number | null
  readonly required: string
  /** False for what is shown beside the documented method and does not decide. */
  readonly decides: boolean
}

type MeasuredTest = Omit<AccountingTest, 'decides'>

/** What a standard says of a relationship. */
export interface AccountingVerdict {
  readonly standard: 'IFRS 9' | 'ASC 815'
  /** `open`: nothing failed, and something could not be judged. */
  readonly verdict: 'qualifies' | 'does not qualify' | 'open'
  readonly tests: readonly AccountingTest[]
  /** Labels of the tests that failed, and of those that could not be judged. */
  readonly failed: readonly string[]
  readonly open: readonly string[]
}

/** What the verdicts rest on. */
export interface VerdictFacts {
  readonly item: Float64Array
  readonly hedge: Float64Array
  /** Null where counterparties are not known. */
  readonly creditShare: number | null
  readonly hedgeRatio: number
}

const ifrsTests = [
  { id: 'economic-relationship', paragraph: '6.4.1(c)(i), B6.4.4 to B6.4.6' },
  { id: 'credit-risk', paragraph: '6.4.1(c)(ii), B6.4.7, B6.4.8' },
  { id: 'hedge-ratio', paragraph: '6.4.1(c)(iii), B6.4.9' },
  { id: 'balance', paragraph: '6.4.1(c)(iii), B6.4.10, B6.4.11' },
] as const

const ascTests = [
  { id: 'slope', paragraph: '815-20-25-75, 25-79' },
  { id: 'r-squared', paragraph: '815-20-25-75, 25-79' },
  { id: 'significance', paragraph: '815-20-25-75, 25-79' },
  { id: 'observations', paragraph: '815-20-25-79' },
  { id: 'dollar-offset', paragraph: '815-20-25-79, 35-2' },
] as const

/**
 * The verdicts of the standards asked for: that the items and the risk may be hedged at all, and the effectiveness of
 * `hedgeVerdicts`. Under ASC 815 regression is the documented method, looking ahead and back; the dollar offset of all months is
 * shown beside it and does not decide. A relationship whose changes cannot be tested is open.
 */
export function relationshipVerdicts(
  relationship: FormedRelationship,
  facts: VerdictFacts,
  standards: readonly ('ifrs-9' | 'asc-815')[],
): AccountingVerdict[] {
  const measured = testable(facts)
    ? hedgeVerdicts({
        itemChanges: facts.item,
        hedgeChanges: facts.hedge,
        creditShare: facts.creditShare ?? undefined,
        // the designated part is hedged one to one; what goes beyond the whole is an imbalance
        hedgeRatioToStrategy: Math.max(1, facts.hedgeRatio),
      })
    : []
  return standards.map((standard) =>
    standard === 'ifrs-9'
      ? verdict('IFRS 9', ifrsEligibility(relationship), effectivenessTests(measured, 'IFRS 9', ifrsTests), [])
      : verdict('ASC 815', ascEligibility(relationship), effectivenessTests(measured, 'ASC 815', ascTests), [
          'dollar-offset',
        ]),
  )
}

/** Whether a regression of the changes exists: three months, and both change. */
export function testable({ item, hedge }: Pick<VerdictFacts, 'item' | 'hedge'>): boolean {
  const varies = (values: Float64Array): boolean => values.some((value) => value !== values[0])
  return item.length >= 3 && varies(item) && varies(hedge)
}

function verdict(
  standard: AccountingVerdict['standard'],
  eligibility: readonly MeasuredTest[],
  effectiveness: readonly MeasuredTest[],
  shown: readonly string[],
): AccountingVerdict {
  const tests = [...eligibility, ...effectiveness].map((test) => ({ ...test, decides: !shown.includes(test.id) }))
  const deciding = tests.filter(({ decides }) => decides)
  const failed = deciding.filter(({ met }) => met === false).map(({ label }) => label)
  const open = deciding.filter(({ met }) => met === null).map(({ label }) => label)
  return {
    standard,
    verdict: failed.length > 0 ? 'does not qualify' : open.length > 0 ? 'open' : 'qualifies',
    tests,
    failed,
    open,
  }
}

function effectivenessTests(
  verdicts: readonly HedgeVerdict[],
  standard: HedgeVerdict['standard'],
  places: readonly { readonly id: string; readonly paragraph: string }[],
): MeasuredTest[] {
  const criteria = verdicts.find((each) => each.standard === standard)?.criteria
  return places.map(({ id, paragraph }, i) => {
    const criterion: HedgeCriterion = criteria?.[i] ?? {
      criterion: `${id}: the months give no regression`,
      met: null,
      figure: null,
      required: `changes of item and hedge in at least ${customaryHedgePolicy.minimumObservations} months`,
    }
    return {
      id,
      paragraph,
      label: criterion.criterion,
      met: criterion.met,
      figure: criterion.figure,
      required: criterion.required,
    }
  })
}

/** More options sold than bought: no hedging instrument. */
function isWritten({ instrument, quantity }: HedgingPosition): boolean {
  return isOption(instrument) && quantity < 0
}

const eligibility = (
  id: string,
  paragraph: string,
  label: string,
  met: boolean | null,
  required: string,
): MeasuredTest => ({ id, paragraph, label, met, figure: null, required })

function ifrsEligibility({ items, risk, positions }: FormedRelationship): MeasuredTest[] {
  const component = {
    'foreign currency': ['6.3.7(a), B6.3.8', true, 'a risk component: the currency moves the items by itself'],
    'interest rate': ['6.3.7(a), B6.3.8 to B6.3.10', true, 'the benchmark rate of the payments'],
    inflation: ['6.3.7(a), B6.3.15', true, 'a contractually specified inflation part of recognised payments'],
    'credit spread': [
      '6.3.7(a), BC6.470; 6.7.1 instead',
      false,
      'a component that can be measured by itself; the standard holds that credit risk is none, and offers measuring the exposure at fair value instead where name and rank match',
    ],
    'total return': ['6.3.7, B6.3.1', true, 'the items in their entirety'],
  } as const
  const [paragraph, met, required] = component[risk]
  return [
    eligibility(
      'instruments',
      '6.2.1, 6.2.2, 6.2.4',
      'eligible hedging instruments',
      !positions.some(isWritten),
      'derivatives with an outside party, no net written options',
    ),
    eligibility(
      'items',
      '6.3.1, 6.3.2, 6.6.1',
      'eligible hedged items',
      items.length > 0,
      'recognised assets or liabilities that carry the risk',
    ),
    eligibility('risk-component', paragraph, `separately identifiable and measurable: ${risk}`, met, required),
  ]
}

function ascEligibility({ items, risk, positions }: FormedRelationship): MeasuredTest[] {
  const several = items.length > 1
  const component = {
    'foreign currency': ['815-20-25-12(f), 25-37', true, 'foreign exchange risk of recognised items'],
    'interest rate': ['815-20-25-12(f), 25-6A', true, 'a benchmark rate'],
    inflation: ['815-20-25-15(j)', true, 'a contractually specified index of the payments'],
    'credit spread': ['815-20-25-12(f)', true, 'changes of the spread over the benchmark of financial assets'],
    'total return': ['815-20-25-12(f)', true, 'all changes in fair value'],
  } as const
  const [paragraph, met, required] = component[risk]
  return [
    eligibility(
      'instruments',
      '815-20-25-45',
      'eligible hedging instruments',
      !positions.some(isWritten),
      'derivatives',
    ),
    eligibility(
      'items',
      '815-20-25-12, 25-15',
      'eligible hedged items',
      items.length > 0,
      'recognised assets or liabilities that carry the risk',
    ),
    eligibility('risk-component', paragraph, `eligible risk: ${risk}`, met, required),
    ...(risk === 'credit spread' && several
      ? [
          eligibility(
            'similar-assets',
            '815-20-25-12(b)',
            'the bonds respond alike to the hedged risk',
            null,
            'each bond changes in proportion to the portfolio, to be shown bond by bond',
          ),
        ]
      : []),
  ]
}
