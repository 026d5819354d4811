import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PageAspects } from '../../../../model/observation.js'
import { PROFILES } from '../../../../model/profile.js'
import { serveFolder } from '../../fixtures/serve-folder.js'
import { Lab } from '../../lab.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

const PAGE = `<!doctype html><html lang="de-AT" dir="ltr"><head><meta charset="utf-8"><title>Lampen</title><link rel="icon" href="data:,">
<meta name="viewport" content="initial-scale=1,  width=device-width"><meta name="robots" content="Follow, NOINDEX">
<meta property="og:title" content="Lampen"><link rel="canonical" href="/lampen"><link rel="alternate" hreflang="en" href="/lamps">
<script type="application/ld+json">{"b": 1, "a": {"d": 2, "c": 3}}</script>
<style>body { padding-top: 80px } header { position: fixed; top: 0; height: 60px; width: 100%; background: #ddd } main { margin-top: 2000px; height: 4000px }
  #seen { scroll-margin-top: 80px } .veiled { position: relative } .veiled::after { content: ''; position: absolute; inset: 0 }</style></head><body>
<header>Lampen</header><a href="#seen">Seen</a> <a href="#under">Under</a> <a href="#none">None</a> <a href="/other?session=9f8e7d6c#x">Elsewhere</a> <a href="tel:+43123456789">Call</a> <a href="/list.0a1b2c3d.pdf" download target="_blank">List</a>
<form method="post" action="/buy?ref=a1b2" novalidate>
  <input type="hidden" name="item" value="lamp"><input type="hidden" name="token" value="t0k3n-9f8e7d">
  <label for="mail">Mail</label><input id="mail" type="email" name="mail" required autocomplete="email" value="ann@planted.example">
  <input type="password" name="secret" value="planted-password"><label>Kind <select name="kind"><option>desk</option><option selected>wall</option></select></label>
  <select name="size"><option disabled>choose</option><option>small</option></select><select name="colours" multiple><option>red</option></select><select name="length" size="3"><option>short</option></select>
  <label><input type="checkbox" name="wrap" value="yes" checked> Wrap it</label><button>Buy</button>
</form>
<div class="veiled"><button type="button">Veiled</button></div><button type="button">Free</button>
<audio controls src="tone.wav" aria-label="A tone"></audio><video src="gone.mp4" preload="none" aria-label="A film"></video>
<p role="status"></p><output></output><p aria-live="off"></p><p aria-live="assertive" aria-atomic="true"></p>
<main><h2 id="seen">Seen</h2><h2 id="under">Under</h2></main>
<script>document.cookie = 'theme=dark; max-age=1000'</script></body></html>`

/** One tenth of a second of silence: PCM, mono, 8 bit, 8 kHz. */
const tone = (): Buffer => {
  const header = Buffer.alloc(44)
  header.write('RIFF\0\0\0\0WAVEfmt ', 0, 'latin1')
  header.writeUInt32LE(836, 4)
  header.writeUInt32LE(16, 16)
  header.writeUInt32LE(0x00010001, 20)
  header.writeUInt32LE(8000, 24)
  header.writeUInt32LE(8000, 28)
  header.writeUInt32LE(0x00080001, 32)
  header.write('data', 36)
  header.writeUInt32LE(800, 40)
  return Buffer.concat([header, Buffer.alloc(800, 128)])
}

let folder: string
let aspects: PageAspects
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewright-aspects-'))
  await writeFile(join(folder, 'index.html'), PAGE)
  await writeFile(join(folder, 'tone.wav'), tone())
  const served = await serveFolder(folder, logger)
  const lab = await Lab.open({ logger })
  try {
    aspects = (await lab.survey(served, { id: 'home', path: '/', weight: 1 }, PROFILES.desktop)).aspects
  } finally {
    await lab.close()
    await served.stop()
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('what a page says to machines, written one way', () => {
  expect(aspects.head).toEqual([
    'language "de-at"',
    'direction "ltr"',
    'encoding "UTF-8"',
    'canonical address "/lampen"',
    'alternate en "/lamps"',
    'viewport "initial-scale=1, width=device-width"',
    'robots "noindex"',
    'og:title "Lampen"',
    'structured data {"a":{"c":3,"d":2},"b":1}',
  ])
})

it('how a form is made, and nothing of what is secret or typed', () => {
  const form = 'form post /buy?ref='
  expect(aspects.forms).toEqual([
    `${form} novalidate`,
    `${form}: hidden "item" value=lamp`,
    `${form}: hidden "token"`,
    `${form}: email "mail" labelled "Mail" autocomplete=email required filled in`,
    `${form}: password "secret" labelled "" filled in`,
    `${form}: select-one "kind" labelled "Kind desk wall" options ["desk","*wall"]`,
    // Whether a page says so or browsers do it: it is the same choice.
    `${form}: select-one "size" labelled "" options ["choose","*small"]`,
    `${form}: select-multiple "colours" labelled "" multiple options ["red"]`,
    `${form}: select-one "length" labelled "" options ["short"]`,
    `${form}: checkbox "wrap" labelled "Wrap it" value=yes checked`,
    `${form}: submit without a name, so that it is not sent labelled "Buy"`,
  ])
  expect(JSON.stringify(aspects)).not.toMatch(/planted|t0k3n/)
})

it('what can be played, what is announced, what a click reaches, where links within the page lead, what is kept', () => {
  expect(aspects.media).toEqual(['audio "A tone" can be played controls', 'video "A film" cannot be played'])
  expect(aspects.announced).toEqual([
    'changes are announced (polite) in status',
    'changes are announced (polite) in status',
    'changes are announced (assertive as a whole) in p',
  ])
  expect(aspects.covered).toEqual(['Veiled'])
  expect(aspects.addresses).toEqual([
    '“Seen” leads to /#seen',
    '“Under” leads to /#under',
    '“None” leads to /#none',
    '“Elsewhere” leads to /other?session=…#x',
    '“Call” leads to tel:+43123456789',
    '“List” leads to /list.….pdf download= target=_blank',
  ])
  expect(aspects.anchors).toEqual([
    '“Seen” (#seen) leads there',
    '“Under” (#under) leads to what lies covered',
    '“None” (#none) leads nowhere',
  ])
  expect(aspects.kept).toEqual(['cookie "theme" for longer'])
})
