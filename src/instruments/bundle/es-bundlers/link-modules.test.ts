import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EsBuild } from './es-build.js'
import { linkModules } from './link-modules.js'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'links-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** What the sources import, as a bundler resolves it; those named in `left` left something in the output. */
const importersOf = async (files: Record<string, string>, imports: Record<string, string[]>, left: string[]) => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  const build: EsBuild = {
    bundler: 'rollup',
    version: '4.0.0',
    mode: 'production',
    argv: [],
    cwd: root,
    folder: root,
    splits: true,
    chunks: [
      { file: 'a.js', name: 'a', entry: true, imports: [], bytes: new Map(left.map(path => [join(root, path), 10])) },
    ],
    modules: new Map(
      Object.entries(imports).map(([path, to]) => [
        join(root, path),
        { imports: to.map(one => ({ to: join(root, one) })), dynamicImports: [] },
      ]),
    ),
  }
  const links = await linkModules(build)
  const relative = (path: string) => path.slice(root.length + 1)
  return Object.fromEntries(
    [...links].map(([to, from]) => [relative(to), from.map(({ importer }) => relative(importer))]),
  )
}

describe('an index that left nothing in the output is seen through', () => {
  const parts = { 'a.js': 'export const a = 1, A = 2', 'b.js': 'export default 1', 'c.js': 'export function c() {}' }
  const left = ['main.js', 'a.js', 'b.js', 'c.js']

  it.each([
    ['by name', "import { a } from './index.js'", ['a.js']],
    ['by the name it is handed on by', "import { b as other } from './index'", ['b.js']],
    ['from what is handed on as a whole', "import { c } from './index'", ['c.js']],
    ['all of it, where all of it is taken', "import * as all from './index'", ['a.js', 'b.js', 'c.js']],
    ['for several names', "import { a, c } from './index'", ['a.js', 'c.js']],
    ['on its way on', "export { a } from './index'; export const own = 1", ['a.js']],
    ['not for a type', "import type { a } from './index'; import { c } from './index'", ['c.js']],
  ])('%s', async (_, main, expected) => {
    const files = {
      ...parts,
      'main.ts': main,
      'main.js': main,
      'index.js': "import B from './b'\nexport { a } from './a'\nexport { B as b }\nexport * from './c'",
    }
    const entry = main.includes('type') ? 'main.ts' : 'main.js'
    const links = await importersOf(files, { [entry]: ['index.js'], 'index.js': ['b.js', 'a.js', 'c.js'] }, [
      entry,
      ...left.slice(1),
    ])
    expect(Object.keys(links).filter(path => links[path]!.includes(entry))).toEqual(expected)
  })

  it('through several, an alias and a package', async () => {
    const links = await importersOf(
      {
        'src/main.js': "import { Button } from '@/ui'\nimport { debounce } from 'tools'",
        'src/ui/index.js': "export * from './forms'\nexport * from './text'",
        'src/ui/forms/index.js': "export { default as Button } from './Button'",
        'src/ui/forms/Button.js': 'export default 1',
        'src/ui/text/index.js': "export { default as Title } from './Title'",
        'src/ui/text/Title.js': 'export default 2',
        'node_modules/tools/index.js':
          "export { debounce } from './debounce.js'\nexport { throttle } from './throttle.js'",
        'node_modules/tools/debounce.js': 'export const debounce = 1',
        'node_modules/tools/throttle.js': 'export const throttle = 1',
      },
      {
        'src/main.js': ['src/ui/index.js', 'node_modules/tools/index.js'],
        'src/ui/index.js': ['src/ui/forms/index.js', 'src/ui/text/index.js'],
        'src/ui/forms/index.js': ['src/ui/forms/Button.js'],
        'src/ui/text/index.js': ['src/ui/text/Title.js'],
        'node_modules/tools/index.js': ['node_modules/tools/debounce.js', 'node_modules/tools/throttle.js'],
      },
      [
        'src/main.js',
        'src/ui/forms/Button.js',
        'src/ui/text/Title.js',
        'node_modules/tools/debounce.js',
        'node_modules/tools/throttle.js',
      ],
    )
    expect(links).toEqual({
      'src/main.js': [],
      'src/ui/forms/Button.js': ['src/main.js'],
      'src/ui/text/Title.js': [],
      'node_modules/tools/debounce.js': ['src/main.js'],
      'node_modules/tools/throttle.js': [],
    })
  })

  it('all that it leads to, where it cannot be read or is no module of this kind', async () => {
    const links = await importersOf(
      {
        'main.js': "import { x } from './index'\nimport { y } from './plain'",
        'index.js': 'not { JavaScript',
        'plain.js': "module.exports = require('./b')",
      },
      { 'main.js': ['index.js', 'plain.js'], 'index.js': ['a.js'], 'plain.js': ['b.js'] },
      ['main.js', 'a.js', 'b.js'],
    )
    expect(links).toEqual({ 'main.js': [], 'a.js': ['main.js'], 'b.js': ['main.js'] })
  })

  it('without going round in circles', async () => {
    const links = await importersOf(
      {
        'main.js': "import { x } from './one'",
        'one.js': "export * from './two'",
        'two.js': "export * from './one'\nexport * from './a'",
        'a.js': 'export const x = 1',
      },
      { 'main.js': ['one.js'], 'one.js': ['two.js'], 'two.js': ['one.js', 'a.js'] },
      ['main.js', 'a.js'],
    )
    expect(links['a.js']).toEqual(['main.js'])
  })
})
