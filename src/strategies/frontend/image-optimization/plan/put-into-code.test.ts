import { describe, expect, it } from 'vitest'
import type { Encoding } from '../../../../instruments/images/search.js'
import { inlineLimit, smallestFile, wouldBeCode } from './put-into-code.js'

const project = (packages: Record<string, string>, configuration: Record<string, string> = {}) => ({
  packages,
  modules: Object.entries(configuration).map(([path, text]) => ({ path, text })),
})

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
    ['no build', [{}], 0],
  ])('%s', (_, args, limit) => expect(inlineLimit(project(...args))).toBe(limit))

  it('is what was a file before, and is no file that is copied as it is', () => {
    const isCode = wouldBeCode(project({ vite: '5' }))
    expect(isCode({ path: 'src/logo.png', bytes: 9_000 }, 3_000)).toBe(true)
    expect(isCode({ path: 'src/logo.png', bytes: 9_000 }, 5_000)).toBe(false)
    expect(isCode({ path: 'src/icon.png', bytes: 3_500 }, 3_000)).toBe(false)
    expect(isCode({ path: 'public/logo.png', bytes: 9_000 }, 3_000)).toBe(false)
  })
})

describe('the smallest encoding that stays a file', () => {
  const encoder = (sizes: Readonly<Record<number, number>>) => async (floor: number) =>
    sizes[floor] === undefined ? undefined : ({ bytes: sizes[floor] } as Encoding)
  const isCode = (bytes: number): boolean => bytes < 4096

  it('is of higher quality where it has to be', async () => {
    expect(await smallestFile(0.8, isCode, encoder({ 0.8: 5_000 }))).toEqual({ bytes: 5_000 })
    expect(await smallestFile(0.8, isCode, encoder({ 0.8: 3_000, 0.9: 3_900, 0.95: 4_400 }))).toEqual({ bytes: 4_400 })
  })

  it('is none where even the finest would be put into the code', async () => {
    const all = encoder({ 0.8: 1_000, 0.9: 1_100, 0.95: 1_200, 0.98: 1_300 })
    expect(await smallestFile(0.8, isCode, all)).toBeUndefined()
  })
})
