import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TunewrightError } from '../model/errors.js'
import { buildArm } from './arm.js'
import type { Checkpoint } from './checkpoints.js'
import { type Clone, createClone } from './clone.js'
import { fingerprint, makeRepository, quiet, targetAt, temporaryFolder } from './fixtures/repository.js'
import { Journal } from './journal.js'
import { inspectPath } from './paths.js'
import { readWorkspace } from './reader.js'
import { revertChange } from './revert.js'
import { openWorkspace } from './workspace.js'

let folder: string
let outside: string
let clone: Clone
const origin = { changeId: 'c1', sessionId: 's1', candidateId: 'k1' }

beforeEach(async () => {
  folder = temporaryFolder('hostile')
  outside = path.join(folder, 'outside')
  mkdirSync(path.join(outside, 'dist'), { recursive: true })
  writeFileSync(path.join(outside, 'a.js'), 'theirs')
  writeFileSync(path.join(outside, 'dist', 'kept.html'), 'theirs')
  const user = makeRepository({ 'src/a.js': 'a', 'src/Lamp.js': 'l', 'index.html': '<p>x</p>' })
  clone = await createClone(targetAt(user), path.join(folder, 'clone'), { logger: quiet })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const leadsOut = (name: string): boolean =>
  name.includes('\0') || !path.resolve(clone.root, name).startsWith(clone.root + path.sep)

const HOSTILE = [
  '..',
  '.',
  '',
  '/',
  '//',
  '\\',
  '..\\',
  '~',
  '-rf',
  '--output=x',
  ':(glob)**',
  ':/',
  ':!',
  '*',
  '?',
  '[a]',
  'a\nb',
  'a\0',
  ' ',
  'x ',
  'x.',
  'CON',
  '.git',
  '.GIT',
  '.Git ',
  '.git.',
  'git~1',
  'GIT~2',
  '.g\u200cit',
  '.git::$INDEX_ALLOCATION',
  '．git',
  '.gitmodules',
  'node_modules',
  'NODE_MODULES.',
  'caf\u00e9',
  'cafe\u0301',
  '\ud800',
  'src',
  'SRC',
  'a.js',
  'LAMP.JS',
  'a'.repeat(300),
  '%2e%2e',
  '$(id)',
  '`id`',
  ';id',
  'C:',
  'C:x',
] as const

describe('whatever a file is called', () => {
  test('an edit is of a file within the clone, or refused', async () => {
    const name = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 8, unit: 'binary' }))
    const paths = fc.tuple(
      fc.constantFrom('', '/', './', '../', 'src/'),
      fc.array(name, { minLength: 1, maxLength: 5 }),
    )
    await fc.assert(
      fc.asyncProperty(paths, async ([start, parts]) => {
        const at = start + parts.join('/')
        const found = await inspectPath(clone.root, at).catch((error: unknown) => error)
        if (found instanceof TunewrightError) return void expect(found.code).toBe('CHANGE_REFUSED')
        const safe = found as Awaited<ReturnType<typeof inspectPath>>
        expect(leadsOut(at)).toBe(false)
        expect(safe.absolute).toBe(path.join(clone.root, safe.relative))
        for (const part of safe.relative.split('/')) {
          expect(part.normalize('NFKC').replace(/[\u200b-\u200f]/g, '')).not.toMatch(
            /^(\.git|git~\d+|node_modules)[. ]*(:|$)/i,
          )
          expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test('what is written is committed under that name, and put back', async () => {
    const journal = await Journal.open(path.join(folder, 'journal'))
    const before = fingerprint(clone.root, at => at === '.git')
    const workspace = await openWorkspace(clone, journal, origin)
    let written = 0
    for (const name of HOSTILE) {
      for (const at of [name, `new/${name}`]) {
        const refused = await workspace.write(at, 'x').then(
          () => null,
          (error: unknown) => error,
        )
        if (refused === null) written++
        else expect(refused).toMatchObject({ code: expect.stringMatching(/^(CHANGE_REFUSED)$/) })
      }
    }
    expect(written).toBeGreaterThan(10)
    await revertChange(journal, 'c1')
    await journal.close()
    expect(fingerprint(clone.root, at => at === '.git')).toEqual(before)
  })

  test.each(['src/lamp.js', 'SRC/new.js', 'Index.html'])(
    '%s, the same as another on some systems, is refused',
    async at => {
      await expect(inspectPath(clone.root, at)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
    },
  )

  test('reading stays within the package', async () => {
    const workspace = readWorkspace(clone.root)
    symlinkSync(path.join(outside, 'a.js'), path.join(clone.root, 'src/link.js'))
    symlinkSync('a.js', path.join(clone.root, 'src/within.js'))
    symlinkSync('nowhere.js', path.join(clone.root, 'src/dangling.js'))
    symlinkSync(outside, path.join(clone.root, 'linked'))
    execFileSync('mkfifo', [path.join(clone.root, 'src/pipe.js')])
    expect(await workspace.list(['**/*.js'])).toEqual(['src/Lamp.js', 'src/a.js'])
    expect(await workspace.list()).toEqual(['index.html', 'src/Lamp.js', 'src/a.js', 'src/within.js'])
    for (const at of [
      'src/link.js',
      'linked/a.js',
      '../outside/a.js',
      'src/pipe.js',
      'src',
      path.join(outside, 'a.js'),
    ]) {
      await expect(workspace.read(at)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
    }
    for (const at of ['src/link.js', 'linked/a.js', '../outside/a.js']) expect(await workspace.exists(at)).toBe(false)
    const name = fc.oneof(fc.constantFrom(...HOSTILE, 'linked', 'link.js'), fc.string({ maxLength: 6 }))
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 5 }), async parts => {
        const content = await workspace.read(parts.join('/')).catch((error: unknown) => {
          expect(error).toBeInstanceOf(TunewrightError)
          return Buffer.from('')
        })
        expect(content.toString()).not.toBe('theirs')
      }),
      { numRuns: 500 },
    )
  })
})

describe('a folder that is replaced by a link', () => {
  const replace = () => {
    renameSync(path.join(clone.root, 'src'), path.join(clone.root, 'moved'))
    symlinkSync(outside, path.join(clone.root, 'src'))
  }
  const untouched = () => {
    expect(readdirSync(outside).sort()).toEqual(['a.js', 'dist'])
    expect(readFileSync(path.join(outside, 'a.js'), 'utf8')).toBe('theirs')
    expect(readFileSync(path.join(outside, 'dist', 'kept.html'), 'utf8')).toBe('theirs')
  }

  test.each(['after edit-intended', 'folders created', 'file removed'])(
    'between the look and the write (%s) is not written through',
    async moment => {
      let done = false
      const checkpoint: Checkpoint = name => {
        if (name !== moment || done) return
        done = true
        replace()
      }
      const journal = await Journal.open(path.join(folder, 'journal'), checkpoint)
      const workspace = await openWorkspace(clone, journal, origin)
      await expect(workspace.write('src/a.js', 'ours')).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
      expect(done).toBe(true)
      untouched()
      await revertChange(journal, 'c1')
      await journal.close()
      untouched()
      expect(readFileSync(path.join(clone.root, 'src/a.js'), 'utf8')).toBe('a')
    },
  )

  test('after the write is not followed when the change is put back', async () => {
    const journal = await Journal.open(path.join(folder, 'journal'))
    const workspace = await openWorkspace(clone, journal, origin)
    await workspace.write('src/a.js', 'ours')
    await workspace.write('src/new.js', 'ours')
    writeFileSync(path.join(outside, 'new.js'), 'theirs')
    replace()
    await revertChange(journal, 'c1')
    await journal.close()
    expect(readFileSync(path.join(outside, 'new.js'), 'utf8')).toBe('theirs')
    rmSync(path.join(outside, 'new.js'))
    untouched()
  })

  test('by a build is put back after it, and the folder behind it left alone', async () => {
    const target = targetAt(clone.source, {
      build: {
        command: `mkdir -p dist && echo x > dist/x.html && mv src gone && ln -s '${outside}' src`,
        output: 'dist',
      },
      serve: { kind: 'static', folder: 'dist' },
    })
    const journal = await Journal.open(path.join(folder, 'journal'))
    const workspace = await openWorkspace(clone, journal, origin)
    await workspace.write('src/a.js', 'ours')
    await buildArm(clone, target, { armsFolder: path.join(folder, 'arms'), logger: quiet })
    untouched()
    expect(readFileSync(path.join(clone.root, 'src/a.js'), 'utf8')).toBe('ours')
    expect(readFileSync(path.join(clone.root, 'src/Lamp.js'), 'utf8')).toBe('l')
    await revertChange(journal, 'c1')
    await journal.close()
    untouched()
  })

  test('above the build’s output is not emptied through', async () => {
    const user = makeRepository({ 'index.html': 'x' })
    symlinkSync(outside, path.join(user, 'site'))
    execFileSync('git', ['-C', user, 'add', '-A'])
    execFileSync('git', ['-C', user, '-c', 'user.name=t', '-c', 'user.email=t@e.x', 'commit', '-qm', 'link'])
    const target = targetAt(user, {
      build: { command: 'true', output: 'site/dist' },
      serve: { kind: 'static', folder: 'site/dist' },
    })
    const linked = await createClone(target, path.join(folder, 'linked'), { logger: quiet })
    await buildArm(linked, target, { armsFolder: path.join(folder, 'arms'), logger: quiet }).catch(() => undefined)
    untouched()
  })
})
