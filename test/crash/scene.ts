import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { fingerprint, makeRepository, temporaryFolder, userGit } from '../../src/change/fixtures/repository.js'

/** A repository in the middle of work, and a state folder, in a folder of their own. */
export interface Scene {
  readonly folder: string
  readonly repository: string
  readonly state: string
  /** Everything of the checkout (index, HEAD, branches and files) but the objects, which are only ever added to. */
  readonly before: Readonly<Record<string, string>>
}

const isObject = (at: string): boolean => at === '.git/objects'

/** A reflog folder or a branch folder may come and go: what is in them is what counts. */
const withoutEmptyFolders = (seen: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(seen).filter(
      ([at, what]) =>
        !what.startsWith('folder') ||
        !at.startsWith('.git') ||
        Object.keys(seen).some(other => other.startsWith(`${at}/`)),
    ),
  )

const checkoutOf = (repository: string) => withoutEmptyFolders(fingerprint(repository, isObject))

export function makeScene(): Scene {
  const folder = temporaryFolder('crash')
  // As root the database runs as another user, who must be able to enter.
  chmodSync(folder, 0o755)
  const made = makeRepository({
    'src/a.js': 'a()\n',
    'src/b.js': 'b()\n',
    'old.js': 'old\n',
    'picture.bin': '\0picture',
    'run.sh': '#!/bin/sh\n',
    '.gitignore': 'dist\n',
  })
  const repository = path.join(folder, 'shop')
  execFileSync('mv', [made, repository])
  writeFileSync(path.join(repository, 'src/b.js'), 'not committed\n')
  writeFileSync(path.join(repository, 'staged.txt'), 'staged\n')
  userGit(repository, 'add', 'staged.txt')
  const state = path.join(folder, 'state')
  mkdirSync(state)
  chmodSync(state, 0o755)
  mkdirSync(path.join(folder, 'tmp'))
  return { folder, repository, state, before: checkoutOf(repository) }
}

export interface Line {
  readonly point?: string
  readonly trees?: readonly string[]
  /** `git status` of the private clone, once everything open was put back. */
  readonly status?: string
  readonly error?: { readonly code: string | null; readonly message: string }
  readonly done?: {
    readonly milliseconds: number
    readonly ended: readonly number[]
    readonly unsettled: readonly object[]
  }
}

export interface Ended {
  readonly lines: readonly Line[]
  readonly signal: NodeJS.Signals | null
  readonly code: number | null
  readonly errors: string
}

/**
 * Starts the driver; what it says comes at its end.
 *
 * @param before a shell command before it, e.g. one that sets a limit
 */
export function run(
  driver: string,
  scene: Scene,
  args: readonly string[],
  before = ':',
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn('/bin/sh', ['-c', `${before}; exec "$@"`, 'sh', process.execPath, driver, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: scene.folder,
      TMPDIR: path.join(scene.folder, 'tmp'),
      TUNEWRIGHT_HOME: scene.state,
    },
  })
  let said = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    said += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    errors += text
  })
  const ended = once(child, 'exit').then(async ([code, signal]) => {
    // Orphans of the child hold its pipes; what it said itself is there by now or comes in this turn.
    await new Promise(resolve => setImmediate(resolve))
    const whole = said.slice(0, said.lastIndexOf('\n') + 1)
    const lines = whole.split('\n').filter(line => line !== '')
    return { code, signal, errors, lines: lines.map(line => JSON.parse(line) as Line) }
  })
  return { child, ended }
}

/** Processes that work in a folder or name it: found without our own marks. */
export function processesAt(folder: string): string[] {
  return readdirSync('/proc').flatMap(pid => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return []
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      const at = readlinkSync(`/proc/${pid}/cwd`)
      return at.startsWith(folder) || command.includes(folder) ? [`${pid} ${command} in ${at}`] : []
    } catch {
      return []
    }
  })
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : [])

/** What is not as it must be after a start, as sentences. */
export function wrongIn(scene: Scene, trees: readonly string[]): string[] {
  const { state, repository, folder } = scene
  const wrong: string[] = []
  const branch = 'refs/heads/tunewright/s1'
  const hasBranch = userGit(repository, 'for-each-ref', branch) !== ''
  const { [`.git/${branch}`]: _, [`.git/logs/${branch}`]: __, ...rest } = checkoutOf(repository)
  // The folders that a branch brings are its own.
  const checkout = withoutEmptyFolders(rest)
  for (const at of new Set([...Object.keys(checkout), ...Object.keys(scene.before)]))
    if (checkout[at] !== scene.before[at])
      wrong.push(`the checkout's ${at} is ${checkout[at]}, was ${scene.before[at]}`)
  if (hasBranch) {
    userGit(repository, 'fsck', '--connectivity-only')
    const delivered = userGit(repository, 'rev-list', '--count', `main..${branch}`)
    const tree = userGit(repository, 'rev-parse', `${branch}^{tree}`)
    if (delivered !== '2' || tree !== trees[2])
      wrong.push(`the branch is not whole: ${delivered} commits, tree ${tree}`)
  }
  for (const name of ['journals', 'processes', 'runs', 'work', 'journals-broken', 'engines', 'locks'])
    for (const left of namesIn(path.join(state, name))) wrong.push(`${name}/${left} is left`)
  for (const left of namesIn(path.join(folder, 'tmp'))) wrong.push(`${left} is left in the temporary folder`)
  const place = path.join(state, 'sessions/s1/shop')
  for (const left of namesIn(place)) if (left !== 'clone') wrong.push(`${left} is left in the workplace`)
  const clone = path.join(place, 'clone')
  if (existsSync(clone)) {
    const tree = userGit(clone, 'rev-parse', 'HEAD^{tree}')
    if (!trees.includes(tree)) wrong.push(`the clone's HEAD has the unknown tree ${tree}`)
    const status = userGit(clone, 'status', '--porcelain', '--untracked-files=all')
    if (status !== '') wrong.push(`the clone is not clean: ${status}`)
  }
  for (const left of processesAt(folder)) wrong.push(`still running: ${left}`)
  return wrong
}

export const removeScene = (scene: Scene): void => rmSync(scene.folder, { recursive: true, force: true })
