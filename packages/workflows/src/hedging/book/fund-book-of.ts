import { type Problem, problemText, TuttiError } from '@tutti/analytics/errors'
import type { ValuationMarket } from '@tutti/analytics/revaluation'
import { dayOf } from '@tutti/analytics/time'
import type { FundHoldings, Holding } from '@tutti/market'
import type { BookLine, FundBook } from './fund-book.ts'
import type { IssuerBucket } from './issuer-bucket.ts'
import { liabilityStreams, type LiabilityStream } from './liability-streams.ts'
import type { LineContext } from './line-context.ts'
import { type MemberBasis, memberStreams } from './member-streams.ts'
import { unitHeld } from './unit-held.ts'

/** What a book is made with besides the files. */
export interface BookInputs {
  readonly market: ValuationMarket
  /** ISO day, that of the market. */
  readonly asOf: string
  /** Buckets of issuers that the market has spreads for. */
  readonly buckets: readonly IssuerBucket[]
  /** How members' pensions are projected, where the liabilities are members. */
  readonly memberBasis?: MemberBasis | undefined
}

/**
 * The fund as instruments and quantities, in the order of the portfolio, then what it owes. Bonds stand at the file's
 * prices (own spread), funds are looked through, running swaps have their fixing; years are ACT/365F from the as-of date.
 *
 * @throws `invalid-input`, `missing-data` with all lines at once that cannot be valued, each with file, line and column.
 */
export function fundBookOf(fund: FundHoldings, { market, asOf, buckets, memberBasis }: BookInputs): FundBook {
  const context: LineContext = { market, asOf: dayOf(asOf, 'asOf'), buckets }
  const problems: { readonly code: TuttiError['code']; readonly problem: Problem }[] = []
  const assets = fund.holdings.flatMap((holding): BookLine[] => {
    try {
      return [{ ...assetLine(holding), ...unitHeld(holding, context) }]
    } catch (error) {
      if (!(error instanceof TuttiError)) throw error
      const { field, got, expected } = error.details
      const { line } = holding
      const message = `${holding.id}: ${error.message}`
      problems.push({ code: error.code, problem: { file: fund.sources[0].file, line, field, message, got, expected } })
      return []
    }
  })
  if (problems.length > 0) {
    const [{ code, problem }] = problems
    const others = problems.length - 1
    const more = others === 0 ? '' : ` and ${others} more line${others === 1 ? '' : 's'}`
    throw new TuttiError(code, `the portfolio cannot be valued: ${problemText(problem)}${more}`, {
      ...problem,
      problems: problems.map((each) => each.problem),
    })
  }
  return { lines: [...assets, ...owedStreams(fund, context, memberBasis).map(liabilityLine)] }
}

function owedStreams(
  { liabilities, sources }: FundHoldings,
  { asOf, market }: LineContext,
  basis: MemberBasis | undefined,
): readonly LiabilityStream[] {
  const { flows, members } = liabilities
  const file = sources[1].file
  const linked = [
    ...flows.filter(({ indexation }) => indexation === 'inflation-linked'),
    ...members.filter(({ indexation }) => indexation === 'inflation'),
  ]
  const bare = linked.find(({ currency }) => !Object.hasOwn(market.breakEvens, currency))
  if (bare !== undefined) {
    const field = `market.currencies.${bare.currency}.break_even`
    const message = `${field} is missing in the mandate; ${file}:${bare.line} needs it`
    throw new TuttiError('missing-data', message, { file, line: bare.line, field })
  }
  if (members.length === 0) return liabilityStreams(flows, asOf)
  if (basis === undefined) {
    const message = `${file} lists members, and the mandate has no members.mortality to project their pensions with; see “Members” in docs/hedging-files.md`
    const expected = 'mortality of men and of women; the rest has values of its own'
    throw new TuttiError('missing-data', message, { file, field: 'members.mortality', expected })
  }
  return [...liabilityStreams(flows, asOf), ...memberStreams(members, basis, asOf)]
}

function assetLine(holding: Holding): Omit<BookLine, 'instrument' | 'quantity'> {
  const { id, name, kind, currency, rating, sector, issuer } = holding
  const counterparty = 'counterparty' in holding ? holding.counterparty : null
  return { id, label: name, side: 'asset', holding: kind, currency, counterparty, rating, sector, issuer }
}

function liabilityLine({ currency, indexation, group, flows }: LiabilityStream): BookLine {
  const name = group ?? 'liabilities'
  return {
    id: `liability:${name}:${currency}:${indexation}`,
    label: `${name}, ${currency}, ${indexation}`,
    side: 'liability',
    holding: name,
    instrument: {
      kind: indexation === 'fixed' ? 'fixed flows' : 'inflation-linked flows',
      currency,
      flows,
      spread: 0,
      bucket: null,
    },
    quantity: -1,
    currency,
    counterparty: null,
    rating: null,
    sector: null,
    issuer: null,
  }
}
