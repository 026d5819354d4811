import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from '../../../../instruments/bundle/fixtures/project.js'
import { photo } from '../../../../instruments/images/fixtures/pictures.js'
import type { AppliedChange } from '../../../../model/actuator.js'
import type { TargetSystem } from '../../../../model/target.js'
import { folderWorkspace } from '../../../fixtures/folder-workspace.js'
import { actuator } from '../actuator.js'
import { type Look, launch, look, serve, withoutFormats } from '../fixtures/browser.js'
import { actuatorContext, observationOf } from '../fixtures/observed.js'

const VITE = ['node_modules/vite/bin/vite.js', 'build'] as const
const PROFILES = ['mobile', 'desktop'] as const
const PAGE = `<!doctype html>
<html lang="en"><head><title>Lamps</title><meta name="viewport" content="width=device-width"></head>
<body><div id="app"></div><script type="module" src="/src/main.js"></script></body></html>
`
const APP = `<script setup>
import hero from './assets/hero.jpg'
import lighthouse from './assets/lighthouse.jpg'
import saltings from './assets/saltings.jpg'
import CoverCarousel from './CoverCarousel.vue'
import PhotoCard from './PhotoCard.vue'
import PlainFrame from './PlainFrame.vue'
import RootPhoto from './RootPhoto.vue'

const COVERS = [{ photo: lighthouse, title: 'A' }, { photo: saltings, title: 'B' }]
const items = [{ id: 1, photo: 'chair.jpg' }, { id: 2, photo: 'vase.jpg' }]
</script>

<template>
  <main>
    <img class="hero" :src="hero" alt="" />
    <div class="row"><img src="./assets/lamp.jpg" alt="A lamp"> <p>A lamp</p></div>
    <p>Before <img v-if="items.length > 2" src="/photos/none.jpg" alt=""><img v-else class="wall" src="/photos/wall.jpg" alt="A wall"> and behind</p>
    <ul><li v-for="item in items" :key="item.id"><PhotoCard :item="item" /></li></ul>
    <PlainFrame><img src="/photos/floor.jpg" alt=""></PlainFrame>
    <CoverCarousel :covers="COVERS" />
    <RootPhoto class="last" />
  </main>
</template>

<style>
body { margin: 0 }
</style>

<style scoped>
.hero { width: 100%; height: auto }
.row { display: flex; gap: 8px }
.row img { width: 40%; align-self: center }
.wall { width: 120px }
.last { width: 320px }
</style>
`
const CARD = `<script>
export default {
  props: ['item'],
}
</script>

<template>
  <a class="card" href="#"><img :src="\`/photos/\${item.photo}\`" :alt="item.photo"><b>{{ item.id }}</b></a>
</template>

<style scoped>
.card { display: flex }
.card img { width: 160px; height: 120px; object-fit: cover }
</style>
`
const CAROUSEL = `<script setup>
defineProps({ covers: { type: Array, required: true } })
</script>

<template>
  <div class="covers">
    <div v-for="cover in covers" :key="cover.title" class="cover">
      <img :src="cover.photo" alt="" />
      <p>{{ cover.title }}</p>
    </div>
  </div>
</template>

<style scoped>
.covers { display: flex }
.cover img { width: 180px; height: 120px; object-fit: cover }
</style>
`
const VUE = {
  'package.json': '{ "name": "lamps", "private": true, "dependencies": { "vue": "3.5.0", "vite": "8.0.0" } }\n',
  'vite.config.js': "import vue from '@vitejs/plugin-vue'\nexport default { logLevel: 'warn', plugins: [vue()] }\n",
  'index.html': PAGE,
  'src/main.js': "import { createApp } from 'vue'\nimport App from './App.vue'\ncreateApp(App).mount('#app')\n",
  'src/App.vue': APP,
  'src/PhotoCard.vue': CARD,
  'src/CoverCarousel.vue': CAROUSEL,
  'src/PlainFrame.vue':
    '<template>\n  <figure class="frame"><slot /></figure>\n</template>\n\n<style scoped>\n.frame :slotted(img) { width: 50% }\n</style>\n',
  'src/RootPhoto.vue': '<template>\n  <img src="./assets/door.jpg" alt="">\n</template>\n',
}

let browser: Browser
let folder = ''
let project: Project
let before: Record<(typeof PROFILES)[number], Look>
let after: Record<(typeof PROFILES)[number], Look>
let applied: AppliedChange

const lookAtBuild = async () => {
  await project.build(VITE)
  const server = await serve(path.join(project.root, 'dist'))
  try {
    return {
      mobile: await look(browser, `${server.origin}/`, 'mobile'),
      desktop: await look(browser, `${server.origin}/`, 'desktop'),
    }
  } finally {
    await server.close()
  }
}

beforeAll(async () => {
  browser = await launch()
  folder = await mkdtemp(path.join(os.tmpdir(), 'vue-app-'))
  project = await createProject(VUE, folder)
  for (const [index, file] of [
    'src/assets/hero.jpg',
    'src/assets/lamp.jpg',
    'src/assets/door.jpg',
    'src/assets/lighthouse.jpg',
    'src/assets/saltings.jpg',
    'public/photos/wall.jpg',
    'public/photos/chair.jpg',
    'public/photos/vase.jpg',
    'public/photos/floor.jpg',
    'public/photos/none.jpg',
  ].entries()) {
    await mkdir(path.dirname(path.join(project.root, file)), { recursive: true })
    const picture = photo(1000, 750, 3, index + 1)
    await writeFile(path.join(project.root, file), await picture.jpeg({ quality: 95 }).toBuffer())
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
  const observation = observationOf(PROFILES.map(profile => ({ page, profile, images: before[profile].images })))
  const context = actuatorContext(target, observation, path.join(folder, 'cache'))
  const workspace = folderWorkspace(project.root)
  const { candidates } = await actuator.propose(context, workspace)
  applied = await actuator.apply(candidates[0]!, context, workspace)
  after = await lookAtBuild()
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

describe('components of Vue that Vite builds, in a real browser', () => {
  it('name the encodings in templates and scripts, and what data names by the helper', async () => {
    const workspace = folderWorkspace(project.root)
    const app = await workspace.readText('src/App.vue')
    expect(app).toMatch(/import hero\d+Avif from '\.\/assets\/hero-\d+\.avif'/)
    expect(app).toContain(
      '<picture v-else style="display: contents"><source hidden type="image/avif" srcset="/photos/wall-',
    )
    expect(await workspace.readText('src/PhotoCard.vue')).toContain('methods: { pictureRatio, pictureSources }')
    expect(await workspace.readText('src/picture-sources.js')).toMatch(/'\/photos\/chair\.jpg': '\d+x\d+ avif:/)
    expect(app).toContain("import lighthouse from './assets/lighthouse.jpg'\n")
    expect(await workspace.readText('src/CoverCarousel.vue')).toContain('v-for="source in pictureSources(cover.photo)"')
    expect(await workspace.readText('src/picture-sources.js')).toContain('  [lighthousePicture]: {')
    expect(await workspace.readText('src/RootPhoto.vue')).toMatch(/<img srcset="\.\/assets\/door-\d+\.jpg \d+w/)
    expect(applied.refusals.filter(r => r.reason.includes('form that cannot be edited'))).toEqual([])
  })

  it.each(PROFILES)('load the picture sources, in a tenth of the bytes (%s)', profile => {
    const { broken, requested, images } = after[profile]
    expect(broken).toEqual([])
    expect(images).toHaveLength(before[profile].images.length)
    const names = [...requested.keys()]
    // At their size WebP may be the smaller one.
    const covers = names.filter(name => /lighthouse|saltings/.test(name))
    expect(covers).toHaveLength(2)
    expect(covers.every(name => /\/(?:lighthouse|saltings)-\d+-[\w-]+\.(?:avif|webp)$/.test(name))).toBe(true)
    expect(names.filter(name => !name.endsWith('.avif') && !covers.includes(name))).toEqual([
      expect.stringMatching(/door-\d+.*\.jpg$/),
    ])
    const bytes = (l: Look): number => [...l.requested.values()].reduce((a, b) => a + b, 0)
    expect(bytes(after[profile])).toBeLessThan(bytes(before[profile]) / 10)
  })

  it.each(PROFILES)('leave every box where it was (%s)', profile => {
    expect(after[profile].boxes).toEqual(before[profile].boxes)
  })

  it('show the old files in a browser that knows none of the new formats', async () => {
    const server = await serve(path.join(project.root, 'dist'), ['avif', 'webp'])
    const seen = await look(browser, `${server.origin}/`, 'mobile', withoutFormats('avif', 'webp'))
    await server.close()
    expect(seen.broken).toEqual([])
    expect([...seen.requested.keys()].every(name => name.endsWith('.jpg'))).toBe(true)
    expect(seen.boxes).toEqual(before.mobile.boxes)
  })
})
