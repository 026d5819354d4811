import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { sourceShares } from './source-shares.js'

const root = await realpath(await mkdtemp(join(tmpdir(), 'maps-')))
afterAll(() => rm(root, { recursive: true }))
for (const path of ['src/a.js', 'dist/js/app.js']) {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), '')
}
const file = join(root, 'dist/js/app.js')
const TEXT = 'aaaaabbbbb'
/** Five characters of the first source, five of the second. */
const map = (sources: readonly string[], more: object = {}) =>
  JSON.stringify({ version: 3, names: [], sources, mappings: 'AAAA,KCAA', ...more })
const inline = (text: string) =>
  `${TEXT}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(text).toString('base64')}`
const paths = async (sources: readonly string[], more: object = {}) => [
  ...(await sourceShares(inline(map(sources, more)), file, root)).keys(),
]

it.each([
  ['from the folder of the map', '../../src/a.js', {}],
  ['from a root that the map names', 'a.js', { sourceRoot: '../../src/' }],
  ["from the project's root", 'src/a.js', {}],
  ["from the project's root, with a slash", '/src/a.js', {}],
  ['below a scheme', 'webpack://shop/./src/a.js?1f2e', {}],
  ['below the scheme of Turbopack', 'turbopack:///[project]/src/a.js', {}],
  ['as a whole address', `file://${root}/src/a.js`, {}],
])('names sources %s', async (_, source, more) => {
  expect((await paths([source, '(disabled)'], more))[0]).toBe('src/a.js')
})

it('names files of packages by the package, wherever they were found', async () => {
  expect(
    await paths([
      '../../../../node_modules/.pnpm/react@1/node_modules/react/index.js',
      'webpack://s/node_modules/vue/x.js',
    ]),
  ).toEqual(['node_modules/.pnpm/react@1/node_modules/react/index.js', 'node_modules/vue/x.js'])
})

it('leaves out what is no file of the project', async () => {
  expect(await paths(['<anon>', 'webpack/bootstrap'])).toEqual([])
})

it('gives each source its share of the text, from a file beside the script too', async () => {
  await writeFile(`${file}.map`, map(['../../src/a.js', '../../src/b.js']))
  const shares = await sourceShares(TEXT, file, root)
  expect(shares.get('src/a.js')).toBeCloseTo(0.5)
  expect(shares.get('src/b.js')).toBeCloseTo(0.5, 0)
})

it('says nothing where there is no map, or none that can be read', async () => {
  expect((await sourceShares(TEXT, join(root, 'other.js'), root)).size).toBe(0)
  expect((await sourceShares(inline('{"version":3'), file, root)).size).toBe(0)
})
