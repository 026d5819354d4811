import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClone } from '../../src/change/clone.js'
import { fingerprint, installHooks, quiet, userGit, writeFiles } from '../../src/change/fixtures/repository.js'
import { staticTarget } from '../contract/static-target.js'
import { type Bench, differing, openBench, PAGE } from './bench.js'

let bench: Bench
beforeAll(() => {
  bench = openBench()
})
afterAll(() => bench.close())

const site = { 'index.html': PAGE, 'style.css': 'p { color: red }\n' }
const git = (root: string, ...args: string[]) => userGit(root, ...args)

/** A folder beside the projects. */
const beside = (name: string) => path.join(bench.folder, name)

/** A repository in some state, made from a plain one; returns the project in it. */
const STATES: readonly (readonly [string, (root: string) => string])[] = [
  [
    'is shallow',
    root => {
      git(root, 'commit', '-q', '--allow-empty', '-m', 'second')
      execFileSync('git', ['clone', '-q', '--depth', '1', `file://${root}`, beside('shallow')])
      return beside('shallow')
    },
  ],
  [
    'is locked by another git',
    root => {
      writeFileSync(path.join(root, '.git/index.lock'), '')
      writeFileSync(path.join(root, '.git/HEAD.lock'), '')
      return root
    },
  ],
  [
    'is a worktree',
    root => {
      git(root, 'worktree', 'add', '-q', beside('worktree'), '-b', 'other')
      return beside('worktree')
    },
  ],
  [
    'has a detached HEAD',
    root => {
      git(root, 'checkout', '-q', '--detach')
      return root
    },
  ],
  [
    'has a submodule',
    root => {
      const library = bench.project({ 'lib.js': '1' })
      git(root, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', library, 'vendor/library')
      git(root, 'commit', '-q', '-m', 'with a library')
      return root
    },
  ],
  [
    'has a repository within that it does not know',
    root => {
      mkdirSync(path.join(root, 'nested'))
      git(path.join(root, 'nested'), 'init', '-q')
      writeFiles(root, { 'nested/file.txt': 'x' })
      return root
    },
  ],
  [
    'is a package within a repository',
    root => {
      writeFiles(root, { 'packages/shop/index.html': PAGE })
      git(root, 'add', '-A')
      git(root, 'commit', '-q', '-m', 'packages')
      return path.join(root, 'packages/shop')
    },
  ],
  [
    'is in the middle of a merge with conflicts',
    root => {
      git(root, 'checkout', '-q', '-b', 'left')
      writeFiles(root, { 'style.css': 'p { color: green }\n' })
      git(root, 'commit', '-qam', 'left')
      git(root, 'checkout', '-q', 'main')
      writeFiles(root, { 'style.css': 'p { color: blue }\n' })
      git(root, 'commit', '-qam', 'right')
      spawnSync('git', ['merge', 'left'], { cwd: root })
      expect(existsSync(path.join(root, '.git/MERGE_HEAD'))).toBe(true)
      return root
    },
  ],
  [
    'is in the middle of a rebase',
    root => {
      mkdirSync(path.join(root, '.git/rebase-merge'))
      writeFiles(root, { '.git/rebase-merge/head-name': 'refs/heads/main\n' })
      return root
    },
  ],
  [
    'is checked out sparsely',
    root => {
      writeFiles(root, { 'docs/a.md': 'a' })
      git(root, 'add', '-A')
      git(root, 'commit', '-q', '-m', 'docs')
      git(root, 'sparse-checkout', 'set', '--cone', 'nothing-else')
      expect(existsSync(path.join(root, 'docs'))).toBe(false)
      return root
    },
  ],
  [
    'has paths that differ by case alone',
    root => {
      writeFiles(root, { 'a.txt': '1', 'A.txt': '2' })
      git(root, 'add', '-A')
      git(root, 'commit', '-q', '-m', 'case')
      return root
    },
  ],
  [
    'has a huge file that is not under version control',
    root => {
      execFileSync('truncate', ['-s', '20G', path.join(root, 'dump.sql')])
      return root
    },
  ],
  [
    'has names that look like options and patterns',
    root => {
      writeFiles(root, { '--output=x': '1', ':(glob)*': '2', 'new\nline.txt': '3', '-f': '4' })
      git(root, 'add', '-A')
      git(root, 'commit', '-q', '-m', 'names')
      return root
    },
  ],
  [
    'has pointers of Git LFS that were never fetched',
    root => {
      const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12345\n`
      writeFiles(root, { '.gitattributes': '*.jpg filter=lfs diff=lfs merge=lfs -text\n', 'photo.jpg': pointer })
      git(root, '-c', 'filter.lfs.clean=cat', 'add', '-A')
      git(root, '-c', 'filter.lfs.clean=cat', 'commit', '-q', '-m', 'lfs')
      return root
    },
  ],
  [
    'has filters, monitors and signing of its own',
    root => {
      const witness = beside('ran-by-config')
      for (const [name, value] of [
        ['core.fsmonitor', `touch ${witness}; false`],
        ['core.hooksPath', '.hooks'],
        ['core.sshCommand', `touch ${witness}; false`],
        ['commit.gpgSign', 'true'],
        ['gpg.program', `touch ${witness}; false`],
        ['core.pager', `touch ${witness}; false`],
        ['diff.external', `touch ${witness}; false`],
      ]) {
        git(root, 'config', name!, value!)
      }
      writeFiles(root, {
        '.hooks/post-checkout': `#!/bin/sh\ntouch ${witness}\n`,
        '.hooks/reference-transaction': `#!/bin/sh\ntouch ${witness}\n`,
      })
      for (const hook of ['post-checkout', 'reference-transaction']) chmodSync(path.join(root, '.hooks', hook), 0o755)
      return root
    },
  ],
]

/** What git keeps of a checkout; the fingerprint of the whole would read the huge file. */
const witnessOf = (root: string) => {
  const repository = path.resolve(root, userGit(root, 'rev-parse', '--git-common-dir'))
  return { ...fingerprint(repository), ...fingerprint(root, relative => relative.endsWith('dump.sql')) }
}

describe('a repository in whatever state is read, and not written', () => {
  it.each(STATES)('%s', async (_, make) => {
    const root = make(bench.project(site))
    const before = witnessOf(root)
    const clone = await createClone(
      staticTarget(root),
      path.join(bench.folder, 'state', `clone-${path.basename(root)}`),
      {
        logger: quiet,
      },
    )
    expect(readFileSync(path.join(clone.root, 'index.html'), 'utf8')).toBe(PAGE)
    // What is kept in it is brought over without anything else of the user's being touched.
    writeFileSync(path.join(clone.root, 'kept.txt'), 'kept')
    await clone.commit({ message: 'Kept\n', edits: [{ path: 'kept.txt' }] })
    const delivery = await clone.deliver('tunewright/kept')
    if (!('branch' in delivery)) throw new Error('no branch')
    const changed = differing(before, witnessOf(root)).filter(
      at => !at.startsWith('objects') && !at.startsWith('.git/objects'),
    )
    const branch = 'refs/heads/tunewright'
    expect(
      changed.filter(at =>
        at
          .replace(/^\.git\//, '')
          .replace(/^logs\//, '')
          .startsWith(branch),
      ),
    ).not.toEqual([])
    expect(
      changed.filter(
        at =>
          !at
            .replace(/^\.git\//, '')
            .replace(/^logs\//, '')
            .startsWith(branch),
      ),
    ).toEqual([])
    expect(userGit(root, 'show', `${delivery.branch}:${clone.prefix === '' ? '' : `${clone.prefix}/`}kept.txt`)).toBe(
      'kept',
    )
    expect(existsSync(beside('ran-by-config'))).toBe(false)
  })

  it('runs none of its hooks, neither while it is cloned nor when a branch is delivered', async () => {
    const root = bench.project(site)
    const witness = beside('hooks-that-ran')
    installHooks(root, witness)
    const clone = await createClone(staticTarget(root), path.join(bench.folder, 'state', 'clone-hooks'), {
      logger: quiet,
    })
    writeFileSync(path.join(clone.root, 'kept.txt'), 'kept')
    await clone.commit({ message: 'Kept\n', edits: [{ path: 'kept.txt' }] })
    await clone.deliver('tunewright/kept')
    expect(existsSync(witness)).toBe(false)
    // They would have run: git by itself sets them off.
    userGit(root, 'branch', 'by-hand')
    expect(readFileSync(witness, 'utf8')).toContain('reference-transaction')
  })

  it('delivers beside a branch of the same name', async () => {
    const root = bench.project(site)
    const clone = await createClone(staticTarget(root), path.join(bench.folder, 'state', 'clone-taken'), {
      logger: quiet,
    })
    writeFileSync(path.join(clone.root, 'kept.txt'), 'kept')
    await clone.commit({ message: 'Kept\n', edits: [{ path: 'kept.txt' }] })
    userGit(root, 'branch', 'tunewright/kept')
    const taken = userGit(root, 'rev-parse', 'tunewright/kept')
    expect(await clone.deliver('tunewright/kept')).toMatchObject({ branch: 'tunewright/kept-2' })
    expect(userGit(root, 'rev-parse', 'tunewright/kept')).toBe(taken)
  })

  it('analyzes one that is locked, shallow and of another owner, to its end', async () => {
    const root = bench.project(site)
    writeFileSync(path.join(root, '.git/index.lock'), '')
    if (process.getuid?.() === 0) chownSync(root, 1234, 1234)
    const { error, changed, running } = await bench.analyze(root)
    expect({ error, changed, running }).toEqual({ error: null, changed: [], running: [] })
  })
})

describe('a repository that cannot be used is told as that', () => {
  it('holds files behind a filter that a private clone does not have', async () => {
    const root = bench.project(site)
    writeFiles(root, { '.gitattributes': '*.bin filter=secret\n', 'data.bin': 'clear text of some length' })
    for (const [name, value] of [
      ['clean', 'head -c 4'],
      ['smudge', 'cat'],
    ])
      git(root, 'config', `filter.secret.${name}`, value!)
    git(root, 'add', '-A')
    git(root, 'commit', '-q', '-m', 'filtered')
    const { error, changed, running } = await bench.analyze(root)
    expect(error).toMatchObject({ code: 'TARGET_UNSUPPORTED', remedy: expect.stringContaining('Git LFS') })
    expect({ changed, running }).toEqual({ changed: [], running: [] })
  })

  it('has lost objects', async () => {
    const root = bench.project(site)
    renameSync(path.join(root, '.git/objects'), path.join(root, '.git/lost'))
    mkdirSync(path.join(root, '.git/objects'))
    const { error, changed, running } = await bench.analyze(root)
    expect(error).toMatchObject({
      code: expect.stringMatching(/^(?:TARGET_UNSUPPORTED|CLONE_FAILED)$/),
      state: 'Nothing was changed.',
    })
    expect({ changed, running }).toEqual({ changed: [], running: [] })
  })
})

describe('a branch that cannot be delivered', () => {
  it('says so where the repository has become unwritable: what was kept stays in the clone', async () => {
    const root = bench.project(site)
    const clone = await createClone(staticTarget(root), path.join(bench.folder, 'state', 'clone-read-only'), {
      logger: quiet,
    })
    writeFileSync(path.join(clone.root, 'kept.txt'), 'kept')
    const kept = await clone.commit({ message: 'Kept\n', edits: [{ path: 'kept.txt' }] })
    // Root is allowed everything: a file in the place of the folder stops it as well.
    renameSync(path.join(root, '.git/refs/heads'), path.join(root, '.git/refs/was'))
    writeFileSync(path.join(root, '.git/refs/heads'), '')
    const before = fingerprint(root)
    await expect(clone.deliver('tunewright/kept')).rejects.toMatchObject({
      code: 'CLONE_FAILED',
      remedy: expect.stringMatching(/./),
    })
    expect(differing(before, fingerprint(root)).filter(at => !at.startsWith('.git/objects'))).toEqual([])
    expect(await clone.head()).toBe(kept)
  })
})
