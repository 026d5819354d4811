import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundleMetrics } from '../../../instruments/bundle/bundle-metrics.js'
import { readBundle } from '../../../instruments/bundle/read-bundle.js'
import { hasGlobalStyles, parseComponent } from '../../source/vue.js'
import { actuator } from './actuator.js'
import { shops } from './fixtures/shops.js'
import { treeOf } from './fixtures/tree.js'
import { contextOf, folderWorkspace } from './fixtures/workspace.js'
import { editFile } from './source/edit.js'
import { findSplits } from './source/split.js'

const { create } = shops()

const words = (name: string): string =>
  `export default ${JSON.stringify(Array.from({ length: 9000 }, (_, index) => `${name} ${index}`))}\n`

/** A shop in Vue: a home, a heavy page with styles of its own, and one whose styles are for all. */
const SHOP: Readonly<Record<string, string>> = {
  'package.json': '{"name": "shop", "private": true, "type": "module"}',
  'vite.config.js': `import vue from '@vitejs/plugin-vue'
export default { plugins: [vue()], resolve: { alias: { '@': import.meta.dirname + '/src' } } }
`,
  'index.html':
    '<!doctype html><html lang="en"><title>Shop</title><div id="app"></div><script type="module" src="/src/main.js"></script></html>\n',
  'src/main.js': `import { createApp } from 'vue'
import App from './App.vue'
import router from './router'

createApp(App).use(router).mount('#app')
`,
  'src/App.vue': '<template><header>Shop</header><RouterView /></template>\n',
  'src/router/index.js': `import { createRouter, createWebHistory } from 'vue-router'
import Home from '../views/Home.vue'
import Catalogue from '@/views/Catalogue.vue'
import Styled from '@/views/Styled.vue'

export default createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', component: Home },
    { path: '/catalogue', component: Catalogue },
    { path: '/styled', component: Styled },
  ],
})
`,
  'src/views/Home.vue': '<template><h1>Home</h1></template>\n',
  'src/views/Catalogue.vue': `<script setup>
import { ref } from 'vue'
import words from '../words.js'
const open = ref(false)
document.title = 'Catalogue'
</script>
<template><h1 @click="open = !open">Catalogue of {{ words.length }}</h1></template>
<style scoped>h1 { color: rgb(255, 0, 0) }</style>
`,
  'src/views/Styled.vue': `<script>
import more from '../more.js'
export default { data: () => ({ more }) }
</script>
<template><h1>Styled {{ more.length }}</h1></template>
<style>h1 { color: rgb(0, 0, 255) }</style>
`,
  'src/words.js': words('word'),
  'src/more.js': words('more'),
}

describe('a shop in Vue', () => {
  it('loads its heavy pages when they are opened, but for one whose styles are for all', async () => {
    const project = await create(SHOP)
    const build = ['node_modules/vite/bin/vite.js', 'build']
    await project.build(build)
    const context = await contextOf(project, { pages: ['/', '/catalogue', '/styled'] })
    const workspace = folderWorkspace(project.root)
    const { candidates, refusals } = await actuator.propose(context, workspace)
    const chosen = candidates.find(({ id }) => id === 'lazy-routes')!
    expect(refusals).toContainEqual({
      subject: 'src/views/Styled.vue',
      reason: expect.stringContaining('styles for the whole page'),
    })
    expect(refusals).toContainEqual({
      subject: 'src/views/Home.vue',
      reason: expect.stringContaining('below the threshold'),
    })
    await actuator.apply(chosen, context, workspace)
    expect(await workspace.readText('src/router/index.js')).toBe(
      SHOP['src/router/index.js']!.replace("import Catalogue from '@/views/Catalogue.vue'\n", '').replace(
        "Styled.vue'\n",
        "Styled.vue'\n\nconst Catalogue = () => import('@/views/Catalogue.vue')\n",
      ),
    )
    expect(await workspace.readText('src/main.js')).toContain(
      "const app = createApp(App).use(router)\nrouter.isReady().catch(() => undefined).then(() => app.mount('#app'))\n",
    )
    const before = context.observation.metrics['initial-bundle-size']!
    await project.build(build)
    const bundle = await readBundle(project.statsFile, join(project.root, 'dist'))
    expect(bundleMetrics(bundle)['initial-bundle-size']).toBeLessThan(before * 0.75)
    expect(await readdir(join(project.root, 'dist/assets'))).toContainEqual(expect.stringMatching(/^Catalogue-.*\.js$/))
  })
})

/** One file of packages and words for every page. */
const ONE_FILE = `import vue from '@vitejs/plugin-vue'
export default {
  plugins: [vue()],
  resolve: { alias: { '@': import.meta.dirname + '/src' } },
  build: { rollupOptions: { output: { manualChunks: id => (/node_modules|words|more/.test(id) ? 'vendor' : undefined) } } },
}
`

it('what is loaded later does not come with the file that the configuration names for packages', async () => {
  const project = await create({ ...SHOP, 'vite.config.js': ONE_FILE })
  const build = ['node_modules/vite/bin/vite.js', 'build']
  await project.build(build)
  const context = await contextOf(project, { pages: ['/', '/catalogue', '/styled'] })
  const workspace = folderWorkspace(project.root)
  const { candidates } = await actuator.propose(context, workspace)
  const chosen = candidates.find(({ id }) => id === 'lazy-routes')!
  const { details } = await actuator.apply(chosen, context, workspace)
  expect(details).toContainEqual(expect.stringMatching(/vite\.code-splitting\.mjs: firstLoadChunks$/))
  const textOf = async (): Promise<readonly (readonly [string, string])[]> => {
    const folder = join(project.root, 'dist/assets')
    const names = (await readdir(folder)).filter(name => name.endsWith('.js'))
    return Promise.all(names.map(async name => [name, await readFile(join(folder, name), 'utf8')] as const))
  }
  const holding = (files: Awaited<ReturnType<typeof textOf>>, word: string): string[] =>
    files.flatMap(([name, text]) => (text.includes(word) ? [name] : []))
  expect(holding(await textOf(), 'word 8999')).toEqual([expect.stringMatching(/^vendor-/)])
  await project.build(build)
  const after = await textOf()
  expect(holding(after, 'word 8999')).toEqual([expect.not.stringMatching(/^vendor-/)])
  // What the first load needs stays where the configuration has it.
  expect(holding(after, 'more 8999')).toEqual([expect.stringMatching(/^vendor-/)])
})

it('routes of vue-router become functions that load them, and get names where webpack takes them', async () => {
  const router = `import Page from './Page.vue';
import Frame from './Frame.vue';

export const routes = [
  { path: '/', component: Frame, children: [{ path: 'page', component: Page }] },
];
`
  const tree = await treeOf({
    'src/index.js': "import { routes } from './router'\nstart(routes)\n",
    'src/router.js': router,
    'src/Page.vue': '<template><p>Page</p></template>\n',
    'src/Frame.vue': '<template><RouterView /></template>\n',
  })
  const { splits, refusals } = findSplits(tree)
  expect(splits.map(({ subject, kind, patterns }) => ({ subject, kind, patterns }))).toEqual([
    { subject: 'src/Page.vue', kind: 'route', patterns: ['/page'] },
  ])
  expect(refusals).toContainEqual({
    subject: 'src/Frame.vue',
    reason: expect.stringContaining('layout of other routes'),
  })
  expect(editFile(tree, tree.files.get('src/router.js')!, splits, new Set())).toBe(`import Frame from './Frame.vue';

const Page = () => import(/* webpackChunkName: "page" */ './Page.vue');

export const routes = [
  { path: '/', component: Frame, children: [{ path: 'page', component: Page }] },
];
`)
})

it.each([
  ['<style>a { x: 1 }</style>', true],
  ['<style scoped lang="scss">a { x: 1 }</style><style>b { x: 2 }</style>', true],
  ['<style lang="scss" scoped>a { x: 1 }</style><style module>.b { x: 2 }</style>', false],
  ['<template><p>style</p></template>', false],
])('styles for the whole page in %s: %s', (text, expected) => {
  expect(hasGlobalStyles(text)).toBe(expected)
})

it('the code of a component is what runs when it is loaded', () => {
  const text = `<script lang="ts">
export const shared: number = 1
</script>
<script setup lang="ts">
import { ref } from 'vue'
const open = ref<boolean>(false)
window.title = 'x'
</script>`
  const file = parseComponent('src/A.vue', text)!
  expect(file.path).toBe('src/A.vue')
  expect(file.text).toContain('export const shared')
  expect(file.text).not.toContain('window.title')
  expect(file.imports.map(({ specifier }) => specifier)).toEqual(['vue'])
  expect(parseComponent('src/A.vue', '<script>not { code</script>')).toBeNull()
  expect(parseComponent('src/A.vue', '<script setup>not { code</script>')).toBeNull()
})
