import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LookKind } from '../../../model/page-look.js'
import { PROFILES } from '../../../model/profile.js'
import { type ServedPage, servePage } from '../fixtures/serve-page.js'
import { Lab } from '../lab.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const KINDS: readonly LookKind[] = ['without-scripts', 'other-media', 'by-keyboard', 'tried', 'again', 'arrived']

/** Everything by which a page may write when it is touched, under names that say nothing of it. */
const WRITES: Readonly<Record<string, string>> = {
  Fetched: "fetch('/written/fetch', { method: 'POST', body: 'x' })",
  Old: "const x = new XMLHttpRequest(); x.open('DELETE', '/written/xhr'); x.send()",
  Beacon: "navigator.sendBeacon('/written/beacon', 'x')",
  Worker: `new Worker(URL.createObjectURL(new Blob(["fetch('" + location.origin + "/written/worker', { method: 'POST' })"])))`,
  Sent: "document.querySelector('#sent').submit()",
  Asked: "document.querySelector('#sent').requestSubmit()",
  Away: "fetch('/items/1/delete')",
  Gone: "location.href = '/logout'",
}

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Notes</title><link rel="icon" href="data:,"></head><body><h1>Notes</h1>
<script>fetch('/figures'); fetch('/visits', { method: 'POST' })</script>
<main><a href="/notes">All notes</a><a href="/logout">x</a><a href="/notes/1">Delete it</a><a href="/export" download>All</a></main>
<form id="sent" method="post" action="/written/form"><input name="a" value="b"><button>Keep it</button><input type="submit" value="Now"><button type="button" onclick="${WRITES.Asked!.replaceAll('"', '&quot;')}">More</button></form>
<form action="/found"><input name="q" oninput="fetch('/written/saved', { method: 'POST' })"><button>Find</button></form>
${Object.entries(WRITES)
  .map(
    ([label, run]) =>
      `<button type="button" class="${label}" onclick="${run.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">${label}</button>`,
  )
  .join('\n')}
<button type="button" onclick="fetch('/written/cart', { method: 'POST' })">Add to cart</button>
<button type="button" aria-expanded="false" onclick="document.querySelector('#opened').hidden = false">Open</button><p id="opened" hidden>It has opened.</p>
</body></html>`

let page: ServedPage
beforeAll(async () => {
  page = await servePage(PAGE, logger)
})
afterAll(async () => {
  await page?.stop()
})

it('tries what a page offers, and nothing that writes or acts reaches the system', async () => {
  const lab = await Lab.open({ logger })
  try {
    const home = { id: 'home', path: '/', weight: 1 }
    const looks = await Promise.all(
      KINDS.flatMap(kind =>
        [PROFILES.mobile, PROFILES.desktop].map(profile => lab.look(page.served, home, profile, kind)),
      ),
    )
    const asked = new Set(await page.asked())
    // What the page sends by itself when it loads it sends in every look.
    expect([...asked].sort()).toEqual(['GET /', 'GET /figures', 'GET /notes', 'GET /robots.txt', 'POST /visits'])
    const tried = looks.filter(({ kind }) => kind === 'tried').flatMap(({ states }) => states)
    expect(tried.find(({ after }) => after === 'a click on “Open”')?.lines.text).toContain('It has opened.')
    // It did try what it could not know to act.
    const failed = tried.flatMap(({ lines }) => lines.requests ?? [])
    for (const path of ['/written/fetch', '/written/xhr', '/written/form', '/items/1/delete', '/logout'])
      expect(failed).toContain(`${path} answers 403`)
    expect(tried.map(({ after }) => after).join()).not.toMatch(/Add to cart|Keep it|Find|Now/)
  } finally {
    await lab.close()
  }
})
