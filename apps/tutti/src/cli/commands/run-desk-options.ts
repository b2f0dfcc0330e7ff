import { resolve } from 'node:path'
import { TuttiError } from '@tutti/analytics/errors'
import type { Command } from 'commander'
import type { OfferedModels, RunDesk } from '../../client-runs/index.ts'
import { defaultWorkers, openRunService, projectRoot } from '../../compose.ts'
import { fileText } from '../input-text.ts'
import { integerOption } from '../number-option.ts'

/** What the clients of a server may run. */
export interface RunDeskOptions {
  readonly workers: number
  readonly root?: readonly string[]
  readonly runs: number
  readonly offerModel: readonly string[]
}

/** Adds the options of `RunDeskOptions` to a command. */
export function addRunDeskOptions(command: Command): Command {
  return command
    .option('--workers <number>', 'threads that compute', integerOption(1, 64), defaultWorkers())
    .option('--root <folder...>', 'folders whose files runs may read (default: this one and the examples)')
    .option('--runs <number>', 'runs at work at once; more are refused', integerOption(1, 64), 1)
    .option(
      '--offer-model <name=model...>',
      'models that clients may ask for by this name: NAME=KIND:ID or NAME=FILE.yaml (default: offline alone)',
      [],
    )
}

/** A desk with all that it holds; `close` stops its runs and lets it go. */
export interface OpenRunDesk {
  readonly desk: RunDesk
  readonly close: () => Promise<void>
}

/** Opens the runs of a server. Throws `invalid-input` for models and folders that cannot be. */
export async function openRunDesk({ workers, root, runs, offerModel }: RunDeskOptions): Promise<OpenRunDesk> {
  const { requireRoots, RunDesk } = await import('../../client-runs/index.ts')
  const models = await offeredModels(offerModel)
  const roots = (root ?? ['.', `${projectRoot}/examples`]).map((folder) => resolve(folder))
  requireRoots(roots)
  const opened = await openRunService(workers)
  const desk = new RunDesk(opened.service, { roots, models, mostRuns: runs })
  return {
    desk,
    async close() {
      await desk.close()
      await opened.close()
    },
  }
}

async function offeredModels(texts: readonly string[]): Promise<OfferedModels> {
  const { standardModels } = await import('../../client-runs/index.ts')
  const { modelPlan, parsedModelChoice } = await import('@tutti/agents/models')
  const offered = texts.map((text): [string, OfferedModels[string]] => {
    const equals = text.indexOf('=')
    const [name, model] = [text.slice(0, equals), text.slice(equals + 1)]
    if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(name) || Object.hasOwn(standardModels, name)) {
      throw new TuttiError('invalid-input', 'models are offered as NAME=MODEL', {
        field: '--offer-model',
        expected: 'a new name of small letters, digits and -, then = and KIND:ID or FILE.yaml',
      })
    }
    if (/\.ya?ml$/.test(model)) return [name, modelPlan(fileText(model), model)]
    const choice = parsedModelChoice(model, '--offer-model')
    return [name, { lead: choice, others: choice, bySpecialist: {} }]
  })
  return { ...standardModels, ...Object.fromEntries(offered) }
}
