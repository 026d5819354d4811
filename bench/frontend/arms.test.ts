import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Lab } from '../../src/instruments/lab/index.js'
import { detectTarget } from '../../src/target/index.js'
import { quiet, withRuntime } from '../bundle/runtime.js'
import { buildArms, type FrontendArms, OURS, servedFolder, UNTOUCHED } from './arms.js'
import type { Recipe } from './peers/recipes.js'
import { commitAll, run } from './projects.js'

const { signal } = new AbortController()
const options = { signal, progress: () => undefined }
const RECIPES: readonly Recipe[] = [
  { arm: 'sources', sources: [workspace => workspace.write('words.txt', 'theirs')], output: [] },
  {
    arm: 'output',
    sources: [],
    output: [
      async folder => {
        await writeFile(join(folder, 'index.html'), 'changed after the build')
        return 'one page'
      },
    ],
  },
  { arm: 'broken', sources: [workspace => workspace.write('build.mjs', 'no script')], output: [] },
]

let folder = ''
let made: FrontendArms
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-arms-'))
  const root = join(folder, 'site')
  await mkdir(root)
  const files = {
    'package.json': '{ "name": "site", "scripts": { "build": "node build.mjs" } }',
    '.gitignore': 'dist/\n',
    'words.txt': 'as it was',
    'build.mjs': `import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
mkdirSync('dist', { recursive: true })
writeFileSync('dist/index.html', readFileSync('words.txt', 'utf8'))
`,
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(root, name), content)
  await commitAll(root, signal)
  const author = '-c user.name=Team -c user.email=team@example.org'
  const edit = 'printf ours > words.txt'
  await run(
    `git checkout -q -b tunewright/x && ${edit} && git ${author} commit -qam x && git checkout -q main`,
    root,
    signal,
  )
  const target = await detectTarget(root, {
    pages: [{ id: 'home', path: '/', weight: 1 }],
    build: { command: 'npm run build', output: 'dist' },
    serve: { kind: 'static', folder: 'dist' },
  })
  const lab = await Lab.open({ logger: quiet })
  try {
    made = await withRuntime(target, join(folder, 'work'), lab, options, runtime =>
      buildArms(runtime, RECIPES, 'tunewright/x'),
    )
  } finally {
    await lab.close()
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const pageOf = (name: string) => {
  const arm = made.arms.find(one => one.name === name)
  return arm === undefined ? null : readFile(join(arm.built.root, 'dist/index.html'), 'utf8')
}

it('builds the project as it is, as each recipe makes it, and as the branch has it, none with traces of another', async () => {
  expect(await pageOf(UNTOUCHED)).toBe('as it was')
  expect(await pageOf('sources')).toBe('theirs')
  expect(await pageOf('output')).toBe('changed after the build')
  expect(await pageOf(OURS)).toBe('ours')
  expect(made.arms.find(({ name }) => name === 'output')?.notes).toEqual(['one page'])
})

it('tells a recipe with which the project does not build, and goes on', () => {
  expect(Object.keys(made.failed)).toEqual(['broken'])
  expect(made.failed.broken).toMatch(/SyntaxError/)
})

it('changes what visitors get: the folder that is served, or what the build of a service leaves', () => {
  expect(servedFolder({ serve: { kind: 'static', folder: 'dist' } })).toBe('dist')
  const serve = { kind: 'process', command: 'node server.js', readyPath: '/' } as const
  expect(servedFolder({ serve, build: { command: 'make', output: 'out' } })).toBe('out')
})
