import fc from 'fast-check'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { type DefaultTreeAdapterTypes, parseFragment, defaultTreeAdapter as tree } from 'parse5'
import { beforeAll, describe, expect, it } from 'vitest'
import type { OptimizationAutomationReport } from '../../model/session.js'
import { withAblation, withUntimedAblation } from '../fixtures/ablation.js'
import { withWords } from '../fixtures/hostile.js'
import { report } from '../fixtures/report.js'
import { printable } from '../printable.js'
import { code, prose, table, text } from './escape.js'
import { renderMarkdown } from './render-markdown.js'

const fragment = fc.constantFrom(
  '`',
  '``',
  '```',
  '|',
  '\\',
  '\\|',
  '*',
  '**x**',
  '_',
  '~~x~~',
  '#',
  '# x',
  '- x',
  '1. x',
  '01. x|',
  '+',
  '> x',
  '---',
  '===',
  '[a](javascript:alert(1))',
  '![a](x)',
  '<img src=x onerror=alert(1)>',
  '</td></table>',
  '<!--',
  '&lt;',
  '&',
  'https://example.org',
  'www.example.org',
  'joe@example.org',
  '@someone',
  '#12',
  '[^1]',
  '$x$',
  '\n',
  '\n\n# x\n',
  '\r',
  '\t',
  '\u0000',
  '\u202e',
  ':',
  'ß',
  '𝒳',
  '    x',
)
const hostileText = fc
  .array(fc.oneof(fragment, fc.string({ maxLength: 8 })), { minLength: 1, maxLength: 6 })
  .map(parts => parts.join(''))

/** As GitHub reads it: everything that is raw HTML there is let through, so that it would be seen. */
const html = (markdown: string) =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] })

function elementsOf(markdown: string): { readonly tags: readonly string[]; readonly words: string } {
  const tags: string[] = []
  let words = ''
  const visit = (node: DefaultTreeAdapterTypes.Node) => {
    if (tree.isElementNode(node)) tags.push(node.tagName)
    else if (tree.isCommentNode(node)) tags.push('comment')
    else if (tree.isTextNode(node)) words += node.value
    if ('childNodes' in node) for (const child of node.childNodes) visit(child)
  }
  visit(parseFragment(html(markdown)))
  return { tags, words }
}

/** What a renderer may show of a text: one line, without what cannot be printed. */
const shown = (value: string) => printable(value).replace(/\s+/gu, ' ').trim()

let plain: OptimizationAutomationReport
beforeAll(async () => {
  plain = await report()
})

describe('text in Markdown', () => {
  it('is shown as it is, and as nothing else: in a paragraph, an item and a cell', () => {
    fc.assert(
      fc.property(hostileText, hostile => {
        for (const written of [text(hostile), code(hostile), prose(hostile)]) {
          const places: [string, string[]][] = [
            [`a ${written} b`, ['p']],
            [written, ['p']],
            [`- ${written}`, ['ul', 'li']],
            [table(['x', 'y'], [[written, 'z']]), ['table', 'thead', 'tr', 'th', 'th', 'tbody', 'tr', 'td', 'td']],
          ]
          for (const [markdown, tags] of places) {
            const found = elementsOf(markdown)
            const isEmpty = shown(hostile) === ''
            if (!isEmpty)
              expect(
                found.tags.filter(tag => tag !== 'code'),
                markdown,
              ).toEqual(tags)
            expect(shown(found.words), markdown).toContain(shown(hostile))
          }
        }
      }),
      { numRuns: 150 },
    )
  })

  it.each(['@a/@b', '01. x|', '12) `x`', '- x|', '# x|'])(
    'keeps every character at the beginning of a line: %s',
    written => {
      for (const markdown of [text(written), code(written)]) {
        expect(elementsOf(markdown).tags.filter(tag => tag !== 'code')).toEqual(['p'])
        expect(elementsOf(markdown).words).toBe(written)
      }
    },
  )

  it('sets our own options and commands as code, and nothing else between backticks', () => {
    expect(prose('they miss; `--allow-host` lets them in, see `tunewright history --all`.')).toBe(
      'they miss; `--allow-host` lets them in, see `tunewright history --all`.',
    )
    expect(prose('`--x`y\\` `<img>` `a`')).toBe('`--x`y&#92;&#96; &#96;&#60;img>&#96; &#96;a&#96;')
  })

  it('mentions nobody outside code', () => {
    expect(elementsOf(text('thanks @someone')).tags).toEqual(['p', 'code'])
  })
})

describe('a report for a pull request', () => {
  it('has the headline table, what was kept with its evidence, what was rejected and why, and what next', () => {
    const markdown = renderMarkdown(plain)
    for (const part of [
      '# Storefront paints its largest element in half the time',
      '- 2 requests to other hosts were blocked (fonts.example): their fonts are missing in what was measured.',
      '| home | Largest Contentful Paint | 4.21 s | 1.98 s | **−53.0 %** | −55.6 % to −50.4 % (95 %) |',
      '| home | First Contentful Paint | 810 ms | 815 ms | +0.6 % | −2.0 % to +3.2 % (95 %), no difference shown |',
      '### Pictures sized to their box, in AVIF and WebP',
      'commit `9f8e7d6c5b4a`',
      '- LCP −52.4 % (99.5 %: −55.4 % to −49.4 %), 3.89 s → 1.85 s, product, mobile',
      '- **One vendor chunk for all pages** (rejected): LCP on checkout is worse by 9.4 % to 15.1 %',
      '(undecided): The budget ended before FCP was decided. To decide it: about 40 more blocks, 22 minutes.',
      '| home, mobile | 65 % of FCP | the first paint waits for 1 script (/main.js, 496 kB), the last of which has come at 1.78 s, 1.24 s after the HTML | by hand: Give them defer',
      '| home, mobile, desktop | 58 % of LCP | the picture /assets/hero.jpg takes 2.44 s to arrive',
      '- **Replace moment.** It loads 160 locales where one is used: 288 kB.',
    ])
      expect(markdown).toContain(part)
    expect(elementsOf(markdown).tags.filter(tag => tag === 'table')).toHaveLength(3)
  })

  it('says that nothing was kept where nothing was', async () => {
    const none = await report()
    none.session.results = []
    none.session.finalProof = {}
    expect(renderMarkdown(none)).toContain('Nothing was kept, so there is no before and after')
  })

  it('keeps its form whatever a project is called', () => {
    const structure = (change: (word: string) => string) =>
      elementsOf(renderMarkdown(withWords(plain, change))).tags.filter(tag => tag !== 'code')
    const tame = structure(own => `${own} x`)
    fc.assert(
      fc.property(hostileText, hostile => {
        // Commands of recommendations stand between backticks: those of a project are no part of them.
        const word = hostile.replaceAll('`', '')
        expect(structure(own => `${own} ${word}`)).toEqual(tame)
      }),
      { numRuns: 15 },
    )
  })

  it('has a table of what each kept change does beside the others', async () => {
    expect(renderMarkdown(await report())).not.toContain('## Beside each other')
    const text = renderMarkdown(withAblation(await report()))
    expect(text).toContain('## Beside each other')
    expect(text).toMatch(/LCP, mobile \| −20\.0 % .*: helps less beside the others \| No longer helps, taken out/)
    expect(text).toContain('(taken out: no longer needed beside the others)')
    expect(renderMarkdown(withUntimedAblation(await report()))).toMatch(
      /LCP, mobile \| had none \| [^|]*%\) \| Helps \|/,
    )
  })

  it('tells which wholes were not proved before the one that was', async () => {
    const full = await report()
    expect(renderMarkdown(full)).not.toContain('## Not proved as one')
    const whole = {
      commits: ['a'],
      names: ['Routes', '`Pictures`'],
      outcome: 'rejected',
      reason: 'Broken on home.',
      blocks: 0,
    }
    for (const proof of Object.values(full.session.finalProof)) Object.assign(proof, { notUpheld: [whole] })
    expect(renderMarkdown(full)).toMatch(
      /1\. \*\*Routes, .*Pictures.*\*\* \(rejected before anything was timed\): Broken on home\./,
    )
  })
})
