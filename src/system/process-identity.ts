import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process that can be told from a later one with the same id. Plain data: it is stored and read back. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it started, as the system tells it (opaque; unique for a pid on this machine, across restarts). */
  readonly startTime: string
}

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()

/** @returns the start time of a live process, or null where there is none (or only its remains). */
export function startTimeOf(pid: number): string | null {
  if (process.platform === 'linux') {
    try {
      // The command's name stands in brackets and may hold anything: fields are counted from its end (state is the 3rd).
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\)\s/s, '')
        .split(' ')
      if (fields[0] === 'Z' || fields[0] === 'X') return null
      return `${bootId()}:${fields[19]}`
    } catch {
      return null
    }
  }
  const listed = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { LC_ALL: 'C', PATH: process.env.PATH },
  })
  const [state, ...started] = listed.stdout.trim().split(/\s+/)
  return !state || state.startsWith('Z') ? null : started.join(' ')
}

/** @returns whether that very process is still running. */
export const isAlive = ({ pid, startTime }: ProcessIdentity): boolean => startTimeOf(pid) === startTime

let own: ProcessIdentity | undefined

/** The process we run in. */
export function ownIdentity(): ProcessIdentity {
  own ??= { pid: process.pid, startTime: startTimeOf(process.pid) ?? 'unknown' }
  return own
}
