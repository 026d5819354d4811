import { TunewrightError } from '../model/errors.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import type { Filmstrip } from '../model/session.js'
import type { PageTarget } from '../model/target.js'
import { type Arms, type ExperimentLab, type Serve, withServedArms } from './lab-port.js'

/**
 * One load of each page in each arm with its frames, for people to look at. Loads of their own: taking frames costs time, so no timed sample
 * may come from them. A page that does not work has none.
 * @throws TunewrightError as the lab and the server do
 */
export async function takeFilmstrips(o: {
  lab: ExperimentLab
  serve: Serve
  arms: Arms
  pages: readonly PageTarget[]
  profile: ProfileId
  signal?: AbortSignal
}): Promise<Filmstrip[]> {
  return withServedArms(o.arms, o.serve, 'baseline', async served => {
    const strips: Filmstrip[] = []
    for (const page of o.pages)
      for (const arm of ['baseline', 'candidate'] as const) {
        o.signal?.throwIfAborted()
        const options = { filmstrip: true, interactive: true } as const
        const load = await o.lab.load(served[arm], page, PROFILES[o.profile], options).catch(unlessBroken)
        if (load === null) continue
        const timeToInteractive = load.metrics['time-to-interactive']
        strips.push({
          page: page.id,
          profile: o.profile,
          arm,
          frames: load.filmstrip ?? [],
          ...(timeToInteractive === undefined ? {} : { timeToInteractive }),
        })
      }
    return strips
  })
}

/** What is broken is told by the verdict: the film of it is not to hide that. */
function unlessBroken(error: unknown): null {
  if (error instanceof TunewrightError && error.code === 'PAGE_BROKEN') return null
  throw error
}
