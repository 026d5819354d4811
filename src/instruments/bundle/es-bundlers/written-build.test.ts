import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createProject } from '../fixtures/project.js'
import { writtenBuilds } from './written-build.js'

const project = await createProject({
  'package.json': '{"name": "shop", "private": true}',
  'src/main.js': "import { price } from './price.cjs'\nexport const shown = price(1)\n",
  'src/price.cjs': 'exports.price = n => n.toFixed(2)\n',
  'src/plain.js': "import { size } from './size.js'\nexport const shown = size(1)\n",
  'src/size.js': 'export const size = n => n.toFixed(2)\n',
  'build.mjs': `import { build } from 'esbuild'
await build({ entryPoints: ['src/main.js'], outfile: 'dist/app.js', bundle: true, target: ['es2020', 'chrome90'], globalName: 'shop', define: { SECRET: '"x"' }, plugins: [] })
await build({ entryPoints: ['src/main.js'], outfile: 'server/app.cjs', bundle: true, platform: 'node' })
`,
  'rollup.config.mjs': `export default [
  { input: 'src/plain.js', output: { file: 'dist/plain.js', format: 'iife', name: 'plain' } },
  { input: 'src/size.js', output: { file: 'dist/size.js', format: 'es' } },
]
`,
})
afterAll(() => project.remove())

it('esbuild says how it was told to write each file, without what may be secret', async () => {
  await project.build(['build.mjs'])
  const [forPages, forNode] = await writtenBuilds(project.statsFile)
  expect(forPages).toMatchObject({
    bundler: 'esbuild',
    argv: [join(project.root, 'build.mjs')],
    cwd: project.root,
    format: 'iife',
    platform: 'browser',
    scripts: [join(project.root, 'dist/app.js')],
    externals: [],
    global: 'shop',
    commonJs: [join(project.root, 'src/price.cjs')],
  })
  expect(forPages!.given).toMatchObject({
    outfile: 'dist/app.js',
    target: ['es2020', 'chrome90'],
    define: null,
    plugins: [],
  })
  expect(forNode).toMatchObject({ platform: 'node', scripts: [join(project.root, 'server/app.cjs')] })
})

it('Rollup says what each output hands out, and by which global', async () => {
  await project.build(['node_modules/rollup/dist/bin/rollup', '-c', 'rollup.config.mjs'])
  const [script, module] = await writtenBuilds(project.statsFile)
  expect(script).toMatchObject({
    bundler: 'rollup',
    format: 'iife',
    scripts: [join(project.root, 'dist/plain.js')],
    exports: ['shown'],
    global: 'plain',
  })
  expect(script!.argv.slice(1)).toEqual(['-c', 'rollup.config.mjs'])
  expect(module).toMatchObject({ format: 'es', exports: ['size'], global: null })
})
