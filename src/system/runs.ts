import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isBeingPrepared, preparedName } from './prepared-file.js'
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.js'
import { stateFolder } from './state-folder.js'

/** The variable by which every process that we start, and every one that those start, can be told to be of this run. */
export const RUN_VARIABLE = 'TUNEWRIGHT_RUN'

/** A process of ours and what it has in hand; on record before it starts anything or puts anything anywhere. */
export interface Run {
  /** Unique; what its processes carry in `RUN_VARIABLE`. */
  readonly token: string
  /** Its folder for what is thrown away, on the state folder's file system. */
  readonly work: string
  /** The same, in the system's temporary folder. */
  readonly temporary: string
}

interface RunRecord extends Run {
  readonly owner: ProcessIdentity
}

const runsFolder = (): string => path.join(stateFolder(), 'runs')
const runFile = (token: string): string => path.join(runsFolder(), `${token}.json`)
const workFolder = (): string => path.join(stateFolder(), 'work')

/** By state folder: there is one, but for tests. */
const own = new Map<string, Run>()

/** Puts a small file in place whole. */
export function writeWhole(file: string, content: string): void {
  const prepared = preparedName(file)
  writeFileSync(prepared, content, { mode: 0o600 })
  renameSync(prepared, file)
}

/** The files of a folder, without those that a live process is about to put in place. */
export function wholeFiles(folder: string): string[] {
  return names(folder).filter(name => !isBeingPrepared(name))
}

/** This process's run, put on record when it is first asked for. */
export function ownRun(): Run {
  const known = own.get(stateFolder())
  if (known) return known
  const token = randomUUID()
  const run: Run = {
    token,
    work: path.join(workFolder(), token),
    temporary: path.join(tmpdir(), `tunewright-${token}`),
  }
  mkdirSync(runsFolder(), { recursive: true, mode: 0o700 })
  writeWhole(runFile(token), JSON.stringify({ ...run, owner: ownIdentity() } satisfies RunRecord))
  if (own.size === 0) process.on('exit', () => !isLeftOpen && endOwnRuns())
  own.set(stateFolder(), run)
  return run
}

export const ownTokens = (): ReadonlySet<string> => new Set([...own.values()].map(run => run.token))

let isLeftOpen = false

/** Leaves the record of this run to the next one: something of it may still be running. */
export const leaveRunOpen = (): void => {
  isLeftOpen = true
}

/** An environment with the mark of this run. */
export const marked = (environment: Readonly<Record<string, string>>): Record<string, string> => ({
  ...environment,
  [RUN_VARIABLE]: ownRun().token,
})

/** The same, where this run is on record: what is read of a project before the state folder is known to be usable goes without. */
export const markedOnceBegun = (environment: Readonly<Record<string, string>>): Record<string, string> =>
  own.has(stateFolder()) ? marked(environment) : { ...environment }

/** Makes a folder for what is thrown away at the end of this run: by its user, else by the next run. */
export function scratchFolder(name: string, where: 'work' | 'temporary' = 'temporary'): string {
  const folder = path.join(ownRun()[where], `${name}-${randomUUID().slice(0, 8)}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** Ends the record of this run once nothing of it is left. Where anything is, the next run looks after it. */
function endOwnRuns(): void {
  for (const [state, run] of own) {
    try {
      for (const folder of [run.work, run.temporary]) {
        try {
          rmdirSync(folder)
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
        }
      }
      rmSync(path.join(state, 'runs', `${run.token}.json`), { force: true })
    } catch {
      // something is still in a folder
    }
  }
}

export interface DeadRun {
  readonly token: string
  /** Removes what it left on disk, and its record. Nothing of it may be running any more. */
  clear(): void
}

function readRun(file: string): RunRecord | null {
  try {
    const run = JSON.parse(readFileSync(file, 'utf8')) as RunRecord
    return typeof run.owner?.pid === 'number' ? run : null
  } catch {
    return null // lost in a power cut, in which its processes ended as well
  }
}

const names = (folder: string): string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

const TOKEN = /^[0-9a-f-]{36}$/

/** Runs whose process is no more. */
export function deadRuns(): DeadRun[] {
  const dead: DeadRun[] = []
  for (const name of wholeFiles(runsFolder())) {
    const file = path.join(runsFolder(), name)
    const run = readRun(file)
    if (run && isAlive(run.owner)) continue
    const token = path.basename(name, '.json')
    dead.push({
      token,
      clear() {
        // Its place may have been another temporary folder than ours; nothing but a folder of that name is removed.
        if (run && TOKEN.test(token) && path.basename(run.temporary) === `tunewright-${token}`)
          rmSync(run.temporary, { recursive: true, force: true })
        rmSync(file, { force: true })
      },
    })
  }
  return dead
}

/** What runs that are no more left in the state folder for what is thrown away. */
export function abandonedWork(): string[] {
  const live = new Set(names(runsFolder()).map(name => path.basename(name, '.json')))
  return names(workFolder())
    .filter(name => !live.has(name))
    .map(name => path.join(workFolder(), name))
}
