/** Groups that effectiveness is measured in: one for each domain. */
export const effectivenessGroups = ['rates', 'inflation', 'currency', 'credit'] as const
export type EffectivenessGroup = (typeof effectivenessGroups)[number]
