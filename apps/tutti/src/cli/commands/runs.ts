import type { Command } from 'commander'
import { addRunsBriefs } from './runs-briefs.ts'
import { addRunsDecide } from './runs-decide.ts'
import { addRunsDiff } from './runs-diff.ts'
import { addRunsFigure } from './runs-figure.ts'
import { addRunsList } from './runs-list.ts'
import { addRunsReport } from './runs-report.ts'
import { addRunsResume } from './runs-resume.ts'
import { addRunsShow } from './runs-show.ts'
import { addRunsVerify } from './runs-verify.ts'

const note = `
An ID may be shortened to its beginning. The store is the folder TUTTI_HOME, or
.tutti in the current folder.`

/** `tutti runs …` */
export function addRuns(program: Command): void {
  const runs = program.command('runs').description('past runs').helpGroup('Studies:').addHelpText('after', note)
  const adding = [addRunsList, addRunsShow, addRunsBriefs, addRunsFigure, addRunsDecide, addRunsResume, addRunsVerify]
  for (const add of [...adding, addRunsDiff, addRunsReport]) add(runs)
}
