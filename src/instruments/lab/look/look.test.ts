import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LookKind, PageState, StateAspect } from '../../../model/page-look.js'
import { PROFILES } from '../../../model/profile.js'
import type { ServedArm } from '../../serving/index.js'
import { serveFolder } from '../fixtures/serve-folder.js'
import { Lab } from '../lab.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lamps</title><link rel="icon" href="data:,">
<style>
  body { color: #111; background: #fff; margin: 0 } [hidden] { display: none }
  #bare:focus { outline: none } nav { display: none } nav.open { display: block }
  @media (prefers-color-scheme: dark) { body { background: #111 } h1 { color: #eee } }
  li ul { display: none } li:hover ul { display: block }
  .pulse { animation: pulse 1s infinite } @keyframes pulse { to { opacity: 0.5 } } @media (prefers-reduced-motion: reduce) { .calm { animation: none } }
  @media print { .screen { display: none } }
  dialog { padding: 40px }
</style></head><body>
<h1>Lamps</h1><p class="screen">Only on screens</p><noscript><p>Without scripts all of it is below.</p></noscript>
<label>Name <input id="name"></label>
<button type="button" id="menu" aria-expanded="false">Menu</button><nav><a href="about.html">About us</a></nav>
<div role="navigation"><ul><li><a href="lamps.html">By room</a><ul><li>Kitchen</li></ul></li></ul></div><i class="pulse">·</i><i class="pulse calm">·</i>
<button type="button" id="bare">Bare</button>
<button type="button" id="ask">Ask</button><dialog id="box"><p>Sure?</p><button type="button" id="close">Leave</button></dialog>
<button type="button" id="fails">Fails</button>
<main><a href="about.html">More of them</a><a href="spa" id="route">Route</a></main>
<script>
  const $ = id => document.getElementById(id)
  $('menu').onclick = () => { const open = document.querySelector('nav').classList.toggle('open'); $('menu').setAttribute('aria-expanded', open) }
  $('ask').onclick = () => $('box').showModal(); $('close').onclick = () => $('box').close()
  $('fails').onclick = () => { fetch('gone.json'); throw new Error('that fails') }
  document.body.append(Object.assign(document.createElement('p'), { textContent: 'Put there by a script' }))
</script></body></html>`

let folder: string
let served: ServedArm
let lab: Lab
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewright-look-'))
  await writeFile(join(folder, 'index.html'), PAGE)
  await writeFile(join(folder, 'about.html'), '<!doctype html><title>About</title><p>About us all')
  await writeFile(
    join(folder, 'trap.html'),
    `<!doctype html><title>Trap</title><button>One</button><button id="two">Two</button><button>Three</button><script>two.onkeydown = event => event.preventDefault()</script>`,
  )
  await writeFile(
    join(folder, 'wipes.html'),
    `<!doctype html><title>Wipes</title><input><script>addEventListener('load', () => setTimeout(() => { document.querySelector('input').value = '' }, 200))</script>`,
  )
  await writeFile(
    join(folder, 'made.html'),
    `<!doctype html><title>Made</title><script>addEventListener('load', () => setTimeout(() => {
      const field = document.createElement('input')
      field.onfocus = () => document.body.append('Pick a day')
      document.body.append(field)
    }, 200))</script>`,
  )
  await writeFile(
    join(folder, 'leaves.html'),
    `<!doctype html><title>Leaves</title><p id="n"></p><script>addEventListener('unload', () => {}); localStorage.n = Number(localStorage.n ?? 0) + 1; n.textContent = 'Visit ' + localStorage.n</script>`,
  )
  served = await serveFolder(folder, logger)
  lab = await Lab.open({ logger })
})
afterAll(async () => {
  await lab?.close()
  await served?.stop()
  await rm(folder, { recursive: true, force: true })
})

const look = async (kind: LookKind, path = '/', profile = PROFILES.desktop): Promise<readonly PageState[]> =>
  (await lab.look(served, { id: path, path, weight: 1 }, profile, kind)).states

const linesAfter = (states: readonly PageState[], after: string, aspect: StateAspect): readonly string[] =>
  states.find(state => state.after === after)?.lines[aspect] ?? [`there is no state after ${after}`]

it('without scripts: what was sent, as it is shown then', async () => {
  const states = await look('without-scripts')
  const text = linesAfter(states, 'without scripts', 'text')
  expect(text).toContain('Without scripts all of it is below.')
  expect(text).not.toContain('Put there by a script')
  expect(states[0]?.screenshotBase64).toBeDefined()
})

it('in the dark: text that cannot be seen there; on paper: what is printed', async () => {
  const states = await look('other-media')
  expect(linesAfter(states, 'in the dark scheme', 'unseen')).toContain('Only on screens')
  expect(linesAfter(states, 'in the dark scheme', 'unseen')).not.toContain('Lamps')
  expect(linesAfter(states, 'in the dark scheme', 'moves')).toEqual(['something moves without end'])
  expect(linesAfter(states, 'on paper', 'text')).not.toContain('Only on screens')
  expect(linesAfter(states, 'on paper', 'unseen')).toEqual([])
})

it('by keyboard: where the focus goes, whether it is seen, and what was typed early', async () => {
  const states = await look('by-keyboard')
  const focus = linesAfter(states, 'going through the page by Tab', 'focus')
  expect(focus).toContain('the focus goes from text "Name" to button "Menu"')
  expect(focus).toContain('one sees that button "Menu" has the focus: yes')
  expect(focus).toContain('one sees that button "Bare" has the focus: no')
  expect(linesAfter(states, 'typing while the page loads', 'fields')).toEqual([
    '#name holds what was typed while the page loaded',
  ])
})

it('by keyboard: a trap, and a page that wipes what was typed', async () => {
  const trapped = linesAfter(await look('by-keyboard', '/trap.html'), 'going through the page by Tab', 'focus')
  expect(trapped.at(-1)).toBe('the focus cannot leave button "Two"')
  expect(linesAfter(await look('by-keyboard', '/wipes.html'), 'typing while the page loads', 'fields')).toEqual([])
})

it('by keyboard: a field that a script makes is typed into as soon as it is there, and what that opens is seen', async () => {
  const states = await look('by-keyboard', '/made.html')
  expect(linesAfter(states, 'typing while the page loads', 'fields')).toHaveLength(1)
  expect(linesAfter(states, 'typing while the page loads', 'text')).toContain('Pick a day')
})

it('tried: each control by a click, what it opened, all once more by key, and links with the way back', async () => {
  const states = await look('tried')
  expect(linesAfter(states, 'a click on “Menu”', 'tree')).toContain('button "Menu" [expanded=true]')
  expect(linesAfter(states, 'a click on “Ask”', 'text')).toContain('Sure?')
  expect(linesAfter(states, 'a click on “Ask”, then on “Leave”', 'text')).not.toContain('Sure?')
  expect(linesAfter(states, 'a click on “Fails”', 'errors')).toEqual(['Uncaught Error: that fails (/)'])
  expect(linesAfter(states, 'a click on “Fails”', 'requests')).toEqual(['/gone.json answers 404'])
  expect(linesAfter(states, 'Enter on “Menu”, once everything was tried', 'step')).toEqual(['taken'])
  expect(linesAfter(states, 'a click on the link “More of them”', 'place')[0]).toBe('/about.html')
  expect(linesAfter(states, 'a click on the link “More of them”, and back', 'place')[0]).toBe('/')
  expect(linesAfter(states, 'pointing at “By room”', 'text')).toContain('Kitchen')
  expect(linesAfter(states, 'a click on “Menu”', 'text')).not.toContain('Kitchen')
  // What an error belongs to, and no more.
  expect(linesAfter(states, 'a click on “Menu”', 'errors')).toEqual([])
})

it('again: as somebody who comes back finds it, and what it has against being kept in memory', async () => {
  const states = await look('again', '/leaves.html')
  expect(linesAfter(states, 'coming back', 'text')).toEqual(['Visit 2'])
  expect(linesAfter(states, 'on the way back to it', 'text')).toEqual(['Visit 3'])
  expect(linesAfter(states, 'on the way back to it', 'remembered').join()).toContain('UnloadHandler')
  expect(linesAfter(await look('again'), 'on the way back to it', 'remembered')).toEqual([])
})

it('tried on a phone: by taps, and without keys', async () => {
  const states = await look('tried', '/', PROFILES.mobile)
  expect(linesAfter(states, 'a click on “Menu”', 'tree')).toContain('button "Menu" [expanded=true]')
  expect(states.some(({ after }) => after.startsWith('Enter'))).toBe(false)
})
