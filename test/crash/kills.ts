import fc from 'fast-check'
import { mapBounded } from '../../src/system/map-bounded.js'
import { type Line, makeScene, removeScene, run, type Scene, wrongIn } from './scene.js'

/** When the process dies: at the n-th checkpoint, after so many milliseconds, or by the first command that it runs. */
export type Moment = { readonly point: number } | { readonly milliseconds: number } | 'as a build begins'

export interface Kill {
  readonly moment: Moment
  /** How it is started again: once; by two processes at once; or killed at its n-th checkpoint, and started once more. */
  readonly restart: 'once' | 'by two at once' | { readonly killedAt: number }
}

/** What an undisturbed session does. */
export interface Reference {
  readonly points: readonly string[]
  /** Of the clone's head after each candidate. */
  readonly trees: readonly string[]
  readonly milliseconds: number
}

export async function undisturbed(driver: string): Promise<Reference & { readonly wrong: readonly string[] }> {
  const scene = makeScene()
  try {
    const started = performance.now()
    const { code, lines, errors } = await run(driver, scene, ['session', scene.repository, '-1']).ended
    const milliseconds = performance.now() - started
    const trees = lines.at(-1)?.trees ?? []
    const wrong = code === 0 ? wrongIn(scene, trees) : [`it ended with ${code}: ${errors}`]
    return { points: lines.flatMap(line => line.point ?? []), trees, milliseconds, wrong }
  } finally {
    removeScene(scene)
  }
}

async function killed(
  driver: string,
  scene: Scene,
  moment: Moment,
): Promise<{ lines: readonly Line[]; wrong: string[] }> {
  const at = typeof moment === 'object' && 'point' in moment ? moment.point : -1
  const build = moment === 'as a build begins' ? ['kill -9 $PPID; exec sleep 987'] : []
  const { child, ended } = run(driver, scene, ['session', scene.repository, String(at), ...build])
  const timer =
    typeof moment === 'object' && 'milliseconds' in moment
      ? setTimeout(() => child.kill('SIGKILL'), moment.milliseconds)
      : undefined
  const { signal, code, lines, errors } = await ended
  clearTimeout(timer)
  // One that is to be killed at a time may have ended just before it.
  const asMeant = signal === 'SIGKILL' || (timer !== undefined && code === 0)
  return { lines, wrong: asMeant ? [] : [`it was not killed, but ended with ${code ?? signal}: ${errors}`] }
}

interface Outcome {
  readonly wrong: readonly string[]
  /** Where the process was when it was killed. */
  readonly at: string
  readonly milliseconds: number
  readonly ended: number
}

/** Kills a session, starts again, and looks at everything. */
export async function killAndStart(driver: string, { moment, restart }: Kill, { trees }: Reference): Promise<Outcome> {
  const scene = makeScene()
  try {
    const first = await killed(driver, scene, moment)
    if (typeof restart === 'object') await run(driver, scene, ['start', String(restart.killedAt)]).ended
    const starts = restart === 'by two at once' ? 2 : 1
    const runs = Array.from({ length: starts }, () => run(driver, scene, ['start', '-1']).ended)
    const ended = await Promise.all(runs)
    const lines = ended.flatMap(one => one.lines)
    const wrong = [
      ...first.wrong,
      ...ended
        .filter(({ code }) => code !== 0)
        .map(one => `the start ended with ${one.code}: ${JSON.stringify(one.lines.at(-1))} ${one.errors}`),
      ...lines.flatMap(({ status }) => (status ? [`what was put back is not as it was: ${status}`] : [])),
      ...lines.flatMap(({ done }) => (done?.unsettled ?? []).map(one => JSON.stringify(one))),
      ...wrongIn(scene, trees),
    ]
    const done = lines.flatMap(line => line.done ?? [])
    return {
      wrong,
      at: first.lines.findLast(line => line.point !== undefined)?.point ?? 'before the first point',
      milliseconds: Math.max(...done.map(one => one.milliseconds)),
      ended: done.reduce((sum, one) => sum + one.ended.length, 0),
    }
  } finally {
    removeScene(scene)
  }
}

/** Does them all. @returns what was wrong after any of them, and a line that says what was done */
export async function killAll(
  driver: string,
  kills: readonly Kill[],
  reference: Reference,
): Promise<{ wrong: string[]; summary: string }> {
  const outcomes = await mapBounded(kills, 3, kill => killAndStart(driver, kill, reference))
  const wrong = outcomes.flatMap((outcome, n) =>
    outcome.wrong.map(what => `${JSON.stringify(kills[n])} (${outcome.at}): ${what}`),
  )
  const places = new Set(outcomes.map(({ at }) => at)).size
  const ended = outcomes.reduce((sum, outcome) => sum + outcome.ended, 0)
  const slowest = Math.round(Math.max(...outcomes.map(({ milliseconds }) => milliseconds)))
  const summary = `${kills.length} kills at ${places} kinds of place; ${ended} orphans ended; the slowest start put everything back in ${slowest} ms`
  return { wrong, summary }
}

/** Seeded times within an undisturbed session, each as likely as another. */
export const randomTimes = (count: number, { milliseconds }: Reference, seed: number): Moment[] =>
  fc
    .sample(fc.noBias(fc.nat(9_999)), { numRuns: count, seed })
    .map(share => ({ milliseconds: (share / 10_000) * milliseconds }))
