import type { Section } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import type { Findings } from './findings.ts'
import { glossary } from './glossary.ts'

/** How the figures were made, what they cannot say, where they came from, and what the words mean. */
export function methodSection(findings: Findings): Section {
  const { result, slot } = findings
  const { study } = result
  return {
    id: 'method',
    title: 'Method and limits',
    blocks: [
      { kind: 'heading', text: 'Limits of this study' },
      {
        kind: 'list',
        items: [
          ...result.limitations.map((_, i) => slot('text', 'limitations', i)),
          'Standard errors measure the noise of the simulation. They do not measure whether the regimes are right.',
        ],
      },
      { kind: 'heading', text: 'How it was done' },
      { kind: 'list', items: method(findings) },
      { kind: 'heading', text: 'Where it came from' },
      { kind: 'run-facts' },
      {
        kind: 'definitions',
        items: [
          { term: 'Study', text: slot('text', 'study', 'name') },
          { term: 'Seed', text: slot('count', 'study', 'seed') },
          {
            term: 'Market data',
            text:
              study.marketHash === null
                ? 'none: the study uses its regimes alone'
                : `content hash ${slot('text', 'study', 'marketHash')}`,
          },
          { term: 'As of', text: study.asOf === null ? 'n/a: no market data' : slot('date', 'study', 'asOf') },
          {
            term: 'Size',
            text: `${slot('count', 'study', 'pathSteps')} path-steps simulated; ${slot('count', 'study', 'configurationDays')} configuration-days evaluated`,
          },
        ],
      },
      { kind: 'heading', text: 'Words' },
      { kind: 'definitions', items: glossary },
    ],
  }
}

function method({ result, slot }: Findings): Text[] {
  const study = (format: string, ...keys: readonly string[]): Text => slot(format, 'study', ...keys)
  const sampling =
    result.study.sampling === 'sobol' && result.study.randomisations !== null
      ? `${study('words', 'sampling')}, in ${study('count', 'randomisations')} independent randomisations from which the standard errors come`
      : `${study('words', 'sampling')} numbers`
  return [
    `Paths: ${study('count', 'paths')} joint daily paths of equities, variance and interest rates in each of ${study('length', 'regimes')} regimes over ${study('years', 'years')}, after ${study('months', 'warmupMonths')} of equity history for the first volatility estimate. Drawn with ${sampling}; variance stepped by the scheme ${study('words', 'scheme')}.`,
    `Seed: all random numbers follow from the seed ${study('count', 'seed')}. Search, fresh paths and sensitivity use streams of their own, so that no figure is tested on the paths that chose it. The same seed gives the same figures for any number of workers.`,
    'Order: the paths are tested against theory before any rule is scored. If a test fails, the study goes on but its recommendation is withheld.',
    'Comparison: all configurations run on the same paths, so that differences between them have much smaller errors than the figures themselves. Such paired errors decide what is a tie.',
    'Score of the search: the weighted mean of the Sharpe ratios of the regimes, blended with that of the worst regime where the mandate asks for adaptability, less a penalty for each broken limit in proportion to its violation.',
    `Weights: the weights of the regimes are normalised to sum to one. A regime of weight zero is simulated and shown, and does not count.${result.study.viewedWeights === undefined ? '' : ' An accepted view replaced the weights of the mandate when the trials were judged; the search itself ran with those of the mandate.'}`,
    'Decision: of the best trials, those that meet the mandate come first, and the highest robustness score decides. That order is made on the search paths; fresh paths check it, and the figures of the decision are those.',
    `Costs: each unit of equity weight traded costs ${study('ratio 0', 'planningCostBp')} basis points unless said otherwise. Between rebalancing dates weights drift with the market.`,
    'Figures: each figure of this page is read from the result file by the pointer that its tooltip shows; none is typed. Figures are averages over paths with their standard errors, unless marked as inputs or as history.',
  ]
}
