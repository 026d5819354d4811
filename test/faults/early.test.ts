import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { userGit, writeFiles } from '../../src/change/fixtures/repository.js'
import { startProgram } from '../../src/cli/fixtures/run-program.js'
import { PAGE } from './bench.js'
import { type Early, input, openEarly, unsupported } from './early.js'

let early: Early
beforeEach(() => {
  early = openEarly()
})
afterEach(() => early.remove())

describe('what is no project', () => {
  it('an empty folder', () =>
    early.refused(unsupported(/neither a page to serve nor a production server/, /tunewright init/)))

  it('a folder that is not there', () =>
    early.refused({ code: 'TARGET_NOT_FOUND', message: /nowhere is not there/, remedy: /Name a folder/ }, ['nowhere']))

  it('a file', () => {
    writeFileSync(path.join(early.project, 'page.html'), PAGE)
    return early.refused(input(/neither a folder nor a configuration file/, /folder of the project/), [
      'project/page.html',
    ])
  })

  it.each([
    ['the root of the system', '/'],
    ['the home folder', homedir()],
  ])('%s', (_, at) => {
    return early.refused(unsupported(/is not a project/, /folder of the project itself/), [at])
  })
})

describe('what the machine lacks', () => {
  beforeEach(() => {
    writeFiles(early.project, { 'index.html': PAGE })
    userGit(early.project, 'init', '-q')
    userGit(early.project, 'add', '-A')
    userGit(early.project, '-c', 'user.name=A', '-c', 'user.email=a@b.c', 'commit', '-qm', 'x')
  })

  it('git', () => {
    const bin = path.join(early.folder, 'bin')
    mkdirSync(bin)
    symlinkSync(process.execPath, path.join(bin, 'node'))
    return early.refused(
      { code: 'CLONE_FAILED', message: /Git could not be run/, remedy: /Install git/, exit: 1 },
      ['project'],
      { PATH: bin },
    )
  })

  it('a state folder that can be written', () => {
    writeFileSync(path.join(early.folder, 'occupied'), '')
    return early.refused(
      { code: 'UNSAFE_ENVIRONMENT', message: /occupied is a file/, remedy: /TUNEWRIGHT_HOME/ },
      ['project'],
      { TUNEWRIGHT_HOME: path.join(early.folder, 'occupied', 'state') },
    )
  })
})

describe('repositories that cannot be optimized', () => {
  it('has no commit yet', () => {
    writeFiles(early.project, { 'index.html': PAGE })
    userGit(early.project, 'init', '-q')
    return early.refused(unsupported(/has no commit yet/, /Commit the project first/))
  })

  it('is bare', () => {
    userGit(early.project, 'init', '-q', '--bare')
    writeFiles(early.project, { 'index.html': PAGE })
    return early.refused(unsupported(/bare repository|must be run in a work tree/, /checkout with files/))
  })

  it('is broken', () => {
    writeFiles(early.project, { 'index.html': PAGE, '.git': 'gitdir: /nowhere/at/all' })
    return early.refused(unsupported(/Git cannot read the repository/, /./))
  })
})

describe('a Node that is too old', () => {
  it('is told in a line, before anything else of ours is loaded', async () => {
    const older = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.19.1'}})`
    const { code, stderr } = await startProgram(early.folder, ['analyze', 'project'], {
      NODE_OPTIONS: `--import="${older}"`,
    }).ended
    expect(stderr).toMatch(/needs Node 20\.19 or newer, and this is 18\.19\.1\.\nNothing was changed\.\nWhat to do: /)
    expect(code).toBe(1)
    const main = readFileSync(new URL('../../src/cli/main.ts', import.meta.url), 'utf8')
    expect(main.match(/^import .*$/gm)).toEqual(["import { requireNode } from './require-node.js'"])
  })

  it('is what package.json says', () => {
    const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(engines.node).toBe('>=20.19')
  })
})
