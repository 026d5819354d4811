import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { expect, it } from 'vitest'
import { brokenProving, proving } from '../fixtures/proving.js'
import { renderProving } from './render-proving.js'

it('says what is shown, of which versions, with before and after', async () => {
  const markdown = renderProving(await proving())
  for (const part of [
    '# Better, and nothing is broken',
    'smaller-hero (f9e8d7c6b5a4) against main (0a1b2c3d4e5f). LCP is better by',
    '| home | Largest Contentful Paint | 4.21 s | 1.98 s | **−53.0 %** | −55.6 % to −50.4 % (95 %) |',
    '6 views compared, 1 further page visited; the project’s own tests ran on it.',
    'Tunewright `proof-1f2e3d4c`: 6 paired blocks in 2 min 23 s. The chance of a wrong “better” is at most 0.100 %.',
  ])
    expect(markdown).toContain(part)
  expect(markdown).not.toContain('What is broken')
})

it('names each thing that is lost, and what was not so; nothing of a page becomes markup', async () => {
  const markdown = renderProving(await brokenProving())
  expect(markdown).toMatch(/^# Broken\n/)
  expect(markdown).toContain('- `home` (requests): /gone.js answers 404')
  expect(markdown).toContain('- error-rate not worse: not so. 0 → 1 on home')
  expect(markdown).not.toContain('FCP at most 5 % worse')
  const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] })
  expect(html).toContain('lost: “&lt;b&gt;4 lamps&lt;/b&gt; in stock”')
})

it('does not say a commit twice', async () => {
  const { base } = await proving()
  const markdown = renderProving(await proving({ base: { ...base, name: '0a1b2c3d' } }))
  expect(markdown).toContain('against 0a1b2c3d4e5f. ')
})
