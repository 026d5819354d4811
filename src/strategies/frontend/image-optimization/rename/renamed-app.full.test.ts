import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from '../../../../instruments/bundle/fixtures/project.js'
import { photo } from '../../../../instruments/images/fixtures/pictures.js'
import type { TargetSystem } from '../../../../model/target.js'
import { folderWorkspace } from '../../../fixtures/folder-workspace.js'
import { actuator } from '../actuator.js'
import { type Look, launch, look, serve } from '../fixtures/browser.js'
import { actuatorContext, observationOf } from '../fixtures/observed.js'

const VITE = ['node_modules/vite/bin/vite.js', 'build'] as const
const PAGE = `<!doctype html>
<html lang="en"><head><title>Lamps</title><meta name="viewport" content="width=device-width"></head>
<body><div id="app"></div><script type="module" src="/src/main.js"></script></body></html>
`
const VUE = {
  'package.json': '{ "name": "lamps", "private": true, "dependencies": { "vue": "3.5.0", "vite": "8.0.0" } }\n',
  'vite.config.js': "import vue from '@vitejs/plugin-vue'\nexport default { logLevel: 'warn', plugins: [vue()] }\n",
  'index.html': PAGE,
  'src/main.js': "import { createApp } from 'vue'\nimport App from './App.vue'\ncreateApp(App).mount('#app')\n",
  'src/data.js':
    "import chair from './assets/chair.jpg'\nimport vase from './assets/vase.jpg'\nexport const items = [{ id: 1, picture: chair }, { id: 2, picture: vase }]\n",
  'src/App.vue': `<script setup>
import { items } from './data'
import LampCard from './LampCard.vue'

const vNote = { mounted: element => element.setAttribute('data-noted', '') }
</script>

<template>
  <main>
    <img v-note class="lamp" src="./assets/lamp.png" alt="A lamp">
    <ul><li v-for="item in items" :key="item.id"><LampCard :picture="item.picture" /></li></ul>
    <p class="band"></p>
  </main>
</template>

<style>
body { margin: 0 }
.lamp { display: block; width: 300px }
.band { height: 100px; background: url('./assets/band.jpg') center / cover }
</style>
`,
  'src/LampCard.vue': `<script setup>
defineProps({ picture: String })
</script>

<template>
  <img :src="picture" alt="" width="200" height="150">
</template>
`,
}

let browser: Browser
let folder = ''
let project: Project
let before: Look
let after: Look

const lookAtBuild = async (): Promise<Look> => {
  await project.build(VITE)
  const server = await serve(path.join(project.root, 'dist'))
  try {
    return await look(browser, `${server.origin}/`, 'desktop')
  } finally {
    await server.close()
  }
}

beforeAll(async () => {
  browser = await launch()
  folder = await mkdtemp(path.join(os.tmpdir(), 'renamed-app-'))
  project = await createProject(VUE, folder)
  await mkdir(path.join(project.root, 'src/assets'), { recursive: true })
  for (const [name, seed] of [
    ['lamp.png', 1],
    ['chair.jpg', 2],
    ['vase.jpg', 3],
    ['band.jpg', 4],
  ] as const) {
    const picture = photo(1000, 750, 3, seed)
    await writeFile(
      path.join(project.root, 'src/assets', name),
      await (name.endsWith('png') ? picture.png() : picture.jpeg({ quality: 95 })).toBuffer(),
    )
  }
  before = await lookAtBuild()
  const page = { id: 'home', path: '/', weight: 1 }
  const target: TargetSystem = {
    id: 'lamps',
    name: 'Lamps',
    framework: 'frontend',
    root: project.root,
    pages: [page],
    build: { command: 'vite build', output: 'dist' },
    serve: { kind: 'static', folder: 'dist' },
    environment: {},
  }
  const context = actuatorContext(
    target,
    observationOf([{ page, profile: 'desktop', images: before.images }]),
    path.join(folder, 'cache'),
  )
  const workspace = folderWorkspace(project.root)
  const { candidates } = await actuator.propose(context, workspace)
  await actuator.apply(candidates[0]!, context, workspace)
  after = await lookAtBuild()
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a Vue application that Vite builds, in a real browser', () => {
  it('names other files in imports, templates and styles', async () => {
    const workspace = folderWorkspace(project.root)
    expect(await workspace.readText('src/data.js')).toBe(VUE['src/data.js'].replaceAll('.jpg', '.webp'))
    expect(await workspace.readText('src/App.vue')).toBe(
      VUE['src/App.vue'].replace('lamp.png', 'lamp.webp').replace('band.jpg', 'band.webp'),
    )
    expect(await workspace.readText('src/LampCard.vue')).toBe(VUE['src/LampCard.vue'])
  })

  it('shows every picture where it was, in a tenth of the bytes', () => {
    expect(before.images).toHaveLength(4)
    expect(after.broken).toEqual([])
    expect(after.images).toHaveLength(4)
    expect(after.boxes).toEqual(before.boxes)
    expect([...after.requested.keys()].every(name => name.endsWith('.webp'))).toBe(true)
    const bytes = (l: Look): number => [...l.requested.values()].reduce((a, b) => a + b, 0)
    expect(bytes(after)).toBeLessThan(bytes(before) / 10)
  })
})
