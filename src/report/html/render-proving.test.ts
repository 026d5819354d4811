import { type DefaultTreeAdapterTypes, parse, defaultTreeAdapter as tree } from 'parse5'
import { describe, expect, it } from 'vitest'
import { headlineChange } from '../fixtures/final-proof.js'
import { brokenProving, proving, runningProving, undecidedProving } from '../fixtures/proving.js'
import { renderProvingPage } from './render-proving.js'

/** What a reader reads, and what the page would load or run. */
function read(page: string) {
  const words: string[] = []
  const elements: string[] = []
  const addresses: string[] = []
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if (tree.isTextNode(node)) words.push(node.value)
    if (tree.isElementNode(node)) {
      elements.push(node.tagName)
      if (['style', 'script'].includes(node.tagName)) return
      for (const { name, value } of node.attrs) if (['src', 'href', 'srcset'].includes(name)) addresses.push(value)
    }
    if ('childNodes' in node) node.childNodes.forEach(visit)
  }
  visit(parse(page))
  return { text: words.join(' ').replace(/\s+/g, ' '), elements, addresses }
}

describe('the page of a comparison', () => {
  it('says the verdict, the effects with their intervals, how it was measured, and how to do it again', async () => {
    const { text, addresses } = read(renderProvingPage(await proving()))
    for (const part of [
      'Better, and nothing is broken',
      'smaller-hero (f9e8d7c6b5a4) against main (0a1b2c3d4e5f)',
      'Chance that this is wrong at most 0.100 %',
      'Largest Contentful Paint 4.21 s 1.98 s −53.0 %',
      'What had to hold',
      'What visitors see',
      'What the browser asks for',
      '6 views compared, 1 further page visited; the project’s own tests ran on it.',
      'built from a private checkout',
      'Linux 6.8.0 x64',
      'tunewright verify proof-1f2e3d4c --again',
      'tunewright prove 0a1b2c3d4e5f f9e8d7c6b5a4 --profiles mobile,desktop --budget 10m --seed 0',
    ])
      expect(text).toContain(part)
    expect(text).not.toContain('What is broken')
    // Nothing is loaded from anywhere.
    expect(addresses.filter(address => !/^(?:#|data:image\/(?:jpeg|webp);base64,)/.test(address))).toEqual([])
    // Whose folder it was is nobody's business.
    expect(text).not.toContain('/home/ada')
  })

  it('names what is broken first, shows it before and after, and makes nothing of a gain beside it', async () => {
    const page = renderProvingPage({
      ...(await brokenProving()),
      screenshots: [
        {
          page: 'home',
          profile: 'mobile',
          before: 'AAAA',
          after: 'BBBB',
          differing: [{ x: 0.25, y: 0.1, width: 0.5, height: 0.2 }],
        },
        { page: 'home', profile: 'desktop', before: '"><script>', after: 'BBBB' },
      ],
    })
    const { text, addresses, elements } = read(page)
    expect(text).toContain('lost: “<b>4 lamps</b> in stock”')
    expect(elements).not.toContain('b')
    expect(text.indexOf('requests on home: /gone.js answers 404')).toBeLessThan(text.lastIndexOf('How it was measured'))
    expect(addresses.filter(address => address.startsWith('data:image/webp'))).toEqual([
      'data:image/webp;base64,AAAA',
      'data:image/webp;base64,BBBB',
    ])
    // Framed in both, and both to be seen whole.
    expect(page.match(/<rect x="25%" y="10%" width="50%" height="20%"\/>/g)).toHaveLength(2)
    expect(text).toContain('with frames around what differs')
    expect(page).not.toContain('data-name=')
    // What was not timed is not listed as if it were a finding.
    expect(text).toContain('nothing was timed')
    expect(text).not.toContain('not measured yet')
    expect(text).not.toContain('Chance that this is wrong')
    expect(page).not.toContain('class="figures"')
  })

  it('paints no figure of a broken version as a gain, and says why', async () => {
    const changes = [headlineChange('image-transfer-size', '*', 843_000, 325_000)]
    const page = renderProvingPage({ ...(await brokenProving()), changes })
    expect(page).toContain('this is no gain')
    expect(page).toMatch(/<section id="result" class="reserved"/)
    // What was not timed has no film to show.
    expect(read(page).text).not.toContain('What visitors see')
    expect(read(page).text).not.toContain('all pages')
  })

  it('says of what is not decided how sure each figure is, and makes no result of any', async () => {
    const page = renderProvingPage(await undecidedProving())
    const { text } = read(page)
    for (const part of [
      'Not decided: these are the figures so far',
      'Image bytes, home',
      '+8.3 % (99 %: −40.9 % to +98.2 %), 4 blocks',
      '+8.3 % (99.9 %: not known yet), 4 blocks',
      'all hold however often one looks',
    ])
      expect(text.replaceAll('\u00a0', ' ')).toContain(part)
    expect(page).toContain('<code>--allow-host</code>')
    expect(page).toMatch(/<section id="effects" class="reserved"/)
    expect(renderProvingPage(await proving())).not.toContain('class="reserved"')
    expect(text).not.toContain('2397')
  })

  it('says of what ran already that it did, and repeats it by its address', async () => {
    const { text } = read(renderProvingPage(await runningProving()))
    for (const part of [
      'http://localhost:4000/ against http://localhost:3000/',
      'one draw of their noise',
      'was not built here',
      'ran already',
      'tunewright prove http://localhost:3000/ http://localhost:4000/ --profiles',
    ])
      expect(text).toContain(part)
  })
})
