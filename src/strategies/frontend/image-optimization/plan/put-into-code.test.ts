import { describe, expect, it } from 'vitest'
import type { Encoding } from '../../../../instruments/images/search.js'
import { readBuildCommand } from '../../../build-config/build-command.js'
import { inlineLimits, smallestFile, wouldBeCode } from './put-into-code.js'

const project = (packages: Record<string, string>, configuration: Record<string, string> = {}) => ({
  packages,
  modules: Object.entries(configuration).map(([path, text]) => ({ path, text })),
  others: [],
  build: readBuildCommand('rollup -c', '{}'),
})

const url = (options: string): Record<string, string> => ({
  'rollup.config.js': `import url from '@rollup/plugin-url'\nexport default { plugins: [url(${options})] }`,
})
const pictures = ['src/hero.jpg']

describe('what a build puts into its code', () => {
  it.each<[string, Parameters<typeof project>, number]>([
    ['Vite', [{ vite: '5' }], 4096],
    ['Vite, told otherwise', [{ vite: '5' }, { 'vite.config.ts': 'build: { assetsInlineLimit: 1_024 },' }], 1024],
    ['Vite, told not to', [{ vite: '5' }, { 'vite.config.js': 'assetsInlineLimit: 0 }' }], 0],
    ['react-scripts', [{ 'react-scripts': '5', webpack: '5' }], 10_000],
    ['Vue CLI', [{ '@vue/cli-service': '5' }], 4096],
    ['webpack with assets', [{ webpack: '5' }, { 'webpack.config.js': "{ test: /png/, type: 'asset' }" }], 8096],
    [
      'webpack with assets of its own size',
      [{ webpack: '5' }, { 'webpack.config.js': "type: 'asset', parser: { dataUrlCondition: { maxSize: 2000 } }" }],
      2000,
    ],
    ['webpack with files', [{ webpack: '5' }, { 'webpack.config.js': "type: 'asset/resource'" }], 0],
    ['Vite, told by a product', [{ vite: '5' }, { 'vite.config.js': 'assetsInlineLimit: 2 * 1024 }' }], 2048],
    ['Rollup’s plugin for addresses', [{ rollup: '4' }, url('')], 14 * 1024 + 1],
    ['the same, told otherwise', [{ rollup: '4' }, url("{ include: ['**/*.jpg'], limit: 30 * 1024 }")], 30 * 1024 + 1],
    ['the same, told not to', [{ rollup: '4' }, url('{ limit: 0 }')], 0],
    ['no build', [{}], 0],
  ])('%s', (_, args, limit) => expect(inlineLimits(project(...args), pictures).own).toBe(limit))

  it('is less of what is added, where that is given to a plugin of its own', () => {
    const limits = (options: string) => inlineLimits(project({ rollup: '4' }, url(options)), pictures)
    expect(limits("{ include: ['**/*.jpg'], limit: 9000, publicPath: '/' }")).toEqual({ own: 9001, added: 0 })
    expect(limits('')).toEqual({ own: 14 * 1024 + 1, added: 14 * 1024 + 1 })
    const isCode = wouldBeCode(
      project({ rollup: '4' }, url("{ include: ['**/*.jpg'], limit: 9000, publicPath: '/' }")),
      pictures,
    )
    const hero = { path: 'src/hero.jpg', bytes: 90_000 }
    expect(isCode(hero, { bytes: 5_000, format: 'webp' })).toBe(false)
    expect(isCode(hero, { bytes: 5_000, format: 'jpeg' })).toBe(true)
  })

  it('is what was a file before, and is no file that is copied as it is', () => {
    const wouldBe = wouldBeCode(project({ vite: '5' }), pictures)
    const isCode = (file: Parameters<typeof wouldBe>[0], bytes: number) => wouldBe(file, { bytes, format: 'webp' })
    expect(isCode({ path: 'src/logo.png', bytes: 9_000 }, 3_000)).toBe(true)
    expect(isCode({ path: 'src/logo.png', bytes: 9_000 }, 5_000)).toBe(false)
    expect(isCode({ path: 'src/icon.png', bytes: 3_500 }, 3_000)).toBe(false)
    expect(isCode({ path: 'public/logo.png', bytes: 9_000 }, 3_000)).toBe(false)
  })
})

describe('the smallest encoding that stays a file', () => {
  const encoder = (sizes: Readonly<Record<number, number>>) => async (floor: number) =>
    sizes[floor] === undefined ? undefined : ({ bytes: sizes[floor] } as Encoding)
  const isCode = ({ bytes }: { readonly bytes: number }): boolean => bytes < 4096

  it('is of higher quality where it has to be', async () => {
    expect(await smallestFile(0.8, isCode, encoder({ 0.8: 5_000 }))).toEqual({ bytes: 5_000 })
    expect(await smallestFile(0.8, isCode, encoder({ 0.8: 3_000, 0.9: 3_900, 0.95: 4_400 }))).toEqual({ bytes: 4_400 })
  })

  it('is none where even the finest would be put into the code', async () => {
    const all = encoder({ 0.8: 1_000, 0.9: 1_100, 0.95: 1_200, 0.98: 1_300 })
    expect(await smallestFile(0.8, isCode, all)).toBeUndefined()
  })
})
