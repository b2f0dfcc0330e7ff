export { activeRecord, type ActiveRecord, type Interval, type RecordCaution, type SkillTest } from './active-record.ts'
export {
  type Coefficient,
  factorSkill,
  type FactorSkill,
  type FactorSkillCaution,
  type FactorSkillOptions,
} from './factor-skill.ts'
export * from './luck-in-alphas.ts'
export * from './market-timing.ts'
export * from './performance-weights.ts'
export * from './rolling-record.ts'
export * from './rolling-style.ts'
export * from './shrunk-alphas.ts'
export * from './skill-persistence.ts'
export * from './skill-power.ts'
export * from './skill-shares.ts'
export * from './smoothed-returns.ts'
export * from './style-analysis.ts'
export * from './style-drift.ts'
