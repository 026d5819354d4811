import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fingerprint, userGit, writeFiles } from '../../src/change/fixtures/repository.js'
import { PAGE, processesWith } from './bench.js'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const TSX = fileURLToPath(import.meta.resolve('tsx'))
/** Root is allowed everything: as root, the program is run as somebody who is not. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

let folder: string
let project: string
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tunewright-permissions-')))
  chmodSync(folder, 0o755)
  project = path.join(folder, 'project')
  mkdirSync(project)
  writeFiles(project, { 'index.html': PAGE })
  userGit(project, 'init', '-q')
  userGit(project, 'add', '-A')
  userGit(project, '-c', 'user.name=A', '-c', 'user.email=a@b.c', 'commit', '-qm', 'x')
  for (const name of ['home', 'tmp']) mkdirSync(path.join(folder, name))
  for (const name of ['home', 'tmp']) chmodSync(path.join(folder, name), 0o777)
})
afterEach(() => {
  everyFolder(project, 0o755)
  rmSync(folder, { recursive: true, force: true })
})

function everyFolder(at: string, mode: number): void {
  if (mode & 0o200) chmodSync(at, mode)
  for (const name of readdirSync(at)) {
    const inner = path.join(at, name)
    if (lstatSync(inner).isDirectory()) everyFolder(inner, mode)
    else chmodSync(inner, mode & 0o666)
  }
  chmodSync(at, mode)
}

async function run(args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', TSX, MAIN, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: path.join(folder, 'home'), TMPDIR: path.join(folder, 'tmp'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...NOBODY,
  })
  let stderr = ''
  child.stdout.resume()
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const [code] = await once(child, 'close')
  return { code: code as number, stderr }
}

describe('as somebody who may not write', () => {
  it('a project and a repository that can only be read are analyzed all the same', async () => {
    everyFolder(project, 0o555)
    const before = fingerprint(project)
    const { code, stderr } = await run(['analyze', 'project', '--profiles', 'mobile', '--loads', '1'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('Error') })
    expect(fingerprint(project)).toEqual(before)
    expect(processesWith(folder)).toEqual([])
  })

  it('a state folder that cannot be written to is told before anything is done', async () => {
    mkdirSync(path.join(folder, 'closed'), { mode: 0o555 })
    const { code, stderr } = await run(['analyze', 'project'], { TUNEWRIGHT_HOME: path.join(folder, 'closed') })
    expect(stderr).toMatch(
      /state folder .*closed cannot be used[\s\S]*Nothing was changed\.\nWhat to do: Set TUNEWRIGHT_HOME/,
    )
    expect({ code, left: readdirSync(path.join(folder, 'closed')) }).toEqual({ code: 2, left: [] })
  })

  it('a project that cannot be read is told', async () => {
    chmodSync(path.join(project, 'index.html'), 0o000)
    chmodSync(path.join(project, '.git'), 0o000)
    const { code, stderr } = await run(['analyze', 'project'])
    expect(stderr).toMatch(/Nothing was changed\.\nWhat to do: /)
    expect([1, 2]).toContain(code)
    expect(processesWith(folder)).toEqual([])
  })
})
