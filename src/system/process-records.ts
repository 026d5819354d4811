import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { endCarriers } from './marked-processes.js'
import { isAlive, ownIdentity, type ProcessIdentity, startTimeOf } from './process-identity.js'
import { deadRuns, leaveRunOpen, ownTokens, wholeFiles, writeWhole } from './runs.js'
import { stateFolder } from './state-folder.js'

/** What is written of a process group we started. No command line: those hold secrets. */
interface ProcessRecord extends ProcessIdentity {
  readonly owner: ProcessIdentity
}

const folder = (): string => path.join(stateFolder(), 'processes')

/** Groups that run now: groups of their own do not get the terminal's Ctrl-C, so whatever ends us ends them. */
const live = new Set<number>()
let watching = false

export function killGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal)
    return true
  } catch {
    return false
  }
}

const LOOKS_AT_EXIT = 20

/** Ends what left its group and still runs. @returns whether nothing is left; waits without the event loop, which has ended by then */
function endDaemons(): boolean {
  for (let look = 0; look < LOOKS_AT_EXIT; look++) {
    if (endCarriers(ownTokens()).length === 0) return true
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
  }
  return false
}

/** Makes sure that a group does not outlive this process where it ends by itself. @returns what to call once the group is gone */
export function endWithUs(pid: number): () => void {
  live.add(pid)
  if (!watching) {
    watching = true
    // Before the record of this run is ended.
    process.prependListener('exit', () => {
      if (live.size > 0) leaveRunOpen()
      for (const group of live) killGroup(group, 'SIGKILL')
      if (!endDaemons()) leaveRunOpen()
    })
  }
  return () => live.delete(pid)
}

/** Whether a group that was handed to `endWithUs` is still there. */
export const isRunning = (pid: number): boolean => live.has(pid)

/**
 * Notes a group of ours by its leader, so that a later run can end it where this run is killed.
 *
 * @returns what to call once it is gone
 */
export function recordProcess(pid: number): () => void {
  const gone = endWithUs(pid)
  const file = path.join(folder(), `${pid}.json`)
  mkdirSync(folder(), { recursive: true, mode: 0o700 })
  const record: ProcessRecord = { pid, startTime: startTimeOf(pid) ?? 'ended', owner: ownIdentity() }
  writeWhole(file, JSON.stringify(record))
  return () => {
    gone()
    rmSync(file, { force: true })
  }
}

function read(file: string): ProcessRecord | null {
  try {
    const record = JSON.parse(readFileSync(file, 'utf8')) as ProcessRecord
    return Number.isInteger(record.pid) && record.pid > 1 && record.owner ? record : null
  } catch {
    return null // torn by the power cut that ended the process as well
  }
}

/** What killed runs left running: processes that still are the ones recorded, and whose owner is dead. */
export const findOrphans = (): ProcessIdentity[] =>
  wholeFiles(folder())
    .map(name => read(path.join(folder(), name)))
    .flatMap(record => (record && !isAlive(record.owner) && isAlive(record) ? [record] : []))

/** Groups on record whose owner is dead and whose leader is the very one recorded. The records of dead owners are removed. */
function endRecordedGroups(): number[] {
  const ended: number[] = []
  for (const name of wholeFiles(folder())) {
    const file = path.join(folder(), name)
    const record = read(file)
    if (record && isAlive(record.owner)) continue
    if (record && isAlive(record) && killGroup(record.pid, 'SIGKILL')) ended.push(record.pid)
    rmSync(file, { force: true })
  }
  return ended
}

/** So often are marked processes looked for: what is being started while the others are ended is found in the next look. */
const MOST_LOOKS = 200

/**
 * Ends what killed runs left running, and waits until it is gone: groups on record, and processes that carry the mark of a run whose own
 * process is dead (also those that were started, but not yet on record). Others are never touched. What those runs left in the temporary
 * folder is removed.
 *
 * @returns the ids of the processes ended
 */
export async function endOrphans(): Promise<number[]> {
  const ended = new Set(endRecordedGroups())
  const dead = deadRuns()
  const tokens = new Set(dead.map(run => run.token))
  for (let look = 0; tokens.size > 0 && look < MOST_LOOKS; look++) {
    const found = endCarriers(tokens)
    if (found.length === 0) break
    for (const pid of found) ended.add(pid)
    await delay(10)
  }
  for (const run of dead) run.clear()
  return [...ended]
}
