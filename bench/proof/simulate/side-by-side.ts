import { execFile } from 'node:child_process'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Part, WronglyKept } from './sessions.js'

/** Sessions to be simulated, and by whose rule. */
export interface SessionsAsked {
  readonly scenario: string
  /** By name; absent: ours. */
  readonly peer?: string
  readonly sessions: number
  /** The folder of recorded blocks. */
  readonly recorded: string
}

export interface PartAsked extends SessionsAsked {
  readonly part: Part
}

const PART = fileURLToPath(new URL('part.ts', import.meta.url))

/** TypeScript is run as it is, whoever started this process. */
const runner = ['--import', import.meta.resolve('tsx')]

/** Simulates sessions in as many processes as there are processors: the same sessions, whatever their number. */
export async function sideBySide(asked: SessionsAsked, signal: AbortSignal): Promise<WronglyKept> {
  const of = os.availableParallelism()
  const parts = await Promise.all(
    Array.from({ length: of }, async (_, index): Promise<WronglyKept> => {
      const argument = JSON.stringify({ ...asked, part: { index, of } } satisfies PartAsked)
      const { stdout } = await promisify(execFile)(process.execPath, [...runner, PART, argument], { signal })
      return JSON.parse(stdout)
    }),
  )
  const sum = (pick: (part: WronglyKept) => number) => parts.reduce((all, part) => all + pick(part), 0)
  const sessions = sum(part => part.sessions)
  return { sessions, wrong: sum(part => part.wrong), blocks: sum(part => part.blocks * part.sessions) / sessions }
}
