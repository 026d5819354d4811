import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { createProject } from '../fixtures/project.js'
import { readBundle } from '../read-bundle.js'
import { statsEnvironment } from '../stats-environment.js'
import { watchEsbuild } from './watch-esbuild.js'

const run = promisify(execFile)
const installed = resolve(import.meta.dirname, '../../../../node_modules')

/** A project with esbuild installed as npm leaves it: the command is the program itself. */
const project = await createProject({
  'package.json': '{"name": "shop", "private": true}',
  'src/main.js':
    "import { price } from './price.js'\ndocument.title = price(1)\nwindow.more = () => import('./more.js')\n",
  'src/price.js': 'export const price = n => n.toFixed(2)\n',
  'src/more.js': "export const more = 'more'\n",
})
await rm(join(project.root, 'node_modules'))
const modules = join(project.root, 'node_modules')
await mkdir(join(modules, 'esbuild/bin'), { recursive: true })
await cp(join(installed, 'esbuild/package.json'), join(modules, 'esbuild/package.json'))
const { version } = JSON.parse(await readFile(join(installed, 'esbuild/package.json'), 'utf8')) as { version: string }
const program = join(installed, `@esbuild/${process.platform}-${process.arch}/bin/esbuild`)
const command = join(modules, 'esbuild/bin/esbuild')
await cp(program, command)
afterAll(() => project.remove())

const build = async (...args: string[]) => {
  await rm(project.statsFile, { force: true })
  const { PATH = '', HOME = '' } = process.env
  const environment = { PATH, HOME, ...statsEnvironment(project.statsFile) }
  return run(command, args, { cwd: project.root, env: environment })
}

describe("esbuild's command", () => {
  it('says what it made, and makes the same as without', async () => {
    const args = ['src/main.js', '--bundle', '--splitting', '--format=esm', '--minify']
    await run(command, [...args, '--outdir=before'], { cwd: project.root })
    await watchEsbuild(project.root)
    await watchEsbuild(project.root)
    const { stderr } = await build(...args, '--outdir=dist')
    expect(stderr).toContain('dist/main.js')
    expect(await readFile(join(project.root, 'dist/main.js'))).toEqual(
      await readFile(join(project.root, 'before/main.js')),
    )
    const bundle = await readBundle(project.statsFile, join(project.root, 'dist'), project.root)
    expect(bundle).toMatchObject({ bundler: 'esbuild', bundlerVersion: version, codeSplitting: true })
    expect(bundle.modules.find(({ path }) => path === 'src/more.js')?.importedBy).toEqual([
      { path: 'src/main.js', dynamic: true },
    ])
  })

  it('leaves a list that the project asks for where it wants it', async () => {
    await build('src/main.js', '--bundle', '--outfile=dist/one.js', '--metafile=meta.json')
    expect(JSON.parse(await readFile(join(project.root, 'meta.json'), 'utf8'))).toHaveProperty('outputs')
    expect((await readBundle(project.statsFile, join(project.root, 'dist'), project.root)).codeSplitting).toBe(false)
  })

  it('fails as it would, and answers what is no build', async () => {
    await writeFile(join(project.root, 'src/broken.js'), 'const =')
    await expect(build('src/broken.js', '--bundle')).rejects.toMatchObject({ code: 1 })
    await expect(stat(project.statsFile)).rejects.toMatchObject({ code: 'ENOENT' })
    expect((await build('--version')).stdout.trim()).toBe(version)
  })
})
