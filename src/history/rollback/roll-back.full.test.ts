import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { userGit, writeFiles } from '../../change/fixtures/repository.js'
import { bench } from '../fixtures/bench.js'
import { finishesKilledRollback } from '../fixtures/killed-rollback.js'
import { rollBack } from './roll-back.js'

const on = bench()

describe('a session that was not merged', () => {
  it('is reverted on a branch of its own where its branch is checked out somewhere, or has moved', async () => {
    const { id } = await on.session()
    const worktree = path.join(on.state, 'worktree')
    on.git('worktree', 'add', '-q', worktree, `tunewright/${id}`)
    const [step] = await rollBack(on.store, id)
    expect(step?.notes.join()).toContain(worktree)
    expect(on.tree(`tunewright/rollback-${id}`)).toBe(on.tree('main'))
    expect(on.git('branch', '--list', `tunewright/${id}`)).not.toBe('')

    const moved = await on.session()
    on.git('checkout', '-q', `tunewright/${moved.id}`)
    writeFiles(on.shop, { 'mine.js': 'mine' })
    on.git('add', '-A')
    on.git('commit', '-q', '-m', 'On top')
    on.git('checkout', '-q', 'main')
    expect(await rollBack(on.store, moved.id)).toMatchObject([{ outcome: 'done' }])
    const left = on.git('diff', '--name-only', 'main', `tunewright/rollback-${moved.id}`)
    expect(left).toBe('mine.js')
  })

  it('loses one change of several on a branch that goes on from its own', async () => {
    const { id, session: stored } = await on.session()
    const [first, second] = stored.results
    const [step] = await rollBack(on.store, first!.id.slice(0, 8))
    const branch = `tunewright/rollback-${first!.id.slice(0, 8)}`
    expect(step).toMatchObject({ outcome: 'done', rollback: { optimizations: [first!.id], effect: { branch } } })
    expect(on.git('diff', '--name-only', 'main', branch).split('\n')).toEqual(['app.js', 'bin.dat'])
    const after = await on.store.sessions.find(id)
    expect(after?.results.map(({ success }) => success)).toEqual([false, true, false])
    expect(after?.statistics.performanceGain).toBe(50)
    // The rest of the session afterwards: its branch is still as it was left.
    expect(await rollBack(on.store, id)).toMatchObject([
      { outcome: 'done', rollback: { effect: { kind: 'branch-deleted' } } },
    ])
    expect((await on.store.sessions.find(id))?.statistics).toMatchObject({
      optimizationsSuccessful: 0,
      rollbacksPerformed: 3,
    })
    expect(await rollBack(on.store, second!.id)).toMatchObject([{ outcome: 'done-before' }])
  })
})

describe('a session that was merged', () => {
  it('is reverted too where it was squashed and its branch is gone', async () => {
    const { id } = await on.session()
    const original = on.git('rev-parse', 'main')
    on.git('merge', '-q', '--squash', `tunewright/${id}`)
    on.git('commit', '-q', '-m', 'Squashed')
    on.git('branch', '-q', '-D', `tunewright/${id}`)
    on.git('reflog', 'expire', '--expire=now', '--all')
    on.git('gc', '-q', '--prune=now')
    expect(await rollBack(on.store, id)).toMatchObject([{ outcome: 'done' }])
    expect(on.tree(`tunewright/rollback-${id}`)).toBe(on.tree(original))
  })

  it('has nothing to take back where it was taken back by hand', async () => {
    const { id } = await on.session()
    on.merge(id)
    on.git('revert', '--no-edit', 'HEAD', 'HEAD~1')
    expect(await rollBack(on.store, id)).toMatchObject([{ outcome: 'nothing', rollback: null }])
    expect(on.git('branch', '--list', 'tunewright/rollback-*')).toBe('')
  })
})

describe('a folder that is no repository', () => {
  it('is refused with the files where it does not fit', async () => {
    on.makePlain()
    const { id, session: stored } = await on.session()
    userGit(on.shop, 'apply', stored.delivery.shop!.patch!)
    writeFiles(on.shop, { 'index.html': 'otherwise' })
    await expect(rollBack(on.store, id)).rejects.toMatchObject({
      code: 'CHANGE_REFUSED',
      details: { files: ['index.html'] },
    })
  })
})

describe('a rollback that was killed is finished by running it again', () => {
  it.each([
    ['intended', 'branch-deleted'],
    ['intended', 'branch-made'],
  ] as const)('%s, %s', (point, kind) => finishesKilledRollback(on, point, kind))
})
