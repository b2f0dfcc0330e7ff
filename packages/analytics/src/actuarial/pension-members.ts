import { TuttiError, requireInRange } from '../errors/index.ts'
import { type Indexation, indexLevels, levelAt } from './indexation.ts'
import { type Life, NOBODY } from './life.ts'
import { lifeFromYearlyDeaths } from './life-table.ts'
import { lifeOf, type MortalityBasis, yearlyDeaths } from './mortality-basis.ts'

export type Sex = 'female' | 'male'

/** A member of a pension scheme on the valuation date. */
export interface PensionMember {
  /** Years, not whole. */
  readonly age: number
  readonly sex: Sex
  /** `spouse`: a survivor's pension in payment. */
  readonly status: 'active' | 'deferred' | 'pensioner' | 'spouse'
  /** Yearly pension: in payment, or accrued to date on today's salary (active) or revalued to today (deferred). */
  readonly annualPension: number
  /** Yearly salary of an active member, for the lump sum on death in service. */
  readonly salary: number
  /** Survivor's pension as a part of the member's, 0 for none. */
  readonly spouseFraction: number
  /** Member's age less the spouse's; `null` for that of the assumptions. */
  readonly spouseAgeDifference: number | null
  /** Years for which a pension in payment is still guaranteed. */
  readonly guaranteeYears: number
}

/** What is assumed of all members. */
export interface PensionAssumptions {
  readonly mortality: Readonly<Record<Sex, MortalityBasis>>
  /** Calendar year of the valuation, for mortality that improves. */
  readonly calendarYear: number
  readonly retirementAge: number
  /** Growth of a pension before and in payment. */
  readonly revaluation: Indexation
  readonly increases: Indexation
  /** Forward price inflation, year by year from now; the last is held. */
  readonly inflationForwards: readonly number[]
  /** Yearly growth of salaries over inflation, to which an active member's accrued pension is linked. */
  readonly salaryGrowthReal: number
  /** Yearly probabilities of leaving and of retiring ill while active. */
  readonly withdrawal: number
  readonly illHealth: number
  /** Part of the pension given up at retirement for cash, and the cash for each 1 a year of it. */
  readonly commutedFraction: number
  readonly commutationFactor: number
  /** Probability that there is a spouse at death, and the member's age less the spouse's. */
  readonly marriedFraction: number
  readonly spouseAgeDifference: Readonly<Record<Sex, number>>
  /** Salaries paid on death in service. */
  readonly deathInServiceMultiple: number
  /** Years of guarantee from retirement for those not yet retired. */
  readonly guaranteeYears: number
}

/** Expected payments in each year from now, year k spanning times k to k + 1, paid at its middle. */
export interface PensionCashFlows {
  readonly pensions: Float64Array
  readonly spousePensions: Float64Array
  readonly lumpSums: Float64Array
  /** Of all of these, the part that moves with inflation. */
  readonly inflationLinked: Float64Array
}

/** Years for which payments are projected. */
const PROJECTION_YEARS = 120

/** Makes lives of a basis, remembering its yearly probabilities by whole age. */
function lifeMaker(basis: MortalityBasis, calendarYear: number): (age: number) => Life {
  if (basis.kind !== 'table' && basis.improvement === undefined) return (age) => lifeOf(basis, age)
  const within = basis.kind === 'table' ? basis.fractionalAge : 'constant-force'
  const known = new Map<number, Float64Array>()
  return (age) => {
    const whole = Math.floor(age)
    const found = known.get(whole) ?? yearlyDeaths(basis, age, { calendarYear })
    known.set(whole, found)
    return lifeFromYearlyDeaths(age, found, within)
  }
}

const otherSex = (sex: Sex): Sex => (sex === 'female' ? 'male' : 'female')

function requireMember(member: PensionMember): void {
  requireInRange(member.age, 0, 120, 'age')
  requireInRange(member.annualPension, 0, 1e12, 'annualPension')
  requireInRange(member.salary, 0, 1e12, 'salary')
  requireInRange(member.spouseFraction, 0, 2, 'spouseFraction')
  requireInRange(member.guaranteeYears, 0, 50, 'guaranteeYears')
}

/** Throws `invalid-input` for an assumption outside its range. */
function requireAssumptions(assumed: PensionAssumptions): void {
  requireInRange(assumed.retirementAge, 40, 85, 'retirementAge')
  requireInRange(assumed.salaryGrowthReal, -0.2, 0.2, 'salaryGrowthReal')
  requireInRange(assumed.withdrawal, 0, 0.9, 'withdrawal')
  requireInRange(assumed.illHealth, 0, 0.9, 'illHealth')
  requireInRange(assumed.commutedFraction, 0, 1, 'commutedFraction')
  requireInRange(assumed.commutationFactor, 0, 100, 'commutationFactor')
  requireInRange(assumed.marriedFraction, 0, 1, 'marriedFraction')
  requireInRange(assumed.deathInServiceMultiple, 0, 100, 'deathInServiceMultiple')
  requireInRange(assumed.guaranteeYears, 0, 50, 'guaranteeYears')
  if (assumed.withdrawal + assumed.illHealth > 0.95) {
    throw new TuttiError('invalid-input', 'withdrawal and ill health together leave nobody in service', {
      field: 'withdrawal',
      got: String(assumed.withdrawal + assumed.illHealth),
      expected: 'at most 0.95 together',
    })
  }
}

/** What a member brings to the retirement date, amounts as multiples of the index of increases. */
interface AtRetirement {
  readonly years: number
  readonly alive: number
  /** Pension that starts then. */
  readonly pension: number
  /** Of those retired ill, in payment already. */
  readonly ill: number
  /** Of those dead by then, for the spouse. */
  readonly widowed: number
}

/** Expected payments of one member, before they are added to those of all. */
interface MemberFlows {
  readonly pension: Float64Array
  readonly spouse: Float64Array
  readonly lump: Float64Array
}

/**
 * Adds the expected payments of members, one by one, to `flows`. Making it does once what all members share; `add` throws
 * for a member that does not fit, and then adds nothing.
 *
 * Pensions are paid at the middle of each year to those alive then. Before retirement an accrued pension grows with
 * salaries while active, by revaluation after leaving; in payment it grows by the increases. Decrements of the active are
 * death, withdrawal and ill health (which starts the accrued pension at once), evenly over each year; retirement comes at
 * the retirement age, or now for those past it. A surviving spouse has its part of the pension before commutation, on
 * death before retirement of the pension grown to the death.
 *
 * `otherInflation` gives further forwards of inflation: the flows under each are projected in the same pass, over the
 * survival worked out once for the member.
 */
export function memberProjection(
  assumed: PensionAssumptions,
  otherInflation: readonly (readonly number[])[] = [],
): {
  readonly flows: PensionCashFlows
  /** In the order of `otherInflation`. */
  readonly otherFlows: readonly PensionCashFlows[]
  add(member: PensionMember): void
} {
  requireAssumptions(assumed)
  const years = PROJECTION_YEARS
  const { revaluation, increases } = assumed
  const makers = {
    female: lifeMaker(assumed.mortality.female, assumed.calendarYear),
    male: lifeMaker(assumed.mortality.male, assumed.calendarYear),
  }
  const paths = [assumed.inflationForwards, ...otherInflation].map((forwards) => levelsUnder(assumed, forwards))
  const allFlows = paths.map((): PensionCashFlows => ({
    pensions: new Float64Array(years),
    spousePensions: new Float64Array(years),
    lumpSums: new Float64Array(years),
    inflationLinked: new Float64Array(years),
  }))
  const linkedInPayment = increases.kind === 'inflation'
  const own: MemberFlows = {
    pension: new Float64Array(years),
    spouse: new Float64Array(years),
    lump: new Float64Array(years),
  }
  const rows: SurvivalRows = {
    finish: new Float64Array(years),
    middle: new Float64Array(years),
    widowMiddle: new Float64Array(years),
    paid: new Float64Array(years),
    widowPaid: new Float64Array(years),
  }

  /** Payments before retirement, and what is there at it. */
  function untilRetirement(member: PensionMember, retirement: number, levels: Levels): AtRetirement {
    const active = member.status === 'active'
    let alive = 1
    let serving = 1
    // of leavers, as a multiple of the index of revaluation
    let left = 0
    let ill = 0
    let widowed = 0
    for (let k = 0; k < retirement; k++) {
      const finish = Math.min(k + 1, retirement)
      const part = finish - k
      const time = k + part / 2
      const salary = part === 1 ? levels.salariesMiddle[k] : levelAt(levels.salaries, time)
      const index = part === 1 ? levels.paidMiddle[k] : levelAt(levels.paid, time)
      const revaluedTo = part === 1 ? levels.revaluedMiddle[k] : levelAt(levels.revalued, time)
      const finishing = rows.finish[k]
      const dying = alive - finishing
      alive = finishing
      let deathPension = member.annualPension * revaluedTo
      let newlyIll = 0
      if (active) {
        const staying = serving * Math.pow(1 - assumed.withdrawal - assumed.illHealth, part)
        const exits = assumed.withdrawal + assumed.illHealth
        const leaving = exits === 0 ? 0 : ((serving - staying) * assumed.withdrawal) / exits
        newlyIll = ((serving - staying - leaving) * member.annualPension * salary) / index
        const during = (serving + staying) / 2
        own.lump[k] += during * dying * member.salary * assumed.deathInServiceMultiple * salary
        const newlyLeft = (leaving * member.annualPension * salary) / revaluedTo
        deathPension =
          during * member.annualPension * salary + (left + newlyLeft / 2) * revaluedTo + (ill + newlyIll / 2) * index
        left += newlyLeft
        serving = staying
      }
      const newlyWidowed = (dying * deathPension) / index
      own.pension[k] += part * index * (ill + newlyIll / 2) * rows.middle[k]
      own.spouse[k] += part * index * (widowed + newlyWidowed / 2) * rows.widowMiddle[k]
      ill += newlyIll
      widowed += newlyWidowed
    }
    const amount = active
      ? member.annualPension * serving * levelAt(levels.salaries, retirement) +
        left * levelAt(levels.revalued, retirement)
      : member.annualPension * levelAt(levels.revalued, retirement)
    own.lump[Math.floor(retirement)] += assumed.commutedFraction * assumed.commutationFactor * amount * alive
    return { years: retirement, alive, pension: amount / levelAt(levels.paid, retirement), ill, widowed }
  }

  /** Payments from retirement, or from now for a pension in payment, while the rows of survival go on. */
  function inPayment(start: AtRetirement, end: number, levels: Levels, terms: PaymentTerms): void {
    const { keptFraction, guaranteeYears } = terms
    for (let k = Math.floor(start.years); k < end; k++) {
      const from = Math.max(k, start.years)
      const part = k + 1 - from
      const index = part === 1 ? levels.paidMiddle[k] : levelAt(levels.paid, from + part / 2)
      const survivors = rows.paid[k]
      const certain = Math.min(1, Math.max(0, start.years + guaranteeYears - from) / part)
      const paying = certain * start.alive + (1 - certain) * survivors
      own.pension[k] += part * index * (keptFraction * start.pension * paying + start.ill * survivors)
      const died = start.alive - survivors
      own.spouse[k] +=
        part * index * rows.widowPaid[k] * (start.widowed + start.pension * died * (1 - certain) + start.ill * died)
    }
  }

  /** Fills the rows for lives that retire in so many years; the year from which nothing is paid any more. */
  function fillRows(life: Life, spouse: Life | undefined, weight: number, retirement: number, certain: number): number {
    for (let k = 0; k < retirement; k++) {
      const finish = Math.min(k + 1, retirement)
      const time = k + (finish - k) / 2
      rows.finish[k] = life.survival(finish)
      rows.middle[k] = life.survival(time)
      rows.widowMiddle[k] = spouse === undefined ? 0 : weight * spouse.survival(time)
    }
    for (let k = Math.floor(retirement); k < years; k++) {
      const from = Math.max(k, retirement)
      const time = from + (k + 1 - from) / 2
      rows.paid[k] = life.survival(time)
      rows.widowPaid[k] = spouse === undefined ? 0 : weight * spouse.survival(time)
      if (rows.paid[k] < NOBODY && rows.widowPaid[k] < NOBODY && from >= retirement + certain) return k + 1
    }
    return years
  }

  function add(member: PensionMember): void {
    requireMember(member)
    const { age, sex, status } = member
    const life = makers[sex](age)
    const weight = status === 'spouse' ? 0 : member.spouseFraction * assumed.marriedFraction
    const difference = member.spouseAgeDifference ?? assumed.spouseAgeDifference[sex]
    const spouse = weight > 0 ? makers[otherSex(sex)](Math.min(Math.max(age - difference, 16), 110)) : undefined
    const waiting = status === 'active' || status === 'deferred'
    const retirement = waiting ? Math.max(0, assumed.retirementAge - age) : 0
    if (retirement >= years - 1) {
      throw new TuttiError('not-applicable', `the member retires more than ${years - 1} years from now`, {
        field: 'age',
      })
    }
    const terms = {
      keptFraction: waiting ? 1 - assumed.commutedFraction : 1,
      guaranteeYears: waiting ? assumed.guaranteeYears : member.guaranteeYears,
    }
    const end = fillRows(life, spouse, weight, retirement, terms.guaranteeYears)
    const linked =
      linkedInPayment || (waiting && retirement > 0 && (status === 'active' || revaluation.kind === 'inflation'))
    paths.forEach((levels, i) => {
      own.pension.fill(0, 0, end)
      own.spouse.fill(0, 0, end)
      own.lump.fill(0, 0, end)
      const start = waiting
        ? untilRetirement(member, retirement, levels)
        : { years: 0, alive: 1, pension: member.annualPension, ill: 0, widowed: 0 }
      inPayment(start, end, levels, terms)
      const flows = allFlows[i]
      for (let k = 0; k < end; k++) {
        flows.pensions[k] += own.pension[k]
        flows.spousePensions[k] += own.spouse[k]
        flows.lumpSums[k] += own.lump[k]
        if (linked) flows.inflationLinked[k] += own.pension[k] + own.spouse[k] + own.lump[k]
      }
    })
  }
  return { flows: allFlows[0], otherFlows: allFlows.slice(1), add }
}

/** Survival of a member and of the spouse (times the chance and part of a pension) at the times that payments need. */
interface SurvivalRows {
  /** Before retirement: at the end and the middle of each year, or of the part of it. */
  readonly finish: Float64Array
  readonly middle: Float64Array
  readonly widowMiddle: Float64Array
  /** In payment: at the middle of each year, or of the part of it. */
  readonly paid: Float64Array
  readonly widowPaid: Float64Array
}

/** Levels of the indices at whole years and in the middle of years. */
interface Levels {
  readonly paid: Float64Array
  readonly revalued: Float64Array
  readonly salaries: Float64Array
  readonly paidMiddle: Float64Array
  readonly revaluedMiddle: Float64Array
  readonly salariesMiddle: Float64Array
}

function levelsUnder(assumed: PensionAssumptions, inflationForwards: readonly number[]): Levels {
  const years = PROJECTION_YEARS
  const paid = indexLevels(assumed.increases, inflationForwards, years)
  const revalued = indexLevels(assumed.revaluation, inflationForwards, years)
  const prices = indexLevels(priceIndex, inflationForwards, years)
  const salaries = prices.map((level, k) => level * Math.pow(1 + assumed.salaryGrowthReal, k))
  const atMiddles = (levels: Float64Array) => Float64Array.from({ length: years }, (_, k) => levelAt(levels, k + 0.5))
  return {
    paid,
    revalued,
    salaries,
    paidMiddle: atMiddles(paid),
    revaluedMiddle: atMiddles(revalued),
    salariesMiddle: atMiddles(salaries),
  }
}

interface PaymentTerms {
  /** Part of the pension that is not commuted. */
  readonly keptFraction: number
  readonly guaranteeYears: number
}

/** Prices themselves: inflation without limits. */
const priceIndex: Indexation = { kind: 'inflation', floor: null, cap: null, model: 'deterministic', volAnnual: 0 }
