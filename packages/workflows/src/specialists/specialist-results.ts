/** Results of specialists by their names. */
export type SpecialistResults = Readonly<Record<string, unknown>>
