// A process that is killed. It does what a session does to disk and processes, without browser and database:
//   driver.ts session <repository> <kill at the n-th checkpoint, -1: never> [command to build with]
//   driver.ts start <kill at the n-th checkpoint, -1: never>
// The state folder is in TUNEWRIGHT_HOME. Prints a line of JSON for each checkpoint it comes to, and what a start did.
import { execFileSync } from 'node:child_process'
import { existsSync, writeSync } from 'node:fs'
import path from 'node:path'
import { buildArm } from '../../src/change/arm.js'
import type { Checkpoint } from '../../src/change/checkpoints.js'
import { deliverJournaled } from '../../src/change/journaled-delivery.js'
import { keepChange } from '../../src/change/keep.js'
import { revertChange } from '../../src/change/revert.js'
import { armsFolderOf, openWorkplace } from '../../src/change/workplace.js'
import { openWorkspace } from '../../src/change/workspace.js'
import { closingAfter } from '../../src/loop/closing-after.js'
import { putBack } from '../../src/loop/put-back.js'
import { lockTarget } from '../../src/loop/target-lock.js'
import { messageOf, TunewrightError } from '../../src/model/errors.js'
import type { TargetSystem } from '../../src/model/target.js'
import { tellingDiskFull } from '../../src/system/disk-full.js'
import { runCommand, startProcess } from '../../src/system/process.js'
import { stateFolder } from '../../src/system/state-folder.js'
import { emptyTrash } from '../../src/system/trash.js'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const say = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`)
const state = stateFolder()

let passed = 0
const killingAt =
  (n: number): Checkpoint =>
  point => {
    say({ point })
    if (passed++ === n) process.kill(process.pid, 'SIGKILL')
  }

const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim()

/** What each candidate does: edits of every kind, and whether it is kept. */
const CANDIDATES = [
  { keep: true, write: { 'src/a.js': 'faster()\n', 'new/deep/x.js': 'x\n' }, remove: ['old.js'] },
  {
    keep: false,
    write: { 'src/a.js': 'slower()\n', 'run.sh': '#!/bin/sh\nexit 1\n', 'new/y.js': 'y\n' },
    remove: ['picture.bin'],
  },
  { keep: true, write: { 'picture.bin': '\0smaller' }, remove: ['new/deep/x.js'] },
  { keep: true, write: { 'src/b.js': 'dropped()\n' }, remove: [] },
]

async function session(repository: string, checkpoint: Checkpoint, command: string): Promise<void> {
  const { deleted } = await putBack(state, quiet)
  const target: TargetSystem = {
    id: 'shop',
    name: 'Shop',
    framework: 'frontend',
    root: repository,
    pages: [{ id: 'home', path: '/', weight: 1 }],
    build: { command, output: 'dist' },
    serve: { kind: 'static', folder: 'dist' },
    environment: {},
  }
  const free = await lockTarget(state, repository, { sessionId: 's1' })
  const folder = path.join(state, 'sessions', 's1', 'shop')
  const { clone, journal, close } = await openWorkplace(target, {
    stateFolder: state,
    sessionId: 's1',
    folder,
    logger: quiet,
    checkpoint,
  })
  const environment = { PATH: process.env.PATH ?? '' }
  const trees: string[] = []
  const closing = [{ close }, { close: free }]
  await closingAfter(
    quiet,
    () => closing,
    async () => {
      // A service, with a child that has left its group.
      const service = startProcess('setsid sleep 987 & exec sleep 987', { cwd: clone.root, environment })
      closing.push({ close: () => service.stop() })
      for (const [n, { keep, write, remove }] of CANDIDATES.entries()) {
        const change = `c${n}`
        const workspace = await openWorkspace(clone, journal, {
          changeId: change,
          sessionId: 's1',
          candidateId: change,
        })
        for (const [at, content] of Object.entries(write)) await workspace.write(at, content)
        for (const at of remove) await workspace.remove(at)
        await buildArm(clone, target, { armsFolder: armsFolderOf(folder), logger: quiet })
        if (keep) await keepChange(clone, journal, change, `Change ${n}`)
        else await revertChange(journal, change)
        trees.push(git(clone.folder, 'rev-parse', 'HEAD^{tree}'))
      }
      await clone.dropTo(git(clone.folder, 'rev-parse', 'HEAD^'))
      await runCommand('true', { cwd: clone.root, environment, timeout: 10_000 })
      await deliverJournaled(clone, journal, 'tunewright/s1')
    },
  )
  await deleted
  await emptyTrash()
  say({ trees })
}

/** The next start; just before a clone is cleared away it is looked at. */
async function start(kill: Checkpoint): Promise<void> {
  const clone = path.join(state, 'sessions', 's1', 'shop', 'clone')
  const { deleted, ...done } = await putBack(state, quiet, point => {
    if (
      point === 'before clearing' &&
      existsSync(path.join(clone, '.git', 'tunewright.json')) &&
      !existsSync(`${clone}.unfinished`)
    )
      say({ status: git(clone, 'status', '--porcelain', '--untracked-files=all') })
    kill(point)
  })
  await deleted
  say({ done })
}

const [mode = '', ...rest] = process.argv.slice(2)
try {
  if (mode === 'session')
    await session(rest[0]!, killingAt(Number(rest[1])), rest[2] ?? 'mkdir -p dist && cp src/*.js dist')
  else await start(killingAt(Number(rest[0])))
} catch (error) {
  const told = tellingDiskFull(error)
  say({ error: { code: told instanceof TunewrightError ? told.code : null, message: messageOf(told) } })
  process.exitCode = 1
}
// What still runs must not keep it.
process.exit()
