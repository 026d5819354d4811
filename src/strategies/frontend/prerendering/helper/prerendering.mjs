// Draws the pages of this project while it is built, as its own code draws them, so that browsers show them before the scripts have come.
// The configuration of Vite beside it passes what it exports through withPrerendering(). A page whose code cannot be run here, or that looks
// otherwise to one visitor than to another, is left to its scripts; the build says so and goes on.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, loadConfigFromFile } from 'vite'

/** Where the scripts begin, with which library, in which element (its id) they put the page, and the paths that are drawn. */
const application = { entry: 'src/main.jsx', library: 'react', mount: 'root', paths: ['/'] }

const NAME = 'prerendering'
const LONGEST = 20_000

/**
 * Runs in browsers: notes what visitors wrote and chose before any script listened.
 * @returns what tells it to those that listen by then
 */
function keepFields(container) {
  const kept = []
  for (const field of container.querySelectorAll('input, select, textarea')) {
    const name = /^(?:checkbox|radio)$/.test(field.type) ? 'checked' : 'value'
    const first = [...(field.options || [])].find(option => option.defaultSelected) || field.options?.[0]
    const before = name === 'checked' ? field.defaultChecked : field.options ? first?.value : field.defaultValue
    const value = field[name]
    if (before === undefined || value === before || /^(?:file|select-multiple)$/.test(field.type)) continue
    kept.push({ field, name, before, value })
  }
  return () => {
    for (const { field, name, before, value } of kept) {
      if (!field.isConnected || (field.type === 'radio' && !value)) continue
      // A library that watches the property is to see it change.
      const { selectionStart: start, selectionEnd: end } = field
      field[name] = before
      if (name === 'checked') {
        field.click()
        continue
      }
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), name).set.call(field, value)
      if (typeof start === 'number' && field === document.activeElement) field.setSelectionRange(start, end)
      field.dispatchEvent(new Event('input', { bubbles: true }))
      if (field.options) field.dispatchEvent(new Event('change', { bubbles: true }))
    }
  }
}

const LIBRARIES = {
  react: {
    module: 'react-dom/client',
    /** In browsers: what is drawn already is taken over instead of drawn anew. */
    inBrowser: `
import { createElement, useEffect } from 'react'
import { createRoot as create, hydrateRoot } from 'react-dom/client'
export { hydrateRoot }
const keepFields = ${keepFields}
function TakenOver({ tell, children }) {
  // An event of its own, as a visitor's would be.
  useEffect(() => void (tell && setTimeout(tell)), [])
  return children
}
export function createRoot(container, options) {
  if (!container || !container.hasAttribute || !container.hasAttribute('data-prerendered')) return create(container, options)
  container.removeAttribute('data-prerendered')
  let root
  return {
    render(children) {
      if (root) root.render(createElement(TakenOver, null, children))
      else root = hydrateRoot(container, createElement(TakenOver, { tell: keepFields(container) }, children), options)
    },
    unmount() {
      if (root) root.unmount()
    },
  }
}
export default { createRoot, hydrateRoot }
`,
    /** While it is built: what would be put on the page is handed on. */
    inBuild: `
export const createRoot = container => ({
  render: content => globalThis.prerendering.mounted(container, content),
  unmount() {},
})
export const hydrateRoot = (container, content) => globalThis.prerendering.mounted(container, content)
export default { createRoot, hydrateRoot }
`,
    render: `
import { renderToReadableStream } from 'react-dom/server'
export async function render(content) {
  const errors = []
  const stream = await renderToReadableStream(content, { onError: error => void errors.push(error) })
  await stream.allReady
  const markup = await new Response(stream).text()
  if (errors.length > 0) throw errors[0]
  // What it asks for ahead stands in the markup itself.
  return markup.replace(/^(?:<link rel="preload"[^>]*>)+/, '')
}
`,
  },
  vue: {
    module: 'vue',
    inBrowser: `
import { createApp as create, createSSRApp } from 'vue'
export * from 'vue'
const keepFields = ${keepFields}
export function createApp(...given) {
  if (!document.querySelector('[data-prerendered]')) return create(...given)
  const app = createSSRApp(...given)
  const { mount } = app
  app.mount = container => {
    const element = typeof container === 'string' ? document.querySelector(container) : container
    const router = app.config.globalProperties.$router
    const take = () => {
      element.removeAttribute('data-prerendered')
      const tell = keepFields(element)
      const mounted = mount(element)
      tell()
      return mounted
    }
    return router && router.isReady ? router.isReady().catch(() => {}).then(take) : take()
  }
  return app
}
`,
    inBuild: `
import { createSSRApp } from 'vue'
export * from 'vue'
export function createApp(...given) {
  const app = createSSRApp(...given)
  app.mount = container => globalThis.prerendering.mounted(container, app)
  return app
}
`,
    render: `
import { renderToString } from 'vue/server-renderer'
export async function render(app) {
  const router = app.config.globalProperties.$router
  if (router && router.isReady) await router.isReady()
  const context = {}
  const markup = await renderToString(app, context)
  if (Object.values(context.teleports || {}).some(text => text !== '')) throw new Error('it puts something elsewhere on the page')
  return markup
}
`,
  },
}

const library = LIBRARIES[application.library]

const withoutQuery = id => id.replaceAll('\\', '/').replace(/[?#].*$/, '')

/** Has the entry, and nothing else, get the library's module from `text`. */
function inPlaceOfLibrary(root, text) {
  const id = `\0${NAME}:library`
  const entry = withoutQuery(resolve(root, application.entry))
  return {
    resolveId: (source, importer) =>
      source === library.module && importer !== undefined && withoutQuery(importer) === entry ? id : null,
    load: asked => (asked === id ? text : null),
  }
}

/** Those of the project's own plugins, without what they do once files are made: that is for the build itself. */
async function ownPlugins({ mode, configFile, root }) {
  if (!configFile) return {}
  const loaded = await loadConfigFromFile({ command: 'build', mode, isSsrBuild: true }, configFile, root, 'silent')
  const own = loaded?.config ?? {}
  const plugins = (await Promise.all([own.plugins].flat(Number.POSITIVE_INFINITY)))
    .flat(Number.POSITIVE_INFINITY)
    .filter(plugin => plugin && plugin.name !== NAME)
    .map(plugin =>
      Object.assign(Object.create(Object.getPrototypeOf(plugin)), plugin, {
        generateBundle: undefined,
        writeBundle: undefined,
        closeBundle: undefined,
      }),
    )
  return { ...own, plugins }
}

/** One file that draws the page where it is run: the project's own code as browsers get it, with the library's renderer. */
async function bundle(config, folder) {
  const main = `\0${NAME}:main`
  const { resolveId, load } = inPlaceOfLibrary(config.root, library.inBuild)
  const entry = resolve(config.root, application.entry)
  const own = await ownPlugins(config)
  const plugin = {
    name: `${NAME}-bundle`,
    enforce: 'pre',
    resolveId: (source, importer) => (source === main ? main : resolveId(source, importer)),
    load: id => (id === main ? `${library.render}\nimport ${JSON.stringify(entry)}\n` : load(id)),
    outputOptions: {
      order: 'post',
      handler: ({ manualChunks, codeSplitting, advancedChunks, ...options }) => ({
        ...options,
        dir: folder,
        format: 'es',
        entryFileNames: 'page.mjs',
      }),
    },
  }
  const { rollupOptions, rolldownOptions, ...ownBuild } = own.build ?? {}
  const onlyPage = { input: main, output: {} }
  await build({
    ...own,
    configFile: false,
    root: config.root,
    base: config.base,
    mode: config.mode,
    logLevel: 'silent',
    clearScreen: false,
    plugins: [plugin, ...(own.plugins ?? [])],
    ssr: { ...own.ssr, target: 'webworker', noExternal: true, external: [] },
    build: {
      ...ownBuild,
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      minify: false,
      sourcemap: false,
      manifest: false,
      ssrManifest: false,
      watch: null,
      rollupOptions: { ...rollupOptions, ...onlyPage },
      ...(rolldownOptions && { rolldownOptions: { ...rolldownOptions, ...onlyPage } }),
    },
  })
  return join(folder, 'page.mjs')
}

/**
 * Runs in a process of its own, whose crash ends nothing else; makes of Node what code finds in a browser, as far as drawing needs it: elements that take whatever is
 * done to them, requests that are never answered. The second of two runs is another visitor's: on a phone instead of a wide screen, of another language and time zone, five hours
 * later, with other random numbers. Notes what was asked of that, and what could be anything.
 */
async function drawInProcess() {
  const { writeFileSync } = await import('node:fs')
  const { file, mount, address, isOther, answer } = JSON.parse(process.env.PRERENDERING)
  const tell = said => {
    writeFileSync(answer, JSON.stringify(said))
    process.exit(0)
  }
  const fail = error => tell({ failure: String(error?.message || error).split('\n')[0] })
  process.on('uncaughtException', fail)
  process.on('unhandledRejection', () => {})
  const visitor = isOther
    ? { width: 360, height: 640, density: 3, language: 'de-DE', zone: 'Pacific/Marquesas', offset: -34_200_000 }
    : { width: 1920, height: 1080, density: 1, language: 'en-US', zone: 'UTC', offset: 0 }
  const { width, height, language } = visitor
  const asked = new Set()
  const unknown = new Set()
  const nothing = () => undefined
  const never = () => new Promise(nothing)
  const give = (object, getters, noted = asked) => {
    for (const [name, [what, answer]] of Object.entries(getters)) {
      const get = () => {
        noted.add(what)
        return answer
      }
      Object.defineProperty(object, name, { configurable: true, get, set: nothing })
    }
    return object
  }
  const put = values => {
    for (const [name, value] of Object.entries(values))
      Object.defineProperty(globalThis, name, { configurable: true, writable: true, enumerable: true, value })
  }
  const WINDOW = 'the size of the window'
  const LANGUAGE = 'the language of the browser'
  const ZONE = 'the time zone of the visitor'

  const DOES =
    /^(?:add|animate|append|before|after|blur|cancel|clear|click|clone|close|create|define|delete|disconnect|dispatch|draw|exec|fill|focus|get|has|hide|init|insert|load|move|normalize|observe|open|pause|post|prepend|put|register|release|remove|replace|request|reset|restore|save|scroll|select|send|set|show|start|stop|stroke|submit|take|terminate|toggle|translate|unobserve|unregister|update|upgrade|write)(?:$|[A-Z])/
  /** Has what it is given; what else it could do does nothing. Its sizes are those of the window. */
  const quiet = known =>
    new Proxy(known, {
      get: (object, name) => {
        if (name in object || typeof name === 'symbol') return object[name]
        const size = /^(?:offset|client|scroll)(Width|Height|Top|Left)$/.exec(name)?.[1]
        if (size === undefined) return DOES.test(name) ? nothing : undefined
        asked.add(WINDOW)
        return size === 'Width' ? width : size === 'Height' ? height : 0
      },
    })
  const ELEMENT = {
    appendChild: child => child,
    insertBefore: child => child,
    removeChild: child => child,
    replaceChild: child => child,
    contains: () => false,
    matches: () => false,
    hasAttribute: () => false,
    hasChildNodes: () => false,
    getAttribute: () => null,
    closest: () => null,
    querySelector: () => null,
    querySelectorAll: () => [],
    getElementsByTagName: () => [],
    getElementsByClassName: () => [],
    getContext: () => null,
    attachShadow: () => null,
    getBoundingClientRect: () => {
      asked.add(WINDOW)
      return { x: 0, y: 0, top: 0, left: 0, right: width, bottom: height, width, height }
    },
    play: never,
    decode: never,
  }
  const elementOf = (name, id = '') => {
    const tagName = String(name).toUpperCase()
    const element = quiet({
      ...ELEMENT,
      nodeType: 1,
      nodeName: tagName,
      tagName,
      localName: tagName.toLowerCase(),
      id,
      className: '',
      lang: '',
      dir: '',
      title: '',
      innerHTML: '',
      textContent: '',
      parentNode: null,
      firstChild: null,
      lastChild: null,
      nextSibling: null,
      style: quiet({}),
      dataset: {},
      classList: { add: nothing, remove: nothing, toggle: () => false, contains: () => false },
      attributes: [],
      children: [],
      childNodes: [],
      ownerDocument: document,
    })
    element.cloneNode = () => element
    return element
  }
  const make = name => {
    if (/^style$/i.test(name)) unknown.add('styles that its scripts make')
    return elementOf(name)
  }

  const { href, origin, protocol, host, hostname, port, pathname, search, hash } = new URL(address)
  const location = { href, origin, protocol, host, hostname, port, pathname, search, hash, ancestorOrigins: [] }
  Object.assign(location, { assign: nothing, replace: nothing, reload: nothing, toString: () => href })
  const document = quiet({
    nodeType: 9,
    nodeName: '#document',
    readyState: 'interactive',
    visibilityState: 'visible',
    hidden: false,
    title: '',
    currentScript: null,
    activeElement: null,
    location,
    URL: href,
    baseURI: href,
    styleSheets: [],
    defaultView: globalThis,
    implementation: {},
    fonts: quiet({ ready: never(), load: never, check: () => false }),
    createElement: make,
    createElementNS: (_, name) => make(name),
    createTextNode: data => ({ nodeType: 3, nodeName: '#text', textContent: data, data }),
    createComment: data => ({ nodeType: 8, nodeName: '#comment', data }),
    createDocumentFragment: () => elementOf('#fragment'),
    createRange: () => quiet({}),
    createEvent: () => quiet({}),
    getSelection: () => null,
    hasFocus: () => true,
  })
  const parts = Object.fromEntries(['html', 'head', 'body'].map(name => [name, elementOf(name)]))
  const container = elementOf('div', mount)
  const find = selector => (selector === `#${mount}` ? container : (parts[selector] ?? null))
  const all = selector => [find(selector)].filter(Boolean)
  Object.assign(document, { documentElement: parts.html, head: parts.head, body: parts.body, querySelector: find })
  Object.assign(document, { querySelectorAll: all, getElementsByTagName: all, getElementsByClassName: () => [] })
  document.getElementById = id => (id === mount ? container : null)
  give(document, { cookie: ['its cookies', ''], referrer: ['where the visitor came from', ''] }, unknown)

  const storage = name => {
    const read = key => {
      unknown.add(key === undefined ? name : `${name} (${key})`)
      return null
    }
    return give(
      { getItem: read, key: () => read(), setItem: nothing, removeItem: nothing, clear: nothing },
      { length: [name, 0] },
      unknown,
    )
  }
  const navigator = quiet({ userAgent: 'Mozilla/5.0', vendor: '', platform: '', product: 'Gecko', appVersion: '5.0' })
  Object.assign(navigator, { maxTouchPoints: 0, cookieEnabled: true, onLine: true, hardwareConcurrency: 4 })
  navigator.serviceWorker = quiet({ ready: never(), controller: null, register: never, getRegistrations: never })
  give(navigator, { language: [LANGUAGE, language], languages: [LANGUAGE, [language]] })
  /** Of queries for sizes the answer is the visitor's; of all others only the other one says yes. */
  const matchMedia = media => {
    asked.add(`the device (${media})`)
    const sizes = [...String(media).matchAll(/(min|max)-(width|height)\s*:\s*([\d.]+)(px|r?em)/g)]
    const holds = ([, bound, side, value, unit]) => {
      const pixels = Number(value) * (unit === 'px' ? 1 : 16)
      return bound === 'min' ? visitor[side] >= pixels : visitor[side] <= pixels
    }
    return quiet({ matches: sizes.length > 0 ? sizes.every(holds) : isOther, media })
  }
  const storages = { localStorage: storage('localStorage'), sessionStorage: storage('sessionStorage') }
  for (const name of ['window', 'self', 'top', 'parent', 'frames']) put({ [name]: globalThis })
  put({ document, location, navigator, matchMedia, ...storages, name: '', frameElement: null, opener: null })
  put({
    history: quiet({ length: 1, state: null, scrollRestoration: 'auto' }),
    indexedDB: quiet({}),
    isSecureContext: true,
  })
  put({ customElements: quiet({ whenDefined: never }), CSS: { supports: () => true, escape: text => text } })
  put({ fetch: never, scrollX: 0, scrollY: 0, pageXOffset: 0, pageYOffset: 0, dispatchEvent: () => true })
  put({ requestAnimationFrame: () => 1, requestIdleCallback: () => 1, confirm: () => false })
  for (const name of 'addEventListener removeEventListener cancelAnimationFrame cancelIdleCallback scrollTo scrollBy scroll alert prompt open close print focus blur postMessage getSelection'.split(
    ' ',
  ))
    put({ [name]: nothing })
  for (const name of 'Element Node HTMLElement SVGElement Document DocumentFragment Window Text Comment ShadowRoot HTMLInputElement HTMLTextAreaElement HTMLSelectElement HTMLFormElement HTMLImageElement HTMLAnchorElement HTMLButtonElement HTMLIFrameElement HTMLCanvasElement HTMLVideoElement HTMLMediaElement'.split(
    ' ',
  ))
    put({ [name]: class {} })
  for (const name of 'Image Audio IntersectionObserver ResizeObserver MutationObserver PerformanceObserver XMLHttpRequest WebSocket EventSource Worker SharedWorker FileReader DOMParser'.split(
    ' ',
  ))
    put({
      // An instance of it is whatever its constructor returns.
      [name]: function Quiet() {
        return elementOf(name)
      },
    })
  give(globalThis, {
    innerWidth: [WINDOW, width],
    innerHeight: [WINDOW, height],
    outerWidth: [WINDOW, width],
    outerHeight: [WINDOW, height],
    devicePixelRatio: ['the density of the screen', visitor.density],
    screen: ['the size of the screen', quiet({ width, height, availWidth: width, availHeight: height })],
    getComputedStyle: [WINDOW, () => quiet({})],
  })

  let seed = isOther ? 20_011 : 10_007
  Math.random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 4_294_967_296
  }
  const now = () => RealDate.now() + (isOther ? 19_020_000 : 0)
  const RealDate = Date
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length === 0 ? [now()] : given))
    }
    static now() {
      return now()
    }
  }
  const replaced = (object, name, make) => {
    object[name] = make(object[name])
  }
  /** What the visitor's clock shows. */
  const local = date => {
    asked.add(ZONE)
    return new RealDate(date.getTime() + visitor.offset)
  }
  for (const part of ['Month', 'Date', 'Day', 'Hours', 'Minutes'])
    replaced(Date.prototype, `get${part}`, () => {
      return function () {
        return local(this)[`getUTC${part}`]()
      }
    })
  for (const name of ['toString', 'toDateString', 'toTimeString'])
    replaced(Date.prototype, name, own => {
      return function () {
        return own.call(local(this))
      }
    })
  Date.prototype.getTimezoneOffset = () => {
    asked.add(ZONE)
    return visitor.offset / -60_000
  }
  const withDefaults = (isDate, [locale, options]) => {
    if (locale === undefined) asked.add(LANGUAGE)
    if (!isDate) return [locale ?? language, options]
    if (!options?.timeZone) asked.add(ZONE)
    return [locale ?? language, { timeZone: visitor.zone, ...options }]
  }
  for (const [object, name] of [
    [Date.prototype, 'toLocaleString'],
    [Date.prototype, 'toLocaleDateString'],
    [Date.prototype, 'toLocaleTimeString'],
    [Number.prototype, 'toLocaleString'],
  ])
    replaced(object, name, own => {
      return function (...given) {
        return own.apply(this, withDefaults(object === Date.prototype, given))
      }
    })
  for (const name of ['DateTimeFormat', 'NumberFormat', 'RelativeTimeFormat', 'PluralRules', 'ListFormat'])
    replaced(Intl, name, own => {
      const make = (_, given) => new own(...withDefaults(name === 'DateTimeFormat', given))
      return new Proxy(own, { construct: make, apply: (target, _, given) => make(target, given) })
    })

  const mounted = new Promise(done => {
    globalThis.prerendering = { mounted: (place, content) => done({ place, content }) }
  })
  try {
    const { render } = await import(file)
    const { place, content } = await mounted
    if (place !== container && find(place) !== container) throw new Error(`it is put in another element than #${mount}`)
    const markup = await render(content)
    tell({ markup, asked: [...asked], unknown: [...unknown] })
  } catch (error) {
    fail(error)
  }
}

/** @returns the markup, and what was asked for it */
function draw(file, address, isOther) {
  const answer = `${file}.${isOther ? 'other' : 'one'}`
  const given = { file: pathToFileURL(file).href, mount: application.mount, address, isOther, answer }
  const child = spawn(process.execPath, ['--input-type=commonjs', '-e', `(${drawInProcess})()`], {
    env: { ...process.env, PRERENDERING: JSON.stringify(given) },
    stdio: 'ignore',
    timeout: LONGEST,
    killSignal: 'SIGKILL',
  })
  return new Promise(done => {
    child.on('error', error => done({ failure: error.message }))
    child.on('exit', async (_, signal) => {
      const said = await readFile(answer, 'utf8').catch(() => null)
      await rm(answer, { force: true })
      if (said !== null) done(JSON.parse(said))
      else if (signal === 'SIGKILL') done({ failure: 'it is not drawn before its data have come' })
      else if (signal) done({ failure: `the process that draws it ended by ${signal}` })
      else done({ failure: 'its scripts put nothing on the page' })
    })
  })
}

const shows = markup =>
  /<(img|svg|picture|video)\b/.test(markup) || markup.replace(/<!--[\s\S]*?-->|<[^>]*>/g, '').trim().length >= 20

/** Why what was drawn must not be shown to everybody, or null. */
function whyNot(one, other) {
  if (one.failure || other.failure) return one.failure || other.failure
  if (one.unknown.length > 0) return `it depends on ${one.unknown.join(', ')}`
  if (one.markup !== other.markup && one.asked.length === 0)
    return 'it is not the same twice: it depends on chance, or on the time of day'
  if (one.markup !== other.markup) return `it is not the same for everybody: its code asks for ${one.asked.join(', ')}`
  if (/<(?:title|meta|link|base)\b/.test(one.markup.replace(/<svg\b[\s\S]*?<\/svg>/g, '')))
    return 'it writes to the head of the page'
  if (/\bfile:\/\/|\/@fs\//.test(one.markup)) return 'it names files by where they lie on this machine'
  if (!shows(one.markup)) return 'it shows nothing before its data have come'
  return null
}

/** Draws every path. @returns by path: what it shows (`markup`), or why it is left (`reason`) */
export async function drawPaths(config) {
  if (!/^\/(?!\/)/.test(config.base))
    return application.paths.map(path => ({
      path,
      reason: `addresses of its files are not paths of its host (base: ${config.base})`,
    }))
  const folder = await mkdtemp(join(tmpdir(), `${NAME}-`))
  try {
    const file = await bundle(config, folder)
    const drawn = []
    for (const path of application.paths) {
      const address = `http://localhost${config.base.replace(/\/$/, '')}${path}`
      const [one, other] = await Promise.all([draw(file, address, false), draw(file, address, true)])
      const reason = whyNot(one, other)
      drawn.push(reason === null ? { path, markup: one.markup } : { path, reason })
    }
    return drawn
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Files of the site that markup names and the build has not made. */
const missing = (markup, { base, build: { outDir } }, root) =>
  [...markup.matchAll(/\b(?:src|href|poster)="([^"?#]+\.\w+)(?:[?#][^"]*)?"/g)]
    .map(([, address]) => address)
    .filter(address => address.startsWith(base) && !address.startsWith('//'))
    .filter(address => !existsSync(join(resolve(root, outDir), decodeURI(address.slice(base.length)))))

const escaped = text => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

const ENTITIES = { '&amp;': '&', '&quot;': '"', '&#x27;': "'", '&#39;': "'", '&lt;': '<', '&gt;': '>' }
const attribute = (tag, name) =>
  new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(tag)?.[1].replace(/&[#\w]+;/g, entity => ENTITIES[entity] ?? entity)

const MOST_PICTURES = 4

/** Attributes of a preload for each of the first pictures, as browsers choose among what they have. */
function firstPictures(markup) {
  const found = []
  for (const [whole, picture] of markup.matchAll(/<picture\b[^>]*>([\s\S]*?)<\/picture>|<img\b[^>]*>/gi)) {
    const tag = /<img\b[^>]*>/i.exec(whole)?.[0]
    const source = picture && /<source\b[^>]*>/i.exec(picture)?.[0]
    const href = tag && attribute(tag, 'src')
    if (!href || /^data:/.test(href) || attribute(tag, 'loading') === 'lazy' || /\scrossorigin\b/i.test(tag)) continue
    const srcset = attribute(source || tag, 'srcset')
    found.push({
      ...(srcset ? { imagesrcset: srcset } : { href }),
      imagesizes: attribute(source || tag, 'sizes'),
      fetchpriority: attribute(tag, 'fetchpriority'),
      ...(source && { type: attribute(source, 'type'), media: attribute(source, 'media') }),
    })
  }
  return found.slice(0, MOST_PICTURES)
}

const inPage = (code, ...given) =>
  `<script>(${code.toString().replace(/\n\s*/g, '\n')})(${given.join(',').replace(/<(?=\/|!--)/g, '\\u003c')})</script>`

/**
 * Runs in the page before anything else of it is loaded: whether it is the one that was drawn, since hosts answer unknown paths with the first page. Asks for its pictures, which a browser does not see in a
 * template.
 */
const isThisPage = (path, query, pictures) => {
  if (!path.test(location.pathname) || !query.test(location.search) || /^#[!/]/.test(location.hash)) return
  document.documentElement.setAttribute('data-drawn', '')
  for (const picture of pictures) {
    const link = document.createElement('link')
    link.rel = 'preload'
    link.setAttribute('as', 'image')
    for (const name in picture) link.setAttribute(name, picture[name])
    document.head.appendChild(link)
  }
}

/** Runs in the page where what was drawn stands, before any of it is painted. */
const show = () => {
  const template = document.querySelector('[data-drawn-page]')
  const page = document.documentElement
  if (page.hasAttribute('data-drawn')) {
    const element = template.previousElementSibling
    element.textContent = ''
    element.appendChild(template.content)
    element.setAttribute('data-prerendered', '')
    page.removeAttribute('data-drawn')
  }
  template.remove()
}

/** The page with what was drawn, or null where it has no empty element for it. */
export function withMarkup(html, markup, path, base) {
  const id = escaped(application.mount)
  const named = `(?=[^>]*\\sid=(?:"${id}"|'${id}'|${id}(?=[\\s>])))`
  const places = [...html.matchAll(new RegExp(`<(\\w+)${named}[^>]*>(?:\\s|<!--[\\s\\S]*?-->)*</\\1>`, 'g'))]
  if (places.length !== 1) return null
  const end = places[0].index + places[0][0].length
  const at = Math.min(html.search(/<(?:link|script|style)\b/i), places[0].index)
  const bare = escaped(`${base.replace(/\/$/, '')}${path}`.replace(/\/$/, ''))
  const address = `/^${bare}${path === '/' ? '\\/' : '\\/?'}$/`
  const campaigns = '/^(\\?(&?(utm_\\w+|gclid|fbclid|msclkid)=[^&]*)+)?$/'
  const first = inPage(isThisPage, address, campaigns, JSON.stringify(firstPictures(markup)))
  const template = `<template data-drawn-page>${markup}</template>${inPage(show)}`
  return html.slice(0, at) + first + html.slice(at, end) + template + html.slice(end)
}

function prerenderingPlugin() {
  let config
  let done = null
  let inBrowser = { resolveId: () => null, load: () => null }
  const isForBrowsers = () => !config.build.ssr && !config.build.lib

  async function write(context) {
    const folder = resolve(config.root, config.build.outDir)
    const first = join(folder, 'index.html')
    const html = await readFile(first, 'utf8')
    for (const { path, markup, reason } of await drawPaths(config)) {
      const lacks = reason === undefined ? missing(markup, config, config.root) : []
      const page = reason === undefined && lacks.length === 0 ? withMarkup(html, markup, path, config.base) : null
      if (page === null) {
        const why =
          reason ||
          (lacks.length > 0
            ? `it names ${lacks[0]}, which is not made`
            : `index.html has no empty #${application.mount}`)
        context.warn(`${path} is left to its scripts: ${why}`)
        continue
      }
      const file = path === '/' ? first : join(folder, `${path.slice(1)}.html`)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, page)
    }
  }

  return {
    name: NAME,
    apply: 'build',
    enforce: 'pre',
    configResolved(resolved) {
      config = resolved
      if (isForBrowsers()) inBrowser = inPlaceOfLibrary(config.root, library.inBrowser)
    },
    buildStart() {
      done = null
    },
    resolveId: (source, importer) => inBrowser.resolveId(source, importer),
    load: id => inBrowser.load(id),
    async writeBundle() {
      if (!isForBrowsers() || !existsSync(join(resolve(config.root, config.build.outDir), 'index.html'))) return
      done ??= write(this).catch(error => this.warn(`Pages are left to their scripts: ${error.message}`))
      await done
    },
  }
}

/** Takes whatever Vite takes: an object, a function, or a promise. */
export function withPrerendering(exported) {
  if (typeof exported === 'function') return (...args) => withPrerendering(exported(...args))
  if (exported && typeof exported.then === 'function') return exported.then(withPrerendering)
  return { ...exported, plugins: [...(exported.plugins || []), prerenderingPlugin()] }
}
