import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { fingerprint, installHooks, userGit, writeFiles } from '../../change/fixtures/repository.js'
import { bench, edited, FILES } from '../fixtures/bench.js'
import { finishesKilledRollback } from '../fixtures/killed-rollback.js'
import { listSessions } from '../list.js'
import { takenBack } from '../taken-back.js'
import { rollBack } from './roll-back.js'

const on = bench()

describe('a session that was not merged', () => {
  it('loses its branch and nothing else, is on record as no success, and is taken back once', async () => {
    installHooks(on.shop, path.join(on.state, 'hook-ran'))
    const before = fingerprint(on.shop)
    const { id, session: stored } = await on.session()
    writeFileSync(path.join(on.shop, 'draft.txt'), 'in the middle of work')
    const planned = await rollBack(on.store, id, { dryRun: true })
    expect(planned).toMatchObject([{ outcome: 'planned', rollback: { effect: { kind: 'branch-deleted' } } }])
    expect(on.git('branch', '--list', 'tunewright/*')).not.toBe('')
    expect(await on.store.rollbacks.done([id])).toEqual([])

    expect(await rollBack(on.store, id)).toMatchObject([{ outcome: 'done' }])
    rmSync(path.join(on.shop, 'draft.txt'))
    const isObject = (at: string) => at.startsWith('.git/objects') || at === '.git/refs/heads/tunewright'
    const unlike = ([at, what]: [string, string]) => !isObject(at) && what !== before[at]
    expect(Object.entries(fingerprint(on.shop)).filter(unlike)).toEqual([])
    expect(on.git('branch', '--list', 'tunewright/*')).toBe('')
    expect(existsSync(path.join(on.state, 'hook-ran'))).toBe(false)

    const after = await on.store.sessions.find(id)
    expect(after?.results.map(({ success }) => success)).toEqual([false, false, false])
    expect(after?.statistics).toMatchObject({
      rollbacksPerformed: 3,
      optimizationsSuccessful: 0,
      optimizationsFailed: 3,
      performanceGain: 0,
    })
    expect(after?.alerts).toMatchObject([{ message: expect.stringContaining('Pictures in modern formats') }])
    expect(after?.decisions.at(-1)).toMatchObject({ subject: 'rollback' })
    const learned = (await on.store.outcomes.standing()).filter(({ sessionId }) => sessionId === id)
    expect(learned.map(({ verdict, observed }) => [verdict, observed['load-time']]).sort()).toEqual([
      ['rejected', -25],
      ['rolled-back', 0],
      ['rolled-back', 0],
    ])

    expect(await rollBack(on.store, id)).toMatchObject([{ outcome: 'done-before' }])
    expect(await rollBack(on.store, stored.results[0]!.id)).toMatchObject([{ outcome: 'done-before' }])
    expect((await on.store.sessions.find(id))?.statistics.rollbacksPerformed).toBe(3)
    expect(await on.store.outcomes.list({ sessionId: id })).toHaveLength(5)
  })

  it('keeps its branch where nobody agrees to its being deleted', async () => {
    const { id } = await on.session()
    const asked: string[] = []
    const confirm = async (branches: readonly string[]) => {
      asked.push(...branches)
      return false
    }
    await expect(rollBack(on.store, id, { confirm })).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(asked).toEqual([`tunewright/${id}`])
    expect(on.git('branch', '--list', 'tunewright/*')).not.toBe('')
    expect(await on.store.rollbacks.find(`${id}/shop`)).toBeNull()
  })
})

describe('a session that was merged', () => {
  it('is reverted from HEAD, byte for byte where nothing else changed since, and only our part where something did', async () => {
    const { id } = await on.session()
    on.merge(id)
    const original = on.git('rev-parse', 'main~2')
    writeFiles(on.shop, { 'app.js': edited(30, 'mine', edited(3, 'import()')) })
    on.git('commit', '-qam', 'Mine')
    writeFileSync(path.join(on.shop, 'draft.txt'), 'not committed')
    installHooks(on.shop, path.join(on.state, 'hook-ran'))
    const skip = (at: string) => /^\.git\/(objects|refs|logs\/refs\/heads\/tunewright)/.test(at)
    const before = fingerprint(on.shop, skip)
    const [step] = await rollBack(on.store, id)
    const branch = `tunewright/rollback-${id}`
    expect(step?.rollback?.effect).toMatchObject({ kind: 'branch-made', branch, base: on.git('rev-parse', 'main') })
    expect(step?.rollback?.files).toEqual(
      expect.arrayContaining([
        { path: 'app.js', state: 'changed-since' },
        { path: 'index.html', state: 'back' },
        { path: 'new/a.avif', state: 'back' },
        { path: 'old.js', state: 'back' },
        { path: 'bin.dat', state: 'back' },
      ]),
    )
    expect(on.git('diff', '--name-only', original, branch)).toBe('app.js')
    expect(on.git('show', `${branch}:app.js`)).toBe(edited(30, 'mine').trim())
    expect(on.git('log', '-1', '--format=%B', branch)).toMatch(/^Take back: .*\n\nThis reverts commit \w{40}/)
    expect(fingerprint(on.shop, skip)).toEqual(before)
    expect(existsSync(path.join(on.state, 'hook-ran'))).toBe(false)
    const back = async () => {
      const { rollbacks, reverts } = (await listSessions(on.store, { folder: on.shop, limit: 1 }))[0]!
      return rollbacks.map(rollback => takenBack(rollback.effect, reverts[rollback.id]))
    }
    expect(await back()).toEqual([`a branch that takes it back is ready: not merged (${branch})`])
    // Merged, it is as it was; what was merged meanwhile stays.
    on.git('merge', '-q', branch)
    expect(on.git('diff', '--name-only', original, 'main')).toBe('app.js')
    expect(await back()).toEqual([`rolled back: the branch ${branch} reverts it, merged into main`])
    on.git('reset', '-q', '--hard', 'main~2')
    on.git('branch', '-qD', branch)
    expect(await back()).toEqual([`the branch that takes it back (${branch}): not there any more`])
  })

  it('is refused with the files where they were changed in the same places, and nothing is changed', async () => {
    const { id } = await on.session()
    on.merge(id)
    writeFiles(on.shop, { 'app.js': edited(3, 'import() otherwise'), 'index.html': '<h1>Otherwise</h1>\n' })
    on.git('commit', '-qam', 'Over it')
    const before = fingerprint(on.shop)
    await expect(rollBack(on.store, id)).rejects.toMatchObject({
      code: 'CHANGE_REFUSED',
      details: { files: ['app.js'] },
      state: 'Nothing was changed.',
    })
    expect(fingerprint(on.shop)).toEqual(before)
    expect(await on.store.rollbacks.find(`${id}/shop`)).toBeNull()
  })
})

describe('a rollback that was killed is finished by running it again', () => {
  it.each([
    ['carried out', 'branch-deleted'],
    ['carried out', 'branch-made'],
  ] as const)('%s, %s', (point, kind) => finishesKilledRollback(on, point, kind))
})

describe('a folder that is no repository', () => {
  it('gets the reverse of its patch, tried on copies of its files', async () => {
    on.makePlain()
    const { id, session: stored } = await on.session()
    const before = fingerprint(on.shop)
    expect(await rollBack(on.store, id)).toMatchObject([{ outcome: 'nothing' }])

    const patch = stored.delivery.shop!.patch!
    userGit(on.shop, 'apply', patch)
    writeFiles(on.shop, { 'app.js': edited(30, 'mine', edited(3, 'import()')) })
    const [step] = await rollBack(on.store, id)
    expect(step?.rollback?.files).toContainEqual({ path: 'app.js', state: 'changed-since' })
    expect(step?.rollback?.files).toContainEqual({ path: 'bin.dat', state: 'back' })
    const effect = step?.rollback?.effect
    if (effect?.kind !== 'patch-written') throw new Error('a patch')
    userGit(on.shop, 'apply', effect.file)
    writeFiles(on.shop, { 'app.js': FILES['app.js'] })
    // An empty folder is left of what was added, as git does not know folders.
    expect(Object.entries(fingerprint(on.shop)).filter(([at]) => at !== '')).toEqual(
      Object.entries(before).filter(([at]) => at !== ''),
    )
    expect(readFileSync(path.join(on.shop, 'bin.dat'), 'utf8')).toBe('a\0b\n')
  })
})

it('refuses ids that it does not know, or that could be several, and sessions that still run', async () => {
  const { id, session: stored } = await on.session()
  await on.session()
  await expect(rollBack(on.store, 'nothing-like-it')).rejects.toMatchObject({ code: 'TARGET_NOT_FOUND' })
  await expect(rollBack(on.store, '20260302')).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  mkdirSync(path.join(on.state, 'sessions', id), { recursive: true })
  await on.store.sessions.save({ ...stored, status: 'active' })
  await expect(rollBack(on.store, id)).rejects.toMatchObject({ code: 'BUSY' })
})
