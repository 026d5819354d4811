import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { expect, it } from 'vitest'
import { headlineChange } from '../fixtures/final-proof.js'
import { brokenProving, proving, undecidedProving } from '../fixtures/proving.js'
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
  // What is broken decided it before anything was timed: what stayed open says nothing, and nothing is wrongly better.
  expect(markdown).not.toContain('not measured yet')
  expect(markdown).not.toContain('The chance of')
  const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] })
  expect(html).toContain('lost: “&lt;b&gt;4 lamps&lt;/b&gt; in stock”')
})

it('does not say a commit twice', async () => {
  const { base } = await proving()
  const markdown = renderProving(await proving({ base: { ...base, name: '0a1b2c3d' } }))
  expect(markdown).toContain('against 0a1b2c3d4e5f. ')
})

it('makes no result of figures that decide nothing, says each thing once, and how to look into it', async () => {
  const markdown = renderProving(await undecidedProving())
  for (const part of [
    '# Not decided',
    'Too noisy to be shown within 12 blocks: First Contentful Paint on home, mobile: +8.3 % (99 %: −40.9 % to +98.2 %), 4 blocks. To decide it: about 32',
    'are missing in what was measured; `--allow-host` lets them in.',
    '- First Contentful Paint on home, mobile: not up by more than 5 % or 50 ms: open. +8.3 % (99 %: −40.9 % to +98.2 %), 4 blocks\n',
    '| Page | Metric | Before | After | Change, not decided | Interval |',
    '| home | Largest Contentful Paint | 1.67 s | 1.39 s | −17.1 % | −19.7 % to −14.5 % (95 %) |',
    'all hold however often one looks',
  ])
    expect(markdown).toContain(part)
  expect(markdown).not.toMatch(/\*\*[−+]/)
  expect(markdown).not.toContain('all pages')
  expect(markdown.trim().split('\n').at(-1)).toBe(
    'To look into it: `tunewright history proof-1f2e3d4c`, `tunewright verify proof-1f2e3d4c`.',
  )
})

it('tells no gain of what is smaller because it is missing', async () => {
  const changes = [headlineChange('image-transfer-size', '*', 843_000, 325_000)]
  const markdown = renderProving({ ...(await brokenProving()), changes })
  expect(markdown).toContain('this is no gain')
  expect(markdown).toContain('| home | Image bytes | 843 kB | 325 kB | −61.4 % | counted |')
})
