import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Workspace } from '../model/change.js'
import type { Checkpoint } from './checkpoints.js'
import { type Clone, createClone } from './clone.js'
import { diffOfChange } from './diff.js'
import { removedAfterAll } from './fixtures/removed-folders.js'
import {
  fingerprint,
  makeRepository,
  quiet,
  targetAt,
  temporaryFolder,
  userGit,
  writeFiles,
} from './fixtures/repository.js'
import { Journal, journalsFolder } from './journal.js'
import { keepChange } from './keep.js'
import { recover } from './recover.js'
import { revertChange } from './revert.js'
import { openWorkspace } from './workspace.js'

const remember = removedAfterAll()
const LONG = process.env.TUNEWRIGHT_TEST === 'full'

const FILES = { 'a.txt': 'a', 'run.sh': '#!/bin/sh\n', 'deep/b.bin': '\u0000b', 'deep/er/c.txt': 'c' }
let state: string
let clone: Clone
const folder = () => path.join(journalsFolder(state), 's1')
/** As after `kill -9`: the journal's owner is no more. */
const die = () => rmSync(path.join(folder(), 'owner.json'), { force: true })
const tree = () => fingerprint(clone.folder, at => at === '.git')
const origin = { changeId: 'c1', sessionId: 's1', candidateId: 'k1' }

beforeEach(async () => {
  state = remember(temporaryFolder('journal'))
  vi.stubEnv('TUNEWRIGHT_HOME', state)
  const user = remember(makeRepository(FILES))
  chmodSync(path.join(user, 'run.sh'), 0o755)
  userGit(user, 'commit', '-qam', 'executable')
  clone = await createClone(targetAt(user), path.join(state, 'clone'), { logger: quiet })
})
afterEach(() => {
  die()
  vi.unstubAllEnvs()
})

type Step = { path: string; content: string | null }
const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  path: fc.constantFrom(
    'a.txt',
    'run.sh',
    'deep/b.bin',
    'deep/er/c.txt',
    'new.txt',
    'new/x.txt',
    'new/y/z.txt',
    'deep/new/w.txt',
  ),
  content: fc.option(fc.string({ maxLength: 20 }), { nil: null }),
})
const carryOut = async (workspace: Workspace, steps: readonly Step[]) => {
  for (const { path: at, content } of steps) {
    if (content === null) await workspace.remove(at)
    else await workspace.write(at, content)
  }
}

class Crash extends Error {}
/** Stops at the n-th point between a durable write and its effect. */
const crashAt = (n: number): { checkpoint: Checkpoint; passed: () => number } => {
  let passed = 0
  return {
    checkpoint: () => {
      if (passed++ === n) throw new Crash()
    },
    passed: () => passed,
  }
}

describe('recovery', () => {
  test('from a stop at any point, of any edits, leaves every byte, mode and folder as before', async () => {
    const before = tree()
    await fc.assert(
      fc.asyncProperty(
        fc.array(stepArbitrary, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (steps, keeping) => {
          for (let n = 0, crashed = true; crashed; n++) {
            const crash = crashAt(n)
            const journal = await Journal.open(folder(), crash.checkpoint)
            crashed = false
            try {
              await carryOut(await openWorkspace(clone, journal, origin), steps)
              if (keeping && journal.changeOf('c1').edits.length > 0) await keepChange(clone, journal, 'c1', 'kept')
              else await revertChange(journal, 'c1')
            } catch (error) {
              if (!(error instanceof Crash)) throw error
              crashed = true
            }
            const kept = journal.stateOf('c1') === 'kept'
            await journal.close()
            if (!kept) {
              if (journal.stateOf('c1') !== 'reverted') await recover(state)
              await recover(state) // idempotent
              expect(tree()).toEqual(before)
              expect(await clone.head()).toBe(clone.base)
              expect(userGit(clone.folder, 'status', '--porcelain')).toBe('')
            } else {
              expect(userGit(clone.folder, 'status', '--porcelain')).toBe('')
              await clone.dropTo(clone.base)
            }
            rmSync(folder(), { recursive: true, force: true })
          }
        },
      ),
      // Each run takes hundreds of programs and syncs: a failure is told at once, not looked for in smaller edits until the time is up.
      { numRuns: LONG ? 8 : 2, seed: 20260131, endOnFailure: true },
    )
  })

  test('from a stop during recovery itself, at any point', async () => {
    const before = tree()
    for (let n = 0, crashed = true; crashed; n++) {
      const journal = await Journal.open(folder())
      await carryOut(await openWorkspace(clone, journal, origin), [
        { path: 'new/y/z.txt', content: '1' },
        { path: 'a.txt', content: null },
        { path: 'run.sh', content: 'changed' },
      ])
      await journal.close()
      const again = await Journal.open(folder(), crashAt(n).checkpoint)
      crashed = await revertChange(again, 'c1').then(
        () => false,
        error => error instanceof Crash,
      )
      await again.close()
      await recover(state)
      expect(tree()).toEqual(before)
      rmSync(folder(), { recursive: true, force: true })
    }
  })

  test('a torn last line never took effect, and is written over', async () => {
    const before = tree()
    const journal = await Journal.open(folder())
    const workspace = await openWorkspace(clone, journal, origin)
    await workspace.write('a.txt', '2')
    await journal.close()
    const file = path.join(folder(), 'journal.jsonl')
    const whole = readFileSync(file)
    const kept = remember(temporaryFolder('kept'))
    cpSync(folder(), kept, { recursive: true })
    for (let cut = whole.length; cut > 0; cut -= 7) {
      cpSync(kept, folder(), { recursive: true })
      writeFileSync(file, whole.subarray(0, cut))
      // What the journal does not know of has not happened: put the file as the cut journal has it.
      const intended = whole
        .subarray(0, cut)
        .toString()
        .split('\n')
        .slice(0, -1)
        .some(line => line.includes('edit-intended'))
      writeFileSync(path.join(clone.root, 'a.txt'), intended ? '2' : 'a')
      expect((await recover(state)).unsettled).toEqual([])
      expect(tree()).toEqual(before)
    }
    mkdirSync(folder(), { recursive: true })
    appendFileSync(file, '{"type":"change-beg')
    const reopened = await Journal.open(folder())
    expect(reopened.pending()).toEqual([])
    await reopened.close()
  })

  test('a damaged journal is set aside and told of, one of a newer version left alone; neither keeps others from being settled', async () => {
    const before = tree()
    const journal = await Journal.open(folder())
    await (await openWorkspace(clone, journal, origin)).write('a.txt', '2')
    await journal.close()
    const [damaged, bare, newer] = ['a-damaged', 'b-bare', 'z-newer'].map(name =>
      path.join(journalsFolder(state), name),
    )
    for (const copy of [damaged!, bare!, newer!]) cpSync(folder(), copy, { recursive: true })
    const lines = readFileSync(path.join(folder(), 'journal.jsonl'), 'utf8').split('\n')
    writeFileSync(
      path.join(damaged!, 'journal.jsonl'),
      [lines[0], '{"type":"change-begun"}', ...lines.slice(2)].join('\n'),
    )
    writeFileSync(path.join(newer!, 'journal.jsonl'), lines.join('\n').replace(/"version":\d+/, '"version":99'))
    rmSync(path.join(bare!, 'blobs'), { recursive: true })
    const aside = (name: string) => path.join(state, 'journals-broken', name)

    const { reverted, unsettled } = await recover(state)
    expect(reverted).toContain('c1')
    expect(tree()).toEqual(before)
    expect(unsettled.map(({ folder: at, reason }) => [at, reason])).toEqual([
      [aside('a-damaged'), expect.stringContaining('Line 2')],
      [aside('b-bare'), expect.stringContaining('missing')],
      [newer, expect.stringContaining('newer version')],
    ])
    // The damaged ones are not told of again; the newer one is, and stays as it is.
    expect((await recover(state)).unsettled.map(({ folder: at }) => at)).toEqual([newer])
    expect(readFileSync(path.join(newer!, 'journal.jsonl'), 'utf8')).toContain('"version":99')
    expect(readdirSync(journalsFolder(state))).toEqual(['z-newer'])
  })

  test('understands the journal of an earlier version, as it wrote it', async () => {
    const before = tree()
    // What that version had done when it was killed.
    writeFiles(clone.root, { 'a.txt': 'two\n', 'run.sh': 'faster\n', 'new/y/z.txt': 'z\n' })
    rmSync(path.join(clone.root, 'deep/b.bin'))
    cpSync(path.join(import.meta.dirname, 'fixtures/journal-v1'), folder(), { recursive: true })
    const file = path.join(folder(), 'journal.jsonl')
    const written = readFileSync(file, 'utf8').replaceAll('{{root}}', clone.root).replaceAll('{{head}}', clone.base)
    expect(written).toContain('"version":1')
    writeFileSync(file, written)
    expect(await recover(state)).toMatchObject({ reverted: ['c1'], gone: [], unsettled: [] })
    expect(tree()).toEqual(before)
    expect(readdirSync(journalsFolder(state))).toEqual([])
  })

  test('finds a clone where its state folder is now, not where it was', async () => {
    const journal = await Journal.open(folder())
    await (await openWorkspace(clone, journal, origin)).write('a.txt', '2')
    await journal.close()
    const copy = remember(temporaryFolder('copy'))
    cpSync(state, copy, { recursive: true })
    vi.stubEnv('TUNEWRIGHT_HOME', copy)
    expect(await recover(copy)).toMatchObject({ reverted: ['c1'], gone: [] })
    expect(readFileSync(path.join(copy, 'clone/a.txt'), 'utf8')).toBe('a')
    expect(readFileSync(path.join(state, 'clone/a.txt'), 'utf8')).toBe('2')
  })

  test('leaves the change of a live session alone, and reports a clone that is gone', async () => {
    const journal = await Journal.open(folder())
    await (await openWorkspace(clone, journal, origin)).write('a.txt', '2')
    expect(await recover(state)).toMatchObject({ reverted: [], gone: [], unsettled: [] })
    expect(readFileSync(path.join(clone.root, 'a.txt'), 'utf8')).toBe('2')
    await journal.close()
    rmSync(clone.folder, { recursive: true })
    expect(await recover(state)).toMatchObject({ reverted: [], gone: ['c1'], unsettled: [] })
  })

  test('clears away what a kill in the middle of writing a file back left', async () => {
    const before = tree()
    const journal = await Journal.open(folder())
    await (await openWorkspace(clone, journal, origin)).write('a.txt', '2')
    await journal.close()
    // Killed there: the new file is half written, and has not got its name.
    const script = `import { open } from 'node:fs/promises'; import { writeDurably } from ${JSON.stringify(path.join(import.meta.dirname, 'durable.ts'))}
      const probe = await open(${JSON.stringify(path.join(clone.root, 'run.sh'))}, 'r')
      Object.getPrototypeOf(probe).sync = () => process.kill(process.pid, 'SIGKILL')
      await writeDurably(${JSON.stringify(path.join(clone.root, 'a.txt'))}, Buffer.from('a'), 0o644)`
    const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', script]
    expect(spawnSync(process.execPath, args).signal).toBe('SIGKILL')
    expect(Object.keys(tree())).not.toEqual(Object.keys(before))
    await recover(state)
    expect(tree()).toEqual(before)
  })

  test('takes away the locks that a killed git left', async () => {
    const journal = await Journal.open(folder())
    await (await openWorkspace(clone, journal, origin)).write('a.txt', '2')
    writeFileSync(path.join(clone.folder, '.git', 'index.lock'), '')
    await journal.close()
    expect(await recover(state)).toMatchObject({ reverted: ['c1'], unsettled: [] })
    expect(userGit(clone.folder, 'status', '--porcelain')).toBe('')
  })
})

describe('a change', () => {
  test('is kept as one commit of its files, once', async () => {
    const journal = await Journal.open(folder())
    const workspace = await openWorkspace(clone, journal, origin)
    await workspace.write('new/x.txt', 'x')
    await workspace.write('run.sh', 'faster')
    await workspace.write('a.txt', 'there and back')
    await workspace.write('a.txt', 'a')
    writeFileSync(path.join(clone.root, 'stray'), 'of a tool')
    const sha = await keepChange(clone, journal, 'c1', 'Kept')
    expect(await keepChange(clone, journal, 'c1', 'Kept')).toBe(sha)
    expect(userGit(clone.folder, 'show', '--name-status', '--format=', sha)).toBe('A\tnew/x.txt\nM\trun.sh')
    expect(userGit(clone.folder, 'ls-tree', sha, 'run.sh')).toMatch(/^100755/)
    await revertChange(journal, 'c1')
    expect(journal.stateOf('c1')).toBe('kept')
    expect(existsSync(path.join(clone.root, 'new/x.txt'))).toBe(true)
    await expect(openWorkspace(clone, journal, origin)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    await journal.close()
  })

  test('is one at a time, and can be applied again after it was put back', async () => {
    const journal = await Journal.open(folder())
    await (await openWorkspace(clone, journal, origin)).write('a.txt', '2')
    await expect(openWorkspace(clone, journal, { ...origin, changeId: 'c2' })).rejects.toMatchObject({ code: 'BUSY' })
    await revertChange(journal, 'c1')
    await expect(keepChange(clone, journal, 'c1', 'x')).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    await (await openWorkspace(clone, journal, origin)).write('deep/b.bin', '3')
    expect(journal.changeOf('c1').edits.map(edit => edit.path)).toEqual(['deep/b.bin'])
    await keepChange(clone, journal, 'c1', 'x')
    await journal.close()
  })

  test('is shown as a diff, also after it was put back', async () => {
    const journal = await Journal.open(folder())
    const workspace = await openWorkspace(clone, journal, origin)
    await workspace.write('a.txt', 'two\n')
    await workspace.write('new.txt', 'n\n')
    await workspace.remove('deep/b.bin')
    await revertChange(journal, 'c1')
    const diffs = await diffOfChange(journal, 'c1')
    expect(diffs.map(({ path: at, status }) => [at, status])).toEqual([
      ['a.txt', 'changed'],
      ['new.txt', 'added'],
      ['deep/b.bin', 'removed'],
    ])
    expect(diffs[0]?.hunks).toContain('+two')
    expect(diffs[2]).toMatchObject({ hunks: null, bytesBefore: 2, bytesAfter: 0 })
    await journal.close()
  })

  test('a journal is open once at a time', async () => {
    const journal = await Journal.open(folder())
    await expect(Journal.open(folder())).rejects.toMatchObject({ code: 'BUSY' })
    await journal.close()
    writeFileSync(path.join(folder(), 'owner.json'), JSON.stringify({ pid: 1, startTime: 'long ago' }))
    const again = await Journal.open(folder())
    await again.close()
  })
})

describe('a workspace', () => {
  test('refuses what is not a source file of the package, without touching anything', async () => {
    const outside = remember(temporaryFolder('outside'))
    symlinkSync(outside, path.join(clone.root, 'link'))
    symlinkSync(path.join(outside, 'file'), path.join(clone.root, 'file-link'))
    mkdirSync(path.join(clone.root, 'sub/.git'), { recursive: true })
    writeFiles(clone.root, { '.gitignore': 'ignored/\n' })
    const journal = await Journal.open(folder())
    const workspace = await openWorkspace({ ...clone, output: 'dist' }, journal, origin)
    const before = tree()
    const paths = [
      '',
      '.',
      '../x',
      'a/../../x',
      '/etc/x',
      'C:/x',
      'a\\b',
      'x\0y',
      'deep/',
      '.git/config',
      '.GIT/config',
      'deep/.git/x',
      '.git./x',
      'node_modules/x.js',
      'deep/node_modules/x',
      'link/x',
      'file-link',
      'deep',
      'a.txt/x',
      'sub/x',
      'ignored/x',
      'dist/x',
    ]
    for (const at of paths) {
      await expect(workspace.write(at, 'x'), JSON.stringify(at)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
    }
    await expect(workspace.remove('../x')).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
    expect(tree()).toEqual(before)
    expect(fingerprint(outside)).toEqual({ '': 'folder 700' })
    await expect(workspace.read('link/../../../x')).rejects.toThrow()
    writeFileSync(path.join(outside, 'file'), 'secret')
    await expect(workspace.read('file-link')).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
    await journal.close()
  })

  test('reads, lists and matches what is under version control and what was just written', async () => {
    writeFiles(clone.root, { '.gitignore': 'dist\n', 'dist/built.txt': 'x', 'node_modules/d/i.txt': 'x' })
    const journal = await Journal.open(folder())
    const workspace = await openWorkspace(clone, journal, origin)
    await workspace.write('new/x.txt', 'x')
    await workspace.remove('a.txt')
    expect(await workspace.list()).toEqual(['.gitignore', 'deep/b.bin', 'deep/er/c.txt', 'new/x.txt', 'run.sh'])
    expect(await workspace.list(['**/*.{txt,sh}', '!new/**'])).toEqual(['deep/er/c.txt', 'run.sh'])
    expect(await workspace.readText('deep/er/c.txt')).toBe('c')
    expect(await workspace.exists('a.txt')).toBe(false)
    await expect(workspace.read('none')).rejects.toMatchObject({ code: 'TARGET_NOT_FOUND' })
    await journal.close()
  })
})
