import type { StrategyConfiguration } from '@tutti/analytics/allocation'
import { latinHypercube } from '@tutti/analytics/design'
import { TuttiError } from '@tutti/analytics/errors'
import { uniformStream } from '@tutti/analytics/random'
import type { Proposal } from '../../changes/index.ts'
import type { SpecialistResults } from '../../specialists/index.ts'
import type { WorkflowContext } from '../../workflow-context.ts'
import type { SteeringProposal, SteeringRecord } from '../result.ts'
import { isTie, pairedDifference } from '../score.ts'
import { streamOf, type Study } from '../study.ts'
import { adaptiveSearch, type Search, searchOf, walkedSearch, type WalkedSearch } from './adaptive-search.ts'
import { proposedRule, ruleTerms } from './proposed-rule.ts'
import { mandateWithin, searchRegionTerms } from './search-region.ts'
import { configurationAt, parameterNames } from './search-space.ts'
import { searchConsultation, steeringKinds } from './search-consultation.ts'
import type { EvaluatedTrial } from './trials.ts'

/** Index of the design stream for points in proposed regions, by generation; beyond those of the adaptive generations. */
const REGION_DESIGN = 8192

/** Who may steer a search: proposals that were accepted beforehand, for its first adaptive generation, and the agent. */
export interface Steering {
  readonly accepted: readonly Proposal[]
  readonly results: SpecialistResults
}

/** A proposal with the rules that it comes to, or why it comes to none. */
interface GivenProposal {
  readonly generation: number
  readonly proposal: Proposal
  readonly configurations: readonly StrategyConfiguration[]
  readonly refused: string | null
}

/**
 * The search, steered where somebody does: before each adaptive generation the agent is asked, and valid proposals take up to
 * half of its trials. A steered search is set beside the sampler alone, with as many trials on the same paths, and only goes on
 * if it is better by the mandate's score. Where nobody answers it is `adaptiveSearch`.
 */
export async function steeredSearch(
  context: WorkflowContext,
  study: Study,
  inputs: unknown,
  { accepted, results }: Steering,
): Promise<Search> {
  if (context.consult === undefined && accepted.length === 0) return adaptiveSearch(context, study, inputs)
  const given: GivenProposal[] = []
  const steered = await walkedSearch(context, study, inputs, async (generation, most, trials) => {
    const asked = await context.consult?.(searchConsultation(study, generation, most, trials, results))
    const proposals = [...(generation === 1 ? accepted : []), ...(asked ?? [])]
    const now = givenProposals(study, generation, most, proposals)
    given.push(...now)
    const taken = now.filter(({ configurations }) => configurations.length > 0)
    return {
      configurations: taken.flatMap(({ configurations }) => configurations),
      changes: taken.map(({ proposal: { kind, terms } }) => ({ kind, terms })),
    }
  })
  if (given.length === 0) return searchOf(context, study, inputs, steered, null)
  const count = steered.trials.length
  const calm = { ...context, elapsedSeconds: () => 0 }
  const alone = given.some(({ configurations }) => configurations.length > 0)
    ? await walkedSearch(calm, study, inputs, undefined, { trials: count, stop: steered.stop })
    : steered
  const record = steeringRecord(given, steered, alone.all.slice(0, count))
  return searchOf(context, study, inputs, record.stands === 'steered' ? steered : alone, record)
}

/** The rules of the proposals, a rule each and regions sharing the rest: no more than `most` together. */
function givenProposals(
  study: Study,
  generation: number,
  most: number,
  proposals: readonly Proposal[],
): GivenProposal[] {
  const makers = proposals.map((proposal) => {
    try {
      return { proposal, make: ruleMaker(study, generation, proposal), refused: null }
    } catch (error) {
      if (!(error instanceof TuttiError)) throw error
      const { got, expected } = error.details
      return {
        proposal,
        make: null,
        refused: `${error.message}${got && expected ? `: ${got}, not in ${expected}` : ''}`,
      }
    }
  })
  const shares = sharesOf(
    makers.map(({ make }) => make?.most ?? 0),
    most,
  )
  return makers.map(({ proposal, make, refused }, i) => ({
    generation,
    proposal,
    configurations: make === null || shares[i] === 0 ? [] : make.rules(shares[i], i),
    refused: refused ?? (shares[i] === 0 ? 'the part of the generation that proposals may fill is used up' : null),
  }))
}

/** How many trials each gets: one after the other, round by round, until each has what it can use or `most` are given. */
function sharesOf(wanted: readonly number[], most: number): number[] {
  const shares = wanted.map(() => 0)
  const given = () => shares.reduce((sum, share) => sum + share, 0)
  for (let round = 0; round < most; round++) {
    wanted.forEach((want, i) => {
      if (shares[i] < want && given() < most) shares[i]++
    })
  }
  return shares
}

interface RuleMaker {
  readonly most: number
  readonly rules: (count: number, number: number) => readonly StrategyConfiguration[]
}

/** Throws `invalid-input` for a proposal that no rule can be made of. */
function ruleMaker(study: Study, generation: number, { kind, terms }: Proposal): RuleMaker {
  if (kind === 'try-rule') {
    const rule = proposedRule(study, parsed(ruleTerms, terms))
    return { most: 1, rules: () => [rule] }
  }
  if (kind === 'search-region') {
    const region = mandateWithin(study.mandate, parsed(searchRegionTerms, terms))
    return {
      most: Infinity,
      rules: (count, number) => {
        const uniform = uniformStream(study.seed, streamOf('design', REGION_DESIGN + generation), number)
        return latinHypercube(count, parameterNames.length, uniform).map((u) => configurationAt(region, u))
      },
    }
  }
  throw new TuttiError('invalid-input', `a proposal of the kind ${kind} cannot steer a search`, {
    field: 'kind',
    got: kind,
    expected: steeringKinds.join(' | '),
  })
}

function parsed<T>(
  schema: { safeParse: (value: unknown) => { success: true; data: T } | { success: false } },
  terms: unknown,
): T {
  const read = schema.safeParse(terms)
  if (read.success) return read.data
  throw new TuttiError('invalid-input', 'the terms of the proposal are not those of its kind', { field: 'terms' })
}

function steeringRecord(
  given: readonly GivenProposal[],
  steered: WalkedSearch,
  sampler: readonly EvaluatedTrial[],
): SteeringRecord {
  const places = new Map(steered.generations.map(({ index, trials }) => [index, trials[0]]))
  const proposals = given.map(({ generation, proposal, configurations, refused }): SteeringProposal => {
    const from = places.get(generation)!
    places.set(generation, from + configurations.length)
    const tried = steered.trials.filter(({ trial: { id } }) => id >= from && id < from + configurations.length)
    const best = tried.length === 0 ? null : bestOf(tried).trial
    return {
      generation,
      proposal,
      trials: tried.length,
      best: best === null ? null : { configuration: best.configuration, score: best.score },
      refused,
    }
  })
  const [one, other] = [bestOf(steered.trials), bestOf(sampler)]
  const difference =
    one === other ? { value: 0, standardError: 0 } : pairedDifference(one.score.groups, other.score.groups)
  return {
    proposals,
    trials: sampler.length,
    steeredTrials: proposals.reduce((sum, { trials }) => sum + trials, 0),
    steeredBest: one.trial.score,
    samplerBest: other.trial.score,
    difference: { ...difference, value: one.trial.score.value - other.trial.score.value },
    tied: isTie(difference),
    stands: betterOf(one, other) ? 'steered' : 'sampler',
  }
}

/** Better by the mandate's score; a rule within the mandate is not given up for one that breaks it. */
function betterOf(one: EvaluatedTrial, other: EvaluatedTrial): boolean {
  if (other.trial.feasible && !one.trial.feasible) return false
  return one.trial.score.value > other.trial.score.value
}

function bestOf(trials: readonly EvaluatedTrial[]): EvaluatedTrial {
  return trials.reduce((best, trial) => (trial.trial.score.value > best.trial.score.value ? trial : best))
}
