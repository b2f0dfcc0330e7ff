import { TuttiError } from '@tutti/analytics/errors'
import { defaultWorkers, openRunService, type OpenRunService, storeExists, storeHome } from '../../compose.ts'

/** Gives the service to `work` and closes it. Throws `missing-data` when there is no store yet: reading makes none. */
export async function withService<T>(
  work: (opened: OpenRunService) => Promise<T>,
  workers = defaultWorkers(),
): Promise<T> {
  if (!storeExists()) {
    throw new TuttiError('missing-data', `there are no runs in ${storeHome()}; tutti start makes the first one`, {
      file: storeHome(),
    })
  }
  const opened = await openRunService(workers)
  try {
    return await work(opened)
  } finally {
    await opened.close()
  }
}
