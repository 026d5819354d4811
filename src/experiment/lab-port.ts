import type { Lab, LoadOptions } from '../instruments/lab/index.js'
import type { ServedArm } from '../instruments/serving/index.js'
import type { BuiltArm } from '../model/change.js'

export type { LoadOptions, ServedArm }

/** What an experiment needs of the lab. */
export type ExperimentLab = Pick<Lab, 'load' | 'warm' | 'survey' | 'visit' | 'look' | 'follow' | 'renew'>

/** The two built arms. */
export interface Arms {
  readonly baseline: BuiltArm
  readonly candidate: BuiltArm
}

/** Puts up a fresh instance of an arm: a process and port of its own. */
export type Serve = (arm: BuiltArm) => Promise<ServedArm>

export interface ServedArms {
  readonly baseline: ServedArm
  readonly candidate: ServedArm
}

/**
 * Runs something while fresh instances of both arms are up, started in the order given, and stops them whatever happens.
 * @throws TunewrightError SERVE_FAILED
 */
export async function withServedArms<R>(
  arms: Arms,
  serve: Serve,
  first: keyof Arms,
  run: (served: ServedArms) => Promise<R>,
): Promise<R> {
  const one = await serve(arms[first])
  try {
    const other = await serve(arms[first === 'baseline' ? 'candidate' : 'baseline'])
    try {
      return await run(first === 'baseline' ? { baseline: one, candidate: other } : { baseline: other, candidate: one })
    } finally {
      await other.stop()
    }
  } finally {
    await one.stop()
  }
}
