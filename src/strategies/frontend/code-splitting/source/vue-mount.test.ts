import { expect, it } from 'vitest'
import { mountOnceReady } from './vue-mount.js'

const mounted = (text: string) => mountOnceReady({ path: 'src/main.js', text }, specifier => specifier === './router')
const HEAD = `import { createApp } from 'vue'
import App from './App.vue'
import router from './router'
`

it.each([
  [
    'in one chain',
    `createApp(App).use(createPinia()).use(router).mount('#app')\n`,
    `const app = createApp(App).use(createPinia()).use(router)
router.isReady().catch(() => undefined).then(() => app.mount('#app'))\n`,
  ],
  [
    'step by step',
    `const shop = createApp(App);\nshop.use(router);\nshop.mount('#app');\n`,
    `const shop = createApp(App);\nshop.use(router);\nrouter.isReady().catch(() => undefined).then(() => shop.mount('#app'));\n`,
  ],
  [
    'beside a name that is taken',
    `const app = 1\ncreateApp(App).use(router).mount('#app')\n`,
    `const app = 1\nconst app_ = createApp(App).use(router)
router.isReady().catch(() => undefined).then(() => app_.mount('#app'))\n`,
  ],
])('an application is put on the page once its first route is there: %s', (_, before, after) => {
  expect(mounted(HEAD + before)).toBe(HEAD + after)
  expect(mounted(HEAD + after)).toBeNull()
})

it('also where the router is made in the same file', () => {
  const text = `const router = createRouter({ routes: [] })\ncreateApp(App).use(router).mount('#app')\n`
  expect(mounted(text)).toContain('router.isReady()')
})

it.each([
  ['another router', `${HEAD.replace('./router', './other')}createApp(App).use(router).mount('#app')`],
  ['none', `${HEAD}createApp(App).mount('#app')`],
  ['several applications', `${HEAD}createApp(App).use(router).mount('#a')\ncreateApp(App).use(router).mount('#b')`],
  ['a later moment', `${HEAD}export const start = () => createApp(App).use(router).mount('#app')`],
  ['what is no JavaScript', `${HEAD}createApp(App).use(router).mount('#app'`],
])('the text stays as it is with %s', (_, text) => {
  expect(mounted(text)).toBeNull()
})
