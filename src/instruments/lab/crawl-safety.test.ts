import { afterAll, beforeAll, expect, it } from 'vitest'
import { crawl } from '../../experiment/crawl.js'
import { PROFILES } from '../../model/profile.js'
import { choosePages } from '../../target/pages.js'
import { type ServedPage, servePage } from './fixtures/serve-page.js'
import { Lab } from './lab.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijk'

const DANGEROUS = [
  '/logout',
  '/sign-off',
  '/items/1/delete',
  '/cart/add?id=1',
  '/?add-to-cart=3',
  '/newsletter/unsubscribe',
  '/account/deactivate',
  '/a?action=publish',
  '/checkout',
  '/download/all',
  '/konto/abmelden',
  '/warenkorb',
  '/api/jobs',
  '/posts/1/like',
  '/%64elete/1',
  `/enter?token=${JWT}`,
  `/m/${JWT}`,
]
const MARKED = [
  'data-method="post"',
  'data-confirm="Sure?"',
  'rel="nofollow"',
  'onclick="return confirm(1)"',
  'role="button"',
  'hx-delete="/x"',
  'download',
]
const LABELS = ['Log out', 'Delete', 'Add to basket', 'Unsubscribe', 'Löschen']

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title></head><body><h1>Shop</h1>
${DANGEROUS.map(path => `<a href="${path}">x</a>`).join('\n')}
${MARKED.map((mark, i) => `<a href="/marked-${i}" ${mark}>x</a>`).join('\n')}
${LABELS.map((label, i) => `<a href="/labelled-${i}">${label}</a><a href="/icon-${i}" aria-label="${label}">✕</a>`).join('\n')}
<a href="/lamps">Lamps</a><a href="/about">About</a>
<form action="/submitted" method="get"><input name="q"><button autofocus>Search</button></form>
<form action="/posted" method="post"><input type="password" name="p" value="a-planted-password"><button>Go</button></form></body></html>`

let page: ServedPage
beforeAll(async () => {
  page = await servePage(PAGE, logger)
})
afterAll(async () => {
  await page?.stop()
})

it('an unconfigured crawl asks for pages by GET, follows nothing that may do something, and submits no form', async () => {
  const lab = await Lab.open({ logger })
  try {
    const home = { id: 'home', path: '/', weight: 1 }
    const { links, text, accessibleTree } = await lab.survey(page.served, home, PROFILES.desktop)
    expect(links).toEqual(['/lamps', '/about'])
    expect(
      choosePages([...DANGEROUS.filter(path => !path.includes(JWT)), '/lamps'], 20).map(page => page.path),
    ).toEqual(['/', '/lamps'])
    await crawl({ lab, served: { baseline: page.served, candidate: page.served }, links, pages: [home], limit: 100 })
    const asked = new Set(await page.asked())
    asked.delete('GET /favicon.ico')
    expect([...asked].sort()).toEqual(['GET /', 'GET /about', 'GET /lamps'])
    // What stands in a field for a password is no part of what is read of a page.
    expect(JSON.stringify([text, accessibleTree])).not.toContain('a-planted-password')
  } finally {
    await lab.close()
  }
})
