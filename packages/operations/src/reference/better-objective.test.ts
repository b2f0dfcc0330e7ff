import assert from 'node:assert/strict'
import test from 'node:test'
import { garch11FitOperation } from '../catalogue/statistics/index.ts'
import { garch11Objective } from './adapters/garch11.ts'
import { isBetterObjective } from './better-objective.ts'
import { comparedResults } from './compared-results.ts'
import type { ReferenceCase } from './reference-case.ts'
import { caseVerification } from './verify-cases.ts'

const { returns } = garch11FitOperation.example
const presample = 'eps_0^2 = h_0 = mean of squared returns'
const inputs = { function: 'garch11_fit', returns, mean: 'zero', distribution: 'normal', presample }
const fit = garch11FitOperation.run({ returns, mean: 'zero' })
const { omega, alpha, beta } = fit.parameters

/** A case whose expected optimum is a worse point, with the likelihood that belongs to it (or another one). */
function caseAt(point: { omega: number; alpha: number; beta: number }, logLikelihood?: number): ReferenceCase {
  const own = garch11Objective.objectiveAt(inputs, point)
  return {
    name: 'statistics/fit',
    inputs,
    expected: { ...point, log_likelihood: logLikelihood ?? own ?? 0 },
    tolerance: { abs: 1e-6 },
    source: 'a point beside the optimum',
  }
}

const worse = { omega: 0.3, alpha: 0.2, beta: 0.5 }

test('a fit with a higher likelihood than expected passes, and says so', () => {
  const result = caseVerification(caseAt(worse))
  assert.equal(result.verdict, 'pass')
  assert.match(result.reason ?? '', /better log_likelihood/)
  assert.ok(result.failures.length >= 3)
})

test('a fit with the expected likelihood but other parameters fails', () => {
  const result = caseVerification(caseAt(worse, fit.logLikelihood))
  assert.equal(result.verdict, 'fail')
})

test('a higher likelihood is no excuse where the expected one is not that of the expected parameters', () => {
  assert.equal(caseVerification(caseAt(worse, fit.logLikelihood - 5)).verdict, 'fail')
})

test('a lower likelihood than expected fails', () => {
  assert.equal(caseVerification(caseAt(worse, fit.logLikelihood + 1)).verdict, 'fail')
})

test('nothing but the objective and its parameters is excused', () => {
  const reference = caseAt(worse)
  const computed = { omega, alpha, beta, log_likelihood: fit.logLikelihood, extra: 2 }
  const { elements } = comparedResults({ ...reference, expected: { ...reference.expected, extra: 1 } }, computed)
  const failures = elements.filter(({ pass }) => !pass)
  assert.equal(isBetterObjective(garch11Objective, reference, computed, failures), false)
  const excusable = failures.filter(({ path }) => path !== 'extra')
  assert.equal(isBetterObjective(garch11Objective, reference, computed, excusable), true)
})

test('a claimed likelihood that the parameters do not have is no excuse', () => {
  const reference = caseAt(worse)
  const computed = { omega, alpha, beta, log_likelihood: fit.logLikelihood + 3 }
  const failures = comparedResults(reference, computed).elements.filter(({ pass }) => !pass)
  assert.equal(isBetterObjective(garch11Objective, reference, computed, failures), false)
})

test('parameters that are not stationary are no better optimum', () => {
  assert.equal(garch11Objective.objectiveAt(inputs, { omega: 0.1, alpha: 0.5, beta: 0.6 }), undefined)
  assert.equal(garch11Objective.objectiveAt(inputs, { omega: 0.1, alpha: 0.5 }), undefined)
})
