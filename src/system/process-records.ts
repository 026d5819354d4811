import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.js'
import { stateFolder } from './state-folder.js'

/** What is written of a process we started. No command line: those hold secrets. */
interface ProcessRecord extends ProcessIdentity {
  readonly owner: ProcessIdentity
}

const folder = (): string => path.join(stateFolder(), 'processes')
const fileOf = (pid: number): string => path.join(folder(), `${pid}.json`)

/** Notes a process of ours, so that a later run can end it where this run is killed. */
export function recordProcess(started: ProcessIdentity): void {
  mkdirSync(folder(), { recursive: true, mode: 0o700 })
  const record: ProcessRecord = { pid: started.pid, startTime: started.startTime, owner: ownIdentity() }
  writeFileSync(fileOf(started.pid), JSON.stringify(record))
}

export const forgetProcess = (pid: number): void => rmSync(fileOf(pid), { force: true })

function read(file: string): ProcessRecord | null {
  try {
    const record = JSON.parse(readFileSync(file, 'utf8')) as ProcessRecord
    return Number.isInteger(record.pid) && record.pid > 1 && record.owner ? record : null
  } catch {
    return null // torn by the kill that made it an orphan
  }
}

function recorded(): { file: string; record: ProcessRecord | null }[] {
  let names: string[]
  try {
    names = readdirSync(folder())
  } catch {
    return []
  }
  return names.map(name => path.join(folder(), name)).map(file => ({ file, record: read(file) }))
}

/** What killed runs left running: processes that still are the ones recorded, and whose owner is dead. */
export const findOrphans = (): ProcessIdentity[] =>
  recorded().flatMap(({ record }) => (record && !isAlive(record.owner) && isAlive(record) ? [record] : []))

/**
 * Ends what killed runs left behind: processes that we recorded, that still are the ones recorded (same start time), and
 * whose owner is dead. Others are never touched.
 *
 * @returns the ids of the processes ended
 */
export function endOrphans(): number[] {
  const ended: number[] = []
  for (const { file, record } of recorded()) {
    if (record && isAlive(record.owner)) continue
    if (record && isAlive(record)) {
      try {
        process.kill(-record.pid, 'SIGKILL')
        ended.push(record.pid)
      } catch {
        // gone since we looked
      }
    }
    rmSync(file, { force: true })
  }
  return ended
}
