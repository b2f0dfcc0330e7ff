import type { PathCheck, ValidationRecord } from '../result.ts'

/** What a test is about in plain words, by the start of its label. */
const subjects: readonly (readonly [string, string])[] = [
  ['E[S_T', 'the discounted growth of equity, a martingale'],
  ['E[B_T', 'the discounted growth of bonds, a martingale'],
  ['variance of ln S_T', 'the spread of the growth of equity'],
  ['variance of ln B_T', 'the spread of the discounted growth of bonds'],
  ['E[exp(-integral', 'the price of a zero-coupon bond by the bank account'],
  ['mean realised variance', 'the variance of equity along the paths'],
  ['mean of v_T', 'the mean of the variance of equity at the end'],
  ['E[exp(-v_T', 'the distribution of the variance of equity at the end'],
  ['variance of the rate factor', 'the spread of interest rates at the end'],
  ['put at', 'the price of a put on equity'],
  ['squared volatility of variance', 'how much the variance of equity itself varies'],
  ['correlation of daily equity returns and variance', 'the correlation of equity with its variance'],
  ['correlation of daily equity returns and rate', 'the correlation of equity with interest rates'],
  ['correlation of daily variance', 'the correlation of variance with interest rates'],
  ['mean of ln S_T, first', 'the agreement of the first draws with the later ones'],
  ['variance of means', 'the way in which errors shrink with more paths'],
]

/** The check that came nearest to its threshold, or went furthest beyond it. */
export function nearestCheck(checks: readonly PathCheck[]): number {
  const share = (i: number) => Math.abs(checks[i].z) / checks[i].threshold
  return checks.reduce((at, _, i) => (share(i) > share(at) ? i : at), 0)
}

/** What the model validator says offline. */
export function validationBrief({ checks }: ValidationRecord): string {
  const nearest = nearestCheck(checks)
  const at = `model-validator#/checks/${nearest}`
  const { id, label, passed } = checks[nearest]
  const failed = checks.filter((check) => !check.passed).length
  const all = '{{model-validator#/checks | length}}'
  const verdict =
    failed === 0
      ? 'All of them passed, so the figures that rest on these paths may be relied on as far as the models go.'
      : `{{model-validator#/checks | length passed false}} of them failed. No figure that rests on these paths may be a headline until the cause is known.`
  const subject = subjects.find(([start]) => label.startsWith(start))?.[1]
  const about = `${subject === undefined ? '' : `is about ${subject}: `}‘{{${at}/label | text}}’`
  const paths = id.startsWith('fresh/') ? 'fresh paths' : 'search paths'
  return [
    `Before any rule was scored, the paths of every regime were tested against theory, those of the search and the fresh ones alike: ${all} tests, among them {{model-validator#/checks | length kind martingale}} of martingales and {{model-validator#/checks | length kind option-price}} of option prices. ${verdict}`,
    `The test that ${passed ? 'came nearest to its limit' : 'went furthest beyond its limit'} ${subject === undefined ? 'is ' : ''}${about}, on the ${paths} of the regime {{${at}/regime | text}}. Its distance from theory, with its sign, is {{${at}/z | ratio 1}} standard errors; {{${at}/threshold | ratio 1}} are allowed on either side.`,
    'These tests say that the simulation does what its models say. They do not say that the models, or the parameters of a regime, are those of the market.',
  ].join('\n\n')
}
