import { readFile } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { glob } from 'tinyglobby'
import { describe, expect, it } from 'vitest'
import { ALLOWED_WITHIN_A_LAYER, folderCycle, type Import, LAYERS, violation } from './layers.js'
import { namedModules } from './layers-imports.js'

const SRC = fileURLToPath(new URL('../src', import.meta.url))

async function importsOfSources(): Promise<Import[]> {
  const files = await glob('**/*.ts', { cwd: SRC, ignore: ['**/*.test.ts', '**/fixtures/**'] })
  const imports = await Promise.all(
    files.map(async file => {
      const relative = namedModules(await readFile(join(SRC, file), 'utf8')).filter(name => name.startsWith('.'))
      const from = file.replace(/\.ts$/, '')
      return relative.map(name => ({ from, to: normalize(join(from, '..', name)).replace(/\.js$/, '') }))
    }),
  )
  return imports.flat()
}

const imports = await importsOfSources()

describe('layers', () => {
  it('imports go down only', () => {
    expect(imports.length).toBeGreaterThan(100)
    expect(imports.flatMap(one => violation(one) ?? [])).toEqual([])
  })

  it('no two folders import each other, directly or around', () => {
    expect(folderCycle(imports)).toBeUndefined()
  })

  it('the check sees what it is for', () => {
    expect(violation({ from: 'model/target', to: 'system/hash' })).toContain('not below')
    expect(violation({ from: 'change/journal', to: 'store/rows' })).toContain('not below')
    expect(violation({ from: 'strategies/frontend/a/index', to: 'strategies/frontend/b/index' })).toContain(
      'each other',
    )
    expect(violation({ from: 'strategies/frontend/a/index', to: 'instruments/lab/index' })).toContain('not below')
    expect(violation({ from: 'strategies/frontend/a/index', to: 'instruments/images/encode' })).toBeUndefined()
    expect(violation({ from: 'strategies/frontend/a/index', to: 'instruments/serving/serve-arm' })).toContain(
      'not below',
    )
    expect(violation({ from: 'attic/old', to: 'model/target' })).toContain('no layer')
    expect(
      folderCycle([
        { from: 'a/x', to: 'b/x' },
        { from: 'b/y', to: 'c/x' },
        { from: 'c/y', to: 'a/y' },
      ]),
    ).toEqual(['a', 'b', 'c', 'a'])
    expect(namedModules("export * from './a.js'; type T = import('./b.js').T; const c = import('./c.js')")).toEqual([
      './a.js',
      './b.js',
      './c.js',
    ])
  })

  it('the arrows allowed within a layer lie within a layer', () => {
    const layer = (folder: string) => LAYERS.findIndex(folders => folders.includes(folder.split('/')[0]!))
    for (const { from, to } of ALLOWED_WITHIN_A_LAYER) expect(layer(from), `${from} and ${to}`).toBe(layer(to))
  })
})
