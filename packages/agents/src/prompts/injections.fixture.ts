import { disguisedInjections } from './disguised-injections.fixture.ts'
import type { Injection } from './injection.fixture.ts'
import { plainInjections } from './plain-injections.fixture.ts'

export type { Injection } from './injection.fixture.ts'

/** Attacks by text in data; every specialist, tool and prompt is to withstand each of them. */
export const injections: readonly Injection[] = [...plainInjections, ...disguisedInjections]
