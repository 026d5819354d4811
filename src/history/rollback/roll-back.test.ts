import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  fingerprint,
  installHooks,
  makeRepository,
  temporaryFolder,
  userGit,
  writeFiles,
} from '../../change/fixtures/repository.js'
import { testServer } from '../../store/fixtures/server.js'
import { openStore, type Store } from '../../store/store.js'
import { type FixtureChange, storeSession } from '../fixtures/stored-session.js'
import { rollBack } from './roll-back.js'

let running: Awaited<ReturnType<typeof testServer>>
let store: Store
let state: string
let shop: string
let count = 0
beforeAll(async () => {
  running = await testServer()
  store = await openStore({ databaseUrl: running.server.connectionString })
})
afterAll(async () => {
  await store.close()
  await running.remove()
})
beforeEach(() => {
  state = temporaryFolder('state')
  vi.stubEnv('TUNEWRIGHT_HOME', state)
  shop = makeRepository(FILES)
})
afterEach(() => {
  vi.unstubAllEnvs()
  for (const folder of [state, shop]) rmSync(folder, { recursive: true, force: true })
})

const LINES = Array.from({ length: 40 }, (_, line) => `line ${line}`)
const FILES = { 'index.html': '<h1>Shop</h1>\n', 'app.js': LINES.join('\n'), 'old.js': 'old\n', 'bin.dat': 'a\0b\n' }
const edited = (line: number, text: string, from = LINES.join('\n')) => from.replace(`line ${line}\n`, `${text}\n`)
const CHANGES: readonly FixtureChange[] = [
  {
    title: 'Pictures in modern formats',
    files: { 'index.html': '<h1>Faster</h1>\n', 'new/a.avif': 'x\0y', 'old.js': null },
  },
  { title: 'Routes when they are opened', files: { 'app.js': edited(3, 'import()'), 'bin.dat': 'c\0d\n' } },
]
const git = (...args: string[]) => userGit(shop, ...args)
const session = async (changes = CHANGES) => {
  const id = `20260302-00000${++count}`
  return { id, ...(await storeSession(store, { stateFolder: state, root: shop, id, changes })) }
}
const tree = (revision: string) => git('rev-parse', `${revision}^{tree}`)
const merge = (id: string) => git('merge', '-q', '--no-edit', `tunewright/${id}`)

describe('a session that was not merged', () => {
  it('loses its branch and nothing else, is on record as no success, and is taken back once', async () => {
    installHooks(shop, path.join(state, 'hook-ran'))
    const before = fingerprint(shop)
    const { id, session: stored } = await session()
    writeFileSync(path.join(shop, 'draft.txt'), 'in the middle of work')
    const planned = await rollBack(store, id, { dryRun: true })
    expect(planned).toMatchObject([{ outcome: 'planned', rollback: { effect: { kind: 'branch-deleted' } } }])
    expect(git('branch', '--list', 'tunewright/*')).not.toBe('')
    expect(await store.rollbacks.done([id])).toEqual([])

    expect(await rollBack(store, id)).toMatchObject([{ outcome: 'done' }])
    rmSync(path.join(shop, 'draft.txt'))
    const isObject = (at: string) => at.startsWith('.git/objects') || at === '.git/refs/heads/tunewright'
    const unlike = ([at, what]: [string, string]) => !isObject(at) && what !== before[at]
    expect(Object.entries(fingerprint(shop)).filter(unlike)).toEqual([])
    expect(git('branch', '--list', 'tunewright/*')).toBe('')
    expect(existsSync(path.join(state, 'hook-ran'))).toBe(false)

    const after = await store.sessions.find(id)
    expect(after?.results.map(({ success }) => success)).toEqual([false, false, false])
    expect(after?.statistics).toMatchObject({
      rollbacksPerformed: 3,
      optimizationsSuccessful: 0,
      optimizationsFailed: 3,
      performanceGain: 0,
    })
    expect(after?.alerts).toMatchObject([{ message: expect.stringContaining('Pictures in modern formats') }])
    expect(after?.decisions.at(-1)).toMatchObject({ subject: 'rollback' })
    const learned = (await store.outcomes.standing()).filter(({ sessionId }) => sessionId === id)
    expect(learned.map(({ verdict, observed }) => [verdict, observed['load-time']]).sort()).toEqual([
      ['rejected', -25],
      ['rolled-back', 0],
      ['rolled-back', 0],
    ])

    expect(await rollBack(store, id)).toMatchObject([{ outcome: 'done-before' }])
    expect(await rollBack(store, stored.results[0]!.id)).toMatchObject([{ outcome: 'done-before' }])
    expect((await store.sessions.find(id))?.statistics.rollbacksPerformed).toBe(3)
    expect(await store.outcomes.list({ sessionId: id })).toHaveLength(5)
  })

  it('keeps its branch where nobody agrees to its being deleted', async () => {
    const { id } = await session()
    const asked: string[] = []
    const confirm = async (branches: readonly string[]) => {
      asked.push(...branches)
      return false
    }
    await expect(rollBack(store, id, { confirm })).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(asked).toEqual([`tunewright/${id}`])
    expect(git('branch', '--list', 'tunewright/*')).not.toBe('')
    expect(await store.rollbacks.find(`${id}/shop`)).toBeNull()
  })

  it('is reverted on a branch of its own where its branch is checked out somewhere, or has moved', async () => {
    const { id } = await session()
    const worktree = path.join(state, 'worktree')
    git('worktree', 'add', '-q', worktree, `tunewright/${id}`)
    const [step] = await rollBack(store, id)
    expect(step?.notes.join()).toContain(worktree)
    expect(tree(`tunewright/rollback-${id}`)).toBe(tree('main'))
    expect(git('branch', '--list', `tunewright/${id}`)).not.toBe('')

    const moved = await session()
    git('checkout', '-q', `tunewright/${moved.id}`)
    writeFiles(shop, { 'mine.js': 'mine' })
    git('add', '-A')
    git('commit', '-q', '-m', 'On top')
    git('checkout', '-q', 'main')
    expect(await rollBack(store, moved.id)).toMatchObject([{ outcome: 'done' }])
    const left = git('diff', '--name-only', 'main', `tunewright/rollback-${moved.id}`)
    expect(left).toBe('mine.js')
  })

  it('loses one change of several on a branch that goes on from its own', async () => {
    const { id, session: stored } = await session()
    const [first, second] = stored.results
    const [step] = await rollBack(store, first!.id.slice(0, 8))
    const branch = `tunewright/rollback-${first!.id.slice(0, 8)}`
    expect(step).toMatchObject({ outcome: 'done', rollback: { optimizations: [first!.id], effect: { branch } } })
    expect(git('diff', '--name-only', 'main', branch).split('\n')).toEqual(['app.js', 'bin.dat'])
    const after = await store.sessions.find(id)
    expect(after?.results.map(({ success }) => success)).toEqual([false, true, false])
    expect(after?.statistics.performanceGain).toBe(50)
    // The rest of the session afterwards: its branch is still as it was left.
    expect(await rollBack(store, id)).toMatchObject([
      { outcome: 'done', rollback: { effect: { kind: 'branch-deleted' } } },
    ])
    expect((await store.sessions.find(id))?.statistics).toMatchObject({
      optimizationsSuccessful: 0,
      rollbacksPerformed: 3,
    })
    expect(await rollBack(store, second!.id)).toMatchObject([{ outcome: 'done-before' }])
  })
})

describe('a session that was merged', () => {
  it('is reverted from HEAD, byte for byte where nothing else changed since, and only our part where something did', async () => {
    const { id } = await session()
    merge(id)
    const original = git('rev-parse', 'main~2')
    writeFiles(shop, { 'app.js': edited(30, 'mine', edited(3, 'import()')) })
    git('commit', '-qam', 'Mine')
    writeFileSync(path.join(shop, 'draft.txt'), 'not committed')
    installHooks(shop, path.join(state, 'hook-ran'))
    const skip = (at: string) => /^\.git\/(objects|refs|logs\/refs\/heads\/tunewright)/.test(at)
    const before = fingerprint(shop, skip)
    const [step] = await rollBack(store, id)
    const branch = `tunewright/rollback-${id}`
    expect(step?.rollback?.effect).toMatchObject({ kind: 'branch-made', branch, base: git('rev-parse', 'main') })
    expect(step?.rollback?.files).toEqual(
      expect.arrayContaining([
        { path: 'app.js', state: 'changed-since' },
        { path: 'index.html', state: 'back' },
        { path: 'new/a.avif', state: 'back' },
        { path: 'old.js', state: 'back' },
        { path: 'bin.dat', state: 'back' },
      ]),
    )
    expect(git('diff', '--name-only', original, branch)).toBe('app.js')
    expect(git('show', `${branch}:app.js`)).toBe(edited(30, 'mine').trim())
    expect(git('log', '-1', '--format=%B', branch)).toMatch(/^Take back: .*\n\nThis reverts commit \w{40}/)
    expect(fingerprint(shop, skip)).toEqual(before)
    expect(existsSync(path.join(state, 'hook-ran'))).toBe(false)
    // Merged, it is as it was; what was merged meanwhile stays.
    git('merge', '-q', branch)
    expect(git('diff', '--name-only', original, 'main')).toBe('app.js')
  })

  it('is reverted too where it was squashed and its branch is gone', async () => {
    const { id } = await session()
    const original = git('rev-parse', 'main')
    git('merge', '-q', '--squash', `tunewright/${id}`)
    git('commit', '-q', '-m', 'Squashed')
    git('branch', '-q', '-D', `tunewright/${id}`)
    git('reflog', 'expire', '--expire=now', '--all')
    git('gc', '-q', '--prune=now')
    expect(await rollBack(store, id)).toMatchObject([{ outcome: 'done' }])
    expect(tree(`tunewright/rollback-${id}`)).toBe(tree(original))
  })

  it('is refused with the files where they were changed in the same places, and nothing is changed', async () => {
    const { id } = await session()
    merge(id)
    writeFiles(shop, { 'app.js': edited(3, 'import() otherwise'), 'index.html': '<h1>Otherwise</h1>\n' })
    git('commit', '-qam', 'Over it')
    const before = fingerprint(shop)
    await expect(rollBack(store, id)).rejects.toMatchObject({
      code: 'CHANGE_REFUSED',
      details: { files: ['app.js'] },
      state: 'Nothing was changed.',
    })
    expect(fingerprint(shop)).toEqual(before)
    expect(await store.rollbacks.find(`${id}/shop`)).toBeNull()
  })

  it('has nothing to take back where it was taken back by hand', async () => {
    const { id } = await session()
    merge(id)
    git('revert', '--no-edit', 'HEAD', 'HEAD~1')
    expect(await rollBack(store, id)).toMatchObject([{ outcome: 'nothing', rollback: null }])
    expect(git('branch', '--list', 'tunewright/rollback-*')).toBe('')
  })
})

describe('a rollback that was killed is finished by running it again', () => {
  const killed = (at: string) => (point: string) => {
    if (point === at) throw new Error('killed')
  }
  it.each([
    ['intended', 'branch-deleted'],
    ['carried out', 'branch-deleted'],
    ['intended', 'branch-made'],
    ['carried out', 'branch-made'],
  ])('%s, %s', async (point, kind) => {
    const { id } = await session()
    if (kind === 'branch-made') merge(id)
    await expect(rollBack(store, id, { checkpoint: killed(point) })).rejects.toThrow('killed')
    expect(await store.rollbacks.find(`${id}/shop`)).toMatchObject({
      status: 'intended',
      rollback: { effect: { kind } },
    })
    expect((await store.sessions.find(id))?.statistics.rollbacksPerformed).toBe(1)
    expect(await rollBack(store, id)).toMatchObject([{ outcome: 'done', rollback: { effect: { kind } } }])
    const branches = git('branch', '--list', '--format=%(refname:short)', 'tunewright/*').split('\n')
    expect(branches).toEqual(kind === 'branch-made' ? [`tunewright/${id}`, `tunewright/rollback-${id}`] : [''])
    expect((await store.sessions.find(id))?.statistics.rollbacksPerformed).toBe(3)
  })
})

describe('a folder that is no repository', () => {
  it('gets the reverse of its patch, tried on copies of its files', async () => {
    rmSync(shop, { recursive: true })
    shop = temporaryFolder('plain')
    writeFiles(shop, FILES)
    const { id, session: stored } = await session()
    const before = fingerprint(shop)
    expect(await rollBack(store, id)).toMatchObject([{ outcome: 'nothing' }])

    const patch = stored.delivery.shop!.patch!
    userGit(shop, 'apply', patch)
    writeFiles(shop, { 'app.js': edited(30, 'mine', edited(3, 'import()')) })
    const [step] = await rollBack(store, id)
    expect(step?.rollback?.files).toContainEqual({ path: 'app.js', state: 'changed-since' })
    expect(step?.rollback?.files).toContainEqual({ path: 'bin.dat', state: 'back' })
    const effect = step?.rollback?.effect
    if (effect?.kind !== 'patch-written') throw new Error('a patch')
    userGit(shop, 'apply', effect.file)
    writeFiles(shop, { 'app.js': FILES['app.js'] })
    // An empty folder is left of what was added, as git does not know folders.
    expect(Object.entries(fingerprint(shop)).filter(([at]) => at !== '')).toEqual(
      Object.entries(before).filter(([at]) => at !== ''),
    )
    expect(readFileSync(path.join(shop, 'bin.dat'), 'utf8')).toBe('a\0b\n')
  })

  it('is refused with the files where it does not fit', async () => {
    rmSync(shop, { recursive: true })
    shop = temporaryFolder('plain')
    writeFiles(shop, FILES)
    const { id, session: stored } = await session()
    userGit(shop, 'apply', stored.delivery.shop!.patch!)
    writeFiles(shop, { 'index.html': 'otherwise' })
    await expect(rollBack(store, id)).rejects.toMatchObject({
      code: 'CHANGE_REFUSED',
      details: { files: ['index.html'] },
    })
  })
})

it('refuses ids that it does not know, or that could be several, and sessions that still run', async () => {
  const { id, session: stored } = await session()
  await session()
  await expect(rollBack(store, 'nothing-like-it')).rejects.toMatchObject({ code: 'TARGET_NOT_FOUND' })
  await expect(rollBack(store, '20260302')).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  mkdirSync(path.join(state, 'sessions', id), { recursive: true })
  await store.sessions.save({ ...stored, status: 'active' })
  await expect(rollBack(store, id)).rejects.toMatchObject({ code: 'BUSY' })
})
