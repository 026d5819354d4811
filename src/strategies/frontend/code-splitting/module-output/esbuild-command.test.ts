import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { watchEsbuild } from '../../../../instruments/bundle/commands/watch-esbuild.js'
import { createProject } from '../../../../instruments/bundle/fixtures/project.js'
import { statsEnvironment } from '../../../../instruments/bundle/stats-environment.js'
import { actuator } from '../actuator.js'
import { contextOf, folderWorkspace } from '../fixtures/workspace.js'

const run = promisify(execFile)
const installed = resolve(import.meta.dirname, '../../../../../node_modules')

/** A page without a framework, whose heavy part is named by `import()` and bundled all the same. */
const project = await createProject({
  'package.json': `{
  "name": "plain",
  "private": true,
  "scripts": {
    "start": "esbuild src/main.js --bundle --outfile=dist/app.js --servedir=dist",
    "build": "mkdir -p dist && cp public/index.html dist && esbuild src/main.js --bundle --minify --outfile=dist/app.js"
  }
}
`,
  'public/index.html':
    '<!doctype html><html lang="en"><title>Plain</title><link rel="stylesheet" href="/app.css"><button>More</button><script src="/app.js"></script></html>\n',
  'src/main.js':
    "import './main.css'\ndocument.querySelector('button').onclick = () => import('./more.js').then(({ more }) => console.log(more))\n",
  'src/main.css': 'button { color: red }\n',
  'src/more.js': `import './more.css'\nexport const more = ${JSON.stringify(Array.from({ length: 9000 }, (_, index) => `word ${index}`))}\n`,
  'src/more.css': 'p { color: blue }\n',
})
afterAll(() => project.remove())

/** As npm leaves it: the command is the program itself. */
const modules = join(project.root, 'node_modules')
await rm(modules)
await mkdir(join(modules, 'esbuild/bin'), { recursive: true })
await mkdir(join(modules, '.bin'))
await cp(join(installed, 'esbuild/package.json'), join(modules, 'esbuild/package.json'))
await cp(
  join(installed, `@esbuild/${process.platform}-${process.arch}/bin/esbuild`),
  join(modules, 'esbuild/bin/esbuild'),
)
await symlink('../esbuild/bin/esbuild', join(modules, '.bin/esbuild'))
await watchEsbuild(project.root)

/** What the script that builds says, run as a package manager does. */
const build = async (): Promise<void> => {
  await rm(project.statsFile, { force: true })
  const { scripts } = JSON.parse(await readFile(join(project.root, 'package.json'), 'utf8')) as {
    scripts: { build: string }
  }
  const PATH = [join(modules, '.bin'), dirname(process.execPath), process.env.PATH].join(':')
  await run('sh', ['-c', scripts.build], { cwd: project.root, env: { PATH, ...statsEnvironment(project.statsFile) } })
}

it.runIf(process.platform !== 'win32')("a build by esbuild's command gets files for what import() names", async () => {
  await build()
  const sheet = await readFile(join(project.root, 'dist/app.css'), 'utf8')
  const context = await contextOf(project)
  const workspace = folderWorkspace(project.root)
  const { candidates } = await actuator.propose(context, workspace)
  await actuator.apply(candidates.find(({ id }) => id === 'module-output')!, context, workspace)
  expect(await workspace.readText('package.json')).toContain(
    '"build": "mkdir -p dist && cp public/index.html dist && esbuild app=src/main.js --bundle --minify --outdir=dist --splitting --format=esm"',
  )
  await build()
  const files = await readdir(join(project.root, 'dist'))
  expect(files).toContainEqual(expect.stringMatching(/^more-\w+\.js$/))
  expect(await readFile(join(project.root, 'dist/app.js'), 'utf8')).not.toContain('word 8000')
  expect(await readFile(join(project.root, 'dist/index.html'), 'utf8')).toContain(
    '<script type="module" src="/app.js">',
  )
  // The style sheet of the entry holds those of what is loaded later, as it did.
  expect(await readFile(join(project.root, 'dist/app.css'), 'utf8')).toBe(sheet)
})
