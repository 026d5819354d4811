import fc from 'fast-check'
import { type DefaultTreeAdapterTypes, parse, defaultTreeAdapter as tree } from 'parse5'
import { beforeAll, describe, expect, it } from 'vitest'
import type { OptimizationAutomationReport } from '../../model/session.js'
import { withWords } from '../fixtures/hostile.js'
import { report } from '../fixtures/report.js'
import { renderReport } from './render-report.js'

/** What breaks pages: markup, quotes, ends of what stands around, comments, entities, control and bidirectional characters. */
const fragment = fc.constantFrom(
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '</style><style>*{display:none}</style>',
  '<!--',
  '-->',
  ']]>',
  '" onfocus="alert(1)" autofocus x="',
  "' onclick='alert(1)",
  '`',
  '|',
  '&lt;',
  '&#60;',
  '&',
  '<',
  '>',
  '</title>',
  '</svg><a href="javascript:alert(1)">',
  'javascript:alert(1)',
  'data:text/html,x',
  '\u202e',
  '\u0000',
  '\n',
  '\\',
  '<svg/onload=alert(1)>',
  '</table>',
  '</details>',
  'ß',
  '𝒳',
)
const hostileText = fc
  .array(fc.oneof(fragment, fc.string({ maxLength: 12 })), { minLength: 1, maxLength: 6 })
  .map(parts => parts.join(''))

/** The elements of a page with the names of their attributes, in order: what the text says is left out. */
function skeleton(html: string): { readonly shape: readonly string[]; readonly links: readonly string[] } {
  const shape: string[] = []
  const links: string[] = []
  const visit = (node: DefaultTreeAdapterTypes.Node) => {
    if (tree.isElementNode(node)) {
      shape.push(`${node.tagName}[${node.attrs.map(({ name }) => name).join(' ')}]`)
      for (const { name, value } of node.attrs) if (/^(?:href|src|xlink:href|action)$/.test(name)) links.push(value)
    } else if (tree.isCommentNode(node)) shape.push('comment')
    if ('childNodes' in node) for (const child of node.childNodes) visit(child)
  }
  visit(parse(html))
  return { shape, links }
}

let plain: OptimizationAutomationReport
beforeAll(async () => {
  plain = await report()
  // Pictures take long to parse, and hold no words.
  for (const proof of Object.values(plain.session.finalProof)) Object.assign(proof, { filmstrips: [] })
})

describe('words of a project in a report', () => {
  it('never make an element, an attribute or an address, whatever they are', () => {
    fc.assert(
      fc.property(hostileText, hostile => {
        // The same lengths, so that the same labels fit into the same cells.
        const tame = skeleton(renderReport(withWords(plain, word => `${word}${'x'.repeat(hostile.length)}`)))
        const found = skeleton(renderReport(withWords(plain, word => `${word}${hostile}`)))
        expect(allowed(found.shape)).toEqual([])
        expect(count(found.shape)).toEqual(count(tame.shape))
        expect(
          found.links.filter(
            link => !/^(?:#[a-z0-9-]+|data:image\/(?:jpeg|webp|png);base64,[A-Za-z0-9+/=]+)$/.test(link),
          ),
        ).toEqual([])
      }),
      { numRuns: 15 },
    )
  })
})

/** What no report has: handlers, addresses of frames and forms, styles of single elements. */
const allowed = (shape: readonly string[]): readonly string[] =>
  shape.filter(
    element =>
      /[[ ](?:on\w+|style|srcdoc|action|formaction)\b/.test(element) ||
      /^(?:iframe|object|embed|form|base|link|comment)/.test(element),
  )

/** How many there are of each, but for what depends on where a text is cut: labels of maps and marks of code. */
function count(shape: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const element of shape)
    if (!/^(?:text|code)\[/.test(element)) counts.set(element, (counts.get(element) ?? 0) + 1)
  return counts
}
