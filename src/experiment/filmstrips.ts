import { PROFILES, type ProfileId } from '../model/profile.js'
import type { Filmstrip } from '../model/session.js'
import type { PageTarget } from '../model/target.js'
import { type Arms, type ExperimentLab, type Serve, withServedArms } from './lab-port.js'

/**
 * One load of each page in each arm with its frames, for people to look at. Loads of their own: taking frames costs time, so no timed sample
 * may come from them.
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
        const load = await o.lab.load(served[arm], page, PROFILES[o.profile], {
          filmstrip: true,
          interactive: true,
        })
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
