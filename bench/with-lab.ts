import { Lab } from '../src/instruments/lab/index.js'
import { quiet } from './bundle/runtime.js'

/** Lends a lab, and closes its browser whatever happens. */
export async function withLab<R>(signal: AbortSignal, work: (lab: Lab) => Promise<R>): Promise<R> {
  const lab = await Lab.open({ logger: quiet, signal })
  try {
    return await work(lab)
  } finally {
    await lab.close()
  }
}
