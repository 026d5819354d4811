import { readFile } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from '@babel/parser'
import { glob } from 'tinyglobby'
import { describe, expect, it } from 'vitest'
import { ALLOWED_WITHIN_A_LAYER, folderCycle, type Import, LAYERS, violation } from './layers.js'

const SRC = fileURLToPath(new URL('../src', import.meta.url))

/** Every module that a source names: imports, re-exports, `import()` and `import('…').Type`. */
function namedModules(source: string): string[] {
  const found: string[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const child of node) visit(child)
    if (typeof node !== 'object' || node === null || !('type' in node)) return
    const { type, source: from, argument } = node as { type: unknown; source?: unknown; argument?: unknown }
    const named = type === 'TSImportType' ? argument : from
    if (typeof named === 'object' && named !== null && 'value' in named && typeof named.value === 'string') {
      found.push(named.value)
    }
    for (const [key, child] of Object.entries(node)) if (key !== 'loc') visit(child)
  }
  visit(parse(source, { sourceType: 'module', plugins: ['typescript'], createImportExpressions: true }).program)
  return found
}

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
