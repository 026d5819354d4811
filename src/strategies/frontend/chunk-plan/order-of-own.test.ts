import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { placeOfSource } from './config/place-of.js'
import { orderOfOwn } from './order-of-own.js'

const root = mkdtempSync(join(tmpdir(), 'order-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const workspace = folderWorkspace(root)

const order = async (files: Readonly<Record<string, string>>) => {
  const modules = Object.keys(files).map(path => ({
    path,
    packageName: null,
    parsedSize: 1,
    gzipSize: 1,
    chunkFiles: [],
    importedBy: [],
  }))
  for (const [path, text] of Object.entries(files)) await workspace.write(path, text)
  return orderOfOwn({ modules }, workspace)
}

it.each([
  ['sets a global', { 'a.js': 'window.Prism = { manual: true }\n' }, /sets something global/],
  [
    'sets one in a component',
    { 'A.vue': '<script setup lang="ts">\nglobalThis.env = 1 as number\n</script>' },
    /A\.vue/,
  ],
  ['imports a package for its effect', { 'b.js': "import './a.js'\nimport 'zone.js'\n" }, /imports zone\.js/],
  ['cannot be read', { 'c.js': 'import {' }, /could not be read/],
])('packages stay where own code %s', async (_, files, reason) => {
  expect((await order(files)).hazard).toMatch(reason)
})

it('own code stays where it is imported for its effect, or has style sheets', async () => {
  const harmless = { 'd.js': "import { z } from 'zod'\nexport const go = () => { window.location.href = z }\n" }
  expect(await order(harmless)).toEqual({ hazard: null, mayMove: true })
  expect(await order({ ...harmless, 'e.js': "import './d.js'\n" })).toEqual({ hazard: null, mayMove: false })
  expect(await order({ ...harmless, 'f.js': "import css from './f.css'\nexport default css\n" })).toMatchObject({
    mayMove: false,
  })
  expect(await order({ 'G.vue': '<template><p /></template>\n<style>p { color: red }</style>' })).toMatchObject({
    mayMove: false,
  })
})

it('the helper knows a module by its path, wherever packages are hoisted to, and leaves style sheets alone', () => {
  const source = placeOfSource({
    chunks: [
      { name: 'vue', packages: ['@vue/shared', 'vue'], modules: ['src/shared.js', 'node_modules/zod/parse.js'] },
      { name: 'table', packages: ['table'], modules: [] },
    ],
    common: 'vue',
    runtimeApart: false,
  })
  const placeOf = new Function(`${source}\nreturn placeOf`)() as (id: string, root: string) => string | undefined
  const place = (id: string) => placeOf(id, '/home/ada/shop')
  expect(place('/home/ada/shop/node_modules/vue/index.js')).toBe('vue')
  expect(place('/home/ada/node_modules/.pnpm/x@1/node_modules/@vue/shared/dist/a.mjs')).toBe('vue')
  expect(place('C:\\ada\\shop\\node_modules\\table\\index.js?v=1')).toBe('table')
  expect(place('\0/home/ada/shop/node_modules/table/index.js?commonjs-proxy')).toBe('table')
  expect(place('/home/ada/shop/src/shared.js')).toBe('vue')
  expect(place('/home/ada/shop/node_modules/zod/parse.js')).toBe('vue')
  expect(place('/home/ada/shop/node_modules/zod/index.js')).toBeUndefined()
  expect(place('/home/ada/shop/node_modules/tables/index.js')).toBeUndefined()
  expect(place('/home/ada/shop/node_modules/table/theme.css')).toBeUndefined()
  expect(place('/home/ada/shop/node_modules/vue/A.vue?vue&type=style&index=0&lang.css')).toBeUndefined()
  expect(place('/home/ada/shop/src/other.js')).toBeUndefined()
})
