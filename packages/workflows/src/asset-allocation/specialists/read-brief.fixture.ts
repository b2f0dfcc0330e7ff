import assert from 'node:assert/strict'
import { plainText } from '../../figures/index.ts'
import type { Specialist, SpecialistResults } from '../../specialists/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { allocationSpecialists } from './allocation-specialists.ts'

const wordFormats = new Set(['text', 'words', 'date', 'year', 'length'])
/** Words that a brief may cite have no more characters. */
const LONGEST_WORDS = 200

function specialistOf(name: string): Specialist<AllocationCase> {
  return allocationSpecialists.find((one) => one.name === name)!
}

/** The brief with its slots filled; asserts that each resolves, that each figure is declared in its unit and that words are short. */
export function readBrief(name: string, all: SpecialistResults): string {
  const { needs, script } = specialistOf(name)
  const known = Object.fromEntries([name, ...needs].flatMap((one) => (one in all ? [[one, all[one]]] : [])))
  return script
    .brief(all[name], known)
    .replace(/\{\{([a-z-]+)#([^|]*) \| ([^}]*)\}\}/g, (slot, from: string, at: string, format: string) => {
      assert.ok(from in known, `${name} cites ${from}, which it does not read`)
      const [unit] = format.split(' ')
      const declared = specialistOf(from).script.figures.some(
        ({ pattern, unit: wanted }) => wanted === unit && fits(pattern, at),
      )
      assert.ok(wordFormats.has(unit) || declared, `${name}: ${slot} is no declared figure`)
      const text = plainText(`{{${at} | ${format}}}`, known[from])
      assert.ok(text.trim() !== '' && text.length <= LONGEST_WORDS, `${name}: ${slot} gives ${text.length} characters`)
      return text
    })
}

function fits(pattern: string, pointer: string): boolean {
  const keys = pointer.split('/')
  const wanted = pattern.split('/')
  return wanted.length === keys.length && wanted.every((key, i) => key === '*' || key === keys[i])
}
