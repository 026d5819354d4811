import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { STRATEGIES } from '../../src/strategies/registry.generated.js'
import { anchorsOf, linksOf, type Page, ROOT, readPages } from './pages.js'

const pages = await readPages()
const docs = pages.filter(({ path }) => /^docs\/[^/]+$/.test(path) && path !== 'docs/README.md')
const strategies = pages.filter(({ path }) => path.startsWith('docs/strategies/'))
const front = pages.find(({ path }) => path === 'docs/README.md')

/** @returns the links of a page that lead to no file, or to no heading of a page. */
const dead = (page: Page, others: readonly Page[] = pages): string[] =>
  linksOf(page).filter(link => {
    const [file = '', anchor] = link.split('#')
    const path = file === '' ? page.path : posix.join(posix.dirname(page.path), decodeURIComponent(file))
    if (!existsSync(join(ROOT, path))) return true
    const linked = others.find(other => other.path === path)
    return anchor !== undefined && linked !== undefined && !anchorsOf(linked).includes(anchor)
  })

describe('the pages', () => {
  it.each(pages.map(page => [page.path, page] as const))('%s: its links lead somewhere', (_, page) => {
    expect(dead(page)).toEqual([])
  })

  it('a link that leads nowhere is seen', () => {
    const page = {
      path: 'docs/report.md',
      text: '# Here\n[a](none.md) [b](#there) [c](#here) [d](safety.md#nothing)\n',
    }
    expect(dead(page, [page, ...pages])).toEqual(['none.md', '#there', 'safety.md#nothing'])
  })

  it('the front page has each of them once, and each leads back', () => {
    const listed = linksOf(front!).filter(link => /^[a-z-]+\.md$/.test(link))
    expect([...listed].sort()).toEqual(docs.map(({ path }) => posix.basename(path)).sort())
    for (const page of docs) expect(linksOf(page), page.path).toContain('README.md')
  })

  it('the front page leads to the list of strategies, which has a page for each, and each leads back', () => {
    expect(linksOf(front!)).toContain('strategies/README.md')
    const list = strategies.find(({ path }) => path === 'docs/strategies/README.md')
    const listed = linksOf(list!).filter(link => /^[a-z-]+\.md$/.test(link))
    const ids = STRATEGIES.map(({ manifest }) => `${manifest.id}.md`)
    expect([...listed].sort()).toEqual([...ids].sort())
    for (const page of strategies) expect(linksOf(page), page.path).toContain('../README.md')
    expect(strategies).toHaveLength(ids.length + 1)
  })

  it('the README leads to the documentation and to how to contribute', () => {
    const readme = linksOf(pages.find(({ path }) => path === 'README.md')!)
    expect(readme).toEqual(expect.arrayContaining(['docs/README.md', 'CONTRIBUTING.md']))
  })
})
