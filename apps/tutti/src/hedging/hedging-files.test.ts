/** What is wrong with a fund's files is said with file, line and column before anything is computed. */
import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Problem, TuttiError } from '@tutti/analytics/errors'
import { type HedgingFiles, hedgingInputs, hedgingMandateOf } from './hedging-files.ts'
import { commandingNames, filesIn, fundFolder } from './made-up-fund.fixture.ts'

type Test = Parameters<typeof fundFolder>[0]

/** Replaces a text that stands in a file. */
function replace(file: string, text: string | RegExp, by: string): void {
  const before = readFileSync(file, 'utf8')
  const after = before.replace(text, by)
  assert.notEqual(after, before, `${String(text)} stands in ${file}`)
  writeFileSync(file, after)
}

const inputsOf = (files: HedgingFiles) => hedgingInputs(hedgingMandateOf(files.mandate).mandate, files, null)

/** The error of the made-up fund after a change to its files. */
async function errorAfter(t: Test, change: (files: HedgingFiles) => void): Promise<TuttiError> {
  const files = filesIn(fundFolder(t))
  change(files)
  try {
    await inputsOf(files)
  } catch (error) {
    assert.ok(error instanceof TuttiError, String(error))
    return error
  }
  assert.fail('the files were accepted')
}

const problemsOf = ({ details }: TuttiError): readonly Problem[] => details.problems ?? []
const places = (error: TuttiError): (string | number | undefined)[][] =>
  problemsOf(error).map(({ file, line, field }) => [file?.split('/').at(-1), line, field])

test('the made-up fund is read, with commanding names as plain text', async (t) => {
  const { holdings, snapshot } = await inputsOf(filesIn(fundFolder(t)))
  assert.equal(holdings.holdings.length, 6)
  assert.equal(holdings.liabilities.flows.length, 7)
  assert.equal(snapshot.asOf, '2020-12-31')
  assert.deepEqual(holdings.warnings, [])
  assert.deepEqual(
    holdings.holdings.slice(0, 3).map(({ name }) => name),
    commandingNames,
  )
})

test('unknown currencies are named with file, line and column, those of both files at once', async (t) => {
  const error = await errorAfter(t, ({ portfolio, liabilities }) => {
    replace(portfolio, 'cash,USD', 'cash,XXQ')
    replace(liabilities, '2026-06-30,USD', '2026-06-30,ZAR')
  })
  assert.equal(error.code, 'invalid-input')
  assert.deepEqual(places(error), [
    ['portfolio.csv', 2, 'currency'],
    ['liabilities.csv', 3, 'currency'],
  ])
  assert.deepEqual(
    problemsOf(error).map(({ got, expected }) => [got, expected]),
    [
      ['XXQ', 'one of USD, EUR'],
      ['ZAR', 'one of USD, EUR'],
    ],
  )
  assert.match(error.message, /portfolio\.csv:2: currency: the currency is unknown \(got XXQ, .*and 1 more problem/)
})

test('what has ended by the as-of date is named', async (t) => {
  const error = await errorAfter(t, ({ portfolio, liabilities }) => {
    replace(portfolio, '2030-12-15', '2020-12-31')
    replace(liabilities, '2023-06-30', '2019-06-30')
  })
  assert.equal(error.code, 'invalid-input')
  assert.deepEqual(places(error), [
    ['portfolio.csv', 3, 'maturity'],
    ['liabilities.csv', 2, 'date'],
  ])
  for (const { message, expected } of problemsOf(error)) {
    assert.match(message, /not after the as-of date/)
    assert.equal(expected, 'a date after 2020-12-31')
  }
})

test('a counterparty that the mandate has no terms for is named', async (t) => {
  const error = await errorAfter(t, ({ portfolio }) => replace(portfolio, ',alpha,', ',gamma,'))
  assert.deepEqual(places(error), [['portfolio.csv', 7, 'counterparty']])
  assert.match(error.message, /not in the mandate \(got gamma, expected one of alpha, beta\)/)
})

test('a counterparty without a word on its annex is an error: null says that there is none', async (t) => {
  const error = await errorAfter(t, ({ mandate }) => replace(mandate, ', csa: null', ''))
  assert.equal(error.code, 'invalid-input')
  assert.deepEqual(places(error), [['mandate.yaml', 14, 'counterparties.1.csa']])
})

test('a file that is cut off in a line is refused, and one that may be cut off in its last cell is warned of', async (t) => {
  const cut = (characters: number) => (files: HedgingFiles) =>
    writeFileSync(files.portfolio, readFileSync(files.portfolio, 'utf8').slice(0, -characters))
  const error = await errorAfter(t, cut(25))
  assert.deepEqual(places(error), [['portfolio.csv', 7, undefined]])
  assert.match(error.message, /cut off/)
  const files = filesIn(fundFolder(t))
  cut(3)(files)
  const { holdings } = await inputsOf(files)
  assert.deepEqual(
    holdings.warnings.map(({ file, line, field }) => [file, line, field]),
    [
      ['portfolio.csv', 7, undefined],
      // what is left of the amount gives a rate that the market does not know
      ['portfolio.csv', 7, 'counterNominal'],
    ],
  )
})

test('market data that the mandate asks for and the folder does not have are named by their id', async (t) => {
  const gone = await errorAfter(t, ({ market }) => rmSync(join(market, 'fx.csv')))
  assert.match(gone.message, /fx\.csv: there is no such file/)
  const undeclared = await errorAfter(t, ({ market }) => replace(join(market, 'market.yaml'), /.*fx\.csv.*\n/, ''))
  assert.equal(undeclared.code, 'missing-data')
  assert.match(undeclared.message, /no file that provides fx:EURUSD/)
  const unknown = await errorAfter(t, ({ mandate }) => replace(mandate, 'spread:BBB', 'spread:NONE'))
  assert.equal(unknown.code, 'missing-data')
  assert.match(unknown.message, /spread:NONE/)
})

test('typing errors in a mandate are named by key, all at once', async (t) => {
  const error = await errorAfter(t, ({ mandate }) => {
    replace(mandate, 'total_cost_bp', 'total_costs_bp')
    replace(mandate, 'months: 12', 'months: twelve')
    replace(mandate, 'allowed: [swap]', 'allowed: [swop]')
  })
  assert.equal(error.code, 'invalid-input')
  const text = problemsOf(error).map(({ field, message }) => `${field}: ${message}`)
  assert.equal(text.length, 3)
  for (const part of [
    'limits: Unrecognized key: "total_costs_bp"; did you mean total_cost_bp?',
    'accounting.months',
    'instruments.rates.allowed',
  ])
    assert.ok(
      text.some((line) => line.startsWith(part)),
      `${part} in ${text.join('; ')}`,
    )
})

test('files that are not there are named', async (t) => {
  const mandate = await errorAfter(t, (files) => rmSync(files.mandate))
  assert.equal(mandate.code, 'missing-data')
  assert.match(mandate.message, /cannot read the mandate .*mandate\.yaml: there is no such file/)
  const holdings = await errorAfter(t, (files) => {
    rmSync(files.portfolio)
    rmSync(files.liabilities)
  })
  assert.deepEqual(places(holdings), [
    ['portfolio.csv', undefined, undefined],
    ['liabilities.csv', undefined, undefined],
  ])
})

test('what only shows when the fund is valued in the market is said before a run is recorded', async (t) => {
  const stale = await errorAfter(t, ({ market, portfolio }) => {
    replace(join(market, 'market.yaml'), '2020-12-31', '2021-12-31')
    replace(portfolio, '2021-03-15', '2022-03-15')
  })
  assert.equal(stale.code, 'missing-data')
  assert.match(stale.message, /fx:EURUSD has no value within 7 days of 2021-12-31/)
  const bucketless = await errorAfter(t, ({ portfolio }) => replace(portfolio, ',BBB,industrial', ',B,industrial'))
  assert.match(bucketless.message, /corp-usd|USD-B\b/)
})

test('issuers without a bucket are told with the other faults of both files, by the paths given', async (t) => {
  let given = ''
  const error = await errorAfter(t, ({ portfolio, liabilities }) => {
    given = portfolio
    replace(portfolio, ',BBB,industrial', ',CCC,industrial')
    replace(portfolio, ',alpha,', ',gamma,')
    replace(liabilities, '2023-06-30', '2019-06-30')
  })
  assert.deepEqual(places(error), [
    ['portfolio.csv', 4, 'rating'],
    ['portfolio.csv', 7, 'counterparty'],
    ['liabilities.csv', 2, 'date'],
  ])
  assert.equal(problemsOf(error)[0].file, given)
  assert.match(problemsOf(error)[0].message, /is in no bucket of spreads/)
})

test('payments linked to inflation need a break-even curve: the key and the line are named before anything runs', async (t) => {
  const error = await errorAfter(t, ({ liabilities }) =>
    replace(liabilities, '28000000,fixed', '28000000,inflation-linked'),
  )
  assert.deepEqual(places(error), [['liabilities.csv', 7, 'currency']])
  assert.match(error.message, /liabilities\.csv:7: .*market\.currencies\.USD\.break_even is missing/)
})

test('members without mortality are an error that names the key of the mandate and the page', async (t) => {
  let given = ''
  const error = await errorAfter(t, ({ liabilities }) => {
    given = liabilities
    const header = 'id,age,sex,status,currency,annualPension,indexation'
    writeFileSync(liabilities, `${header}\na,70,female,pensioner,USD,20000,none\n`)
  })
  assert.equal(error.code, 'missing-data')
  assert.equal(error.details.field, 'members.mortality')
  assert.ok(error.message.startsWith(`${given} lists members`), error.message)
  assert.match(error.message, /members\.mortality.*“Members” in docs\/hedging-files\.md/)
  const page = readFileSync(new URL('../../../../docs/hedging-files.md', import.meta.url), 'utf8')
  assert.match(page, /^### Members$/m)
})

test('a coupon typed as a decimal and payments beyond the curve are warned of', async (t) => {
  const files = filesIn(fundFolder(t))
  replace(files.portfolio, ',2.5,2,2030', ',0.025,2,2030')
  replace(files.liabilities, '2050-06-30', '2070-06-30')
  const { holdings } = await inputsOf(files)
  assert.deepEqual(
    holdings.warnings.map(({ file, line, field }) => [file, line, field]),
    [
      ['portfolio.csv', 3, 'couponPercent'],
      [undefined, undefined, 'market.currencies.USD.curve'],
    ],
  )
  assert.match(holdings.warnings[0].message, /^gov-usd .*0\.025 percent is implausible; was 2\.5 percent meant\?$/)
  assert.match(
    holdings.warnings[1].message,
    /USD ends at 30 years and is needed to 49\.5 \(2070-06-30, \d+ % of the value of what is owed beyond\)/,
  )
})

test('control characters in a name are refused', async (t) => {
  const error = await errorAfter(t, ({ portfolio }) => replace(portfolio, 'A euro bond', 'A \u001b[31mred\u0001bond'))
  assert.deepEqual(places(error), [['portfolio.csv', 5, 'name']])
})
