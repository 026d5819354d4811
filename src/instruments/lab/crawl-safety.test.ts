import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { crawl } from '../../experiment/crawl.js'
import { PROFILES } from '../../model/profile.js'
import type { TargetSystem } from '../../model/target.js'
import { choosePages } from '../../target/pages.js'
import { type ServedArm, serveArm } from '../serving/index.js'
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

let folder: string
let served: ServedArm
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewright-crawl-'))
  await writeFile(join(folder, 'page.html'), PAGE)
  await writeFile(
    join(folder, 'server.mjs'),
    `import { appendFileSync, readFileSync } from 'node:fs'
     import { createServer } from 'node:http'
     createServer((request, response) => {
       if (request.url !== '/ready') appendFileSync('asked.txt', request.method + ' ' + request.url + '\\n')
       response.setHeader('content-type', 'text/html').end(readFileSync('page.html'))
     }).listen(process.env.PORT, process.env.HOST)`,
  )
  const target: TargetSystem = {
    id: 'shop',
    name: 'shop',
    framework: 'full-stack',
    root: folder,
    pages: [],
    environment: {},
    serve: { kind: 'process', command: `${process.execPath} server.mjs`, readyPath: '/ready' },
  }
  served = await serveArm({ revision: 'x', root: folder, webpackStats: null, buildMilliseconds: 0 }, target, { logger })
})
afterAll(async () => {
  await served?.stop()
  await rm(folder, { recursive: true, force: true })
})

it('an unconfigured crawl asks for pages by GET, follows nothing that may do something, and submits no form', async () => {
  const lab = await Lab.open({ logger })
  try {
    const home = { id: 'home', path: '/', weight: 1 }
    const { links, text, accessibleTree } = await lab.survey(served, home, PROFILES.desktop)
    expect(links).toEqual(['/lamps', '/about'])
    expect(
      choosePages([...DANGEROUS.filter(path => !path.includes(JWT)), '/lamps'], 20).map(page => page.path),
    ).toEqual(['/', '/lamps'])
    await crawl({ lab, served: { baseline: served, candidate: served }, links, pages: [home], limit: 100 })
    const asked = new Set((await readFile(join(folder, 'asked.txt'), 'utf8')).trim().split('\n'))
    asked.delete('GET /favicon.ico')
    expect([...asked].sort()).toEqual(['GET /', 'GET /about', 'GET /lamps'])
    // What stands in a field for a password is no part of what is read of a page.
    expect(JSON.stringify([text, accessibleTree])).not.toContain('a-planted-password')
  } finally {
    await lab.close()
  }
})
