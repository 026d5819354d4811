import { describe, expect, it } from 'vitest'
import { parseSource } from './parse.js'
import { loadEffects } from './side-effects.js'

/** What a module does when it is loaded: on what, `page` for the page at large. */
const effectsOf = (text: string): string[] => loadEffects(parseSource('src/a.ts', text)!).map(({ on }) => on ?? 'page')

describe('a module acts on the page when it is loaded', () => {
  it.each([
    ["const el = document.querySelector('a')\nel.addEventListener('click', f)"],
    ["const el = document.querySelector('a')\nel.textContent = 'x'"],
    ['const w = window\nw.shop = {}'],
    ["const { body } = document\nbody.classList.add('x')"],
    ["let el\nel = document.body\nel.className = 'x'"],
    ["const parts = [document.body]\nparts[0].className = 'x'"],
    ["const list = document.querySelectorAll('a')\nlist.forEach(one => one.remove())"],
    ["Array.from(document.links).forEach(link => { link.target = '_blank' })"],
    ["function setUp(el) { el.className = 'x' }\nsetUp(document.body)"],
    ["const find = () => document.body\nconst el = find()\nel.className = 'x'"],
    ["const app = { start() { document.title = 'x' } }\napp.start()"],
    ["class App { constructor() { document.title = 'x' } }\nexport const app = new App()"],
    ["class App { start() { document.title = 'x' } }\nconst app = new App()\napp.start()"],
    ['class A { static { register() } }\nfunction register() { window.a = 1 }'],
    ['class A { static ready = (window.a = 1) }'],
    ['delete window.shop'],
    ['Object.assign(window, { shop: {} })'],
    ["Object.defineProperty(String.prototype, 'shout', {})"],
    ['Promise.resolve().then(() => { document.title = 1 })'],
    ["if (ok) document.title = 'x'"],
    ["ok && document.body.classList.add('x')"],
    ["require('polyfill')"],
    ["require('./set-up')"],
    ["import $ from 'jquery'\nconst el = $('a')\nel.on('click', f)"],
    ["import { render } from 'view'\nrender(document.body)"],
    ["import { customElement } from 'lit'\n@customElement('x-y')\nexport class X extends Y {}"],
    ["import { injectGlobal } from 'styled-components'\ninjectGlobal`body { color: red }`"],
  ])('%s', text => expect(effectsOf(text)).toContain('page'))

  it.each([
    ["const p = require('x')\np.install()"],
    ["const { install } = require('x')\ninstall()"],
    ["import x from 'x'\nconst made = x.create()\nmade.start()"],
    ["import { x } from 'x'\nif (ok) x.setUp()"],
  ])('or on what it imports: %s', text => expect(effectsOf(text)).toEqual(['x']))

  it.each([
    ["const names = ['a'].map(name => name.toUpperCase())\nnames.push('b')"],
    ['const format = new Intl.NumberFormat()\nexport const euros = format.format(1)'],
    ["const width = window.matchMedia('(min-width: 40em)')\nexport const wide = () => width.matches"],
    ["const [lang] = navigator.language.split('-')\nexport const short = lang.slice(0, 2)"],
    ["const canvas = document.createElement('canvas')\ncanvas.width = 1"],
    ['const table = {}\ntable.a = 1\ndelete table.a'],
    ['const rows = build()\nrows.push(1)\nfunction build() { return [] }'],
    ['const price = n => n.toFixed(2)\nexport const prices = [1].map(n => price(n))'],
    ['const build = () => new Map()\nexport const known = build()'],
    ["import { createContext } from 'react'\nexport const Context = createContext()\nContext.displayName = 'Context'"],
    ["import styled from 'styled-components'\nexport const Box = styled.div`color: red;`"],
    [
      'class Store { items = []\n add(item) { this.items.push(item) } }\nexport const store = new Store()\nstore.add(1)',
    ],
    ["Object.defineProperty(exports, '__esModule', { value: true })\nexports.a = 1"],
    ["const icons = require.context('./icons')\nexport { icons }"],
  ])('what only defines things does not: %s', text => expect(effectsOf(text)).toEqual([]))
})
