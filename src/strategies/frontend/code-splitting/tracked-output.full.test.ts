import { rm, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { buildArm } from '../../../change/arm.js'
import { type Clone, createClone } from '../../../change/clone.js'
import { fingerprint, quiet, temporaryFolder, userGit } from '../../../change/fixtures/repository.js'
import { Journal } from '../../../change/journal.js'
import { keepChange } from '../../../change/keep.js'
import { openWorkspace, sourcesOf } from '../../../change/workspace.js'
import { createProject } from '../../../instruments/bundle/fixtures/project.js'
import type { Proposal } from '../../../model/actuator.js'
import { actuator } from './actuator.js'
import { SHOP } from './fixtures/shop.js'
import { contextOf } from './fixtures/workspace.js'
import type { Context } from './project.js'

const WEBPACK = 'node_modules/webpack-cli/bin/cli.js'
const made: string[] = []
let state: string
let clone: Clone
let context: Context
let proposal: Proposal

/** A repository that has its build's output under version control, and in the same folder a page written by hand. */
beforeAll(async () => {
  state = temporaryFolder('tracked-state')
  vi.stubEnv('TUNEWRIGHT_HOME', state)
  const source = temporaryFolder('tracked')
  made.push(state, source)
  const files = { ...SHOP, 'webpack.config.js': SHOP['webpack.config.js']!.replace(', clean: true', '') }
  const project = await createProject({ ...files, '.gitignore': 'node_modules\n.stats.jsonl\n' }, source)
  await project.write({ 'dist/imprint.html': '<h1>Imprint</h1>\n', 'dist/main.js': '// of a build long ago\n' })
  await project.build()
  userGit(source, 'init', '-q', '-b', 'main')
  userGit(source, 'add', '-A')
  userGit(source, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-q', '-m', 'All of it')
  context = await contextOf(project)
  clone = await createClone(context.target, join(state, 'clone'), { logger: quiet })
  await symlink(resolve(import.meta.dirname, '../../../../node_modules'), join(clone.root, 'node_modules'))
  proposal = await actuator.propose(context, sourcesOf(clone))
})
afterAll(async () => {
  vi.unstubAllEnvs()
  for (const place of made) await rm(place, { recursive: true, force: true })
})

it('output under version control is found, and told apart from what is written by hand beside it', () => {
  const finding = proposal.findings.find(({ message }) => message.includes('under version control'))
  // The page, its script and its style sheet.
  expect(finding).toMatchObject({ subject: 'dist', message: expect.stringMatching(/^3 files .* no commit has them/) })
})

it('no commit has rebuilt output, and what lies in its folder stays as it was', async () => {
  const journal = await Journal.open(join(state, 'journal'))
  const before = fingerprint(join(clone.root, 'dist'))
  const origin = { changeId: 'c1', sessionId: 's1', candidateId: 'lazy-routes' }
  const workspace = await openWorkspace(clone, journal, origin)
  const candidate = proposal.candidates.find(({ id }) => id === 'lazy-routes')!
  await actuator.apply(candidate, context, workspace)
  await expect(workspace.write('dist/imprint.html', '')).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
  const target = { ...context.target, build: { command: `node ${WEBPACK}`, output: 'dist' } }
  const arm = await buildArm(clone, target, { armsFolder: join(state, 'arms'), logger: quiet })
  const commit = await keepChange(clone, journal, 'c1', 'Routes are loaded later')
  await journal.close()

  expect(Object.keys(fingerprint(join(arm.root, 'dist'))).some(file => file.startsWith('catalogue.'))).toBe(true)
  expect(userGit(clone.folder, 'show', '--name-only', '--format=', commit).trim()).toBe('src/App.jsx')
  expect(fingerprint(join(clone.root, 'dist'))).toEqual(before)
})
