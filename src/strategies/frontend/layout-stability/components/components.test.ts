import { afterAll, describe, expect, it } from 'vitest'
import { photo } from '../../../../instruments/images/fixtures/pictures.js'
import type { PageObservation } from '../../../../model/observation.js'
import { sha256 } from '../../../../system/hash.js'
import { trialOf } from '../../../fixtures/observed.js'
import { REACT, VUE } from '../fixtures/component-app.js'
import { appView } from '../fixtures/contract-case.js'
import { app, type Files, named, OPEN, opener, photographs, propose, removeProposed } from '../fixtures/proposed-app.js'

afterAll(removeProposed)

describe('pictures of components that push', () => {
  it('in a list get the ratio that most of them have, as one markup shows them all', async () => {
    const { written, details, predicted } = await propose(REACT, [appView('root')])
    expect(await written('src/Card.jsx')).toEqual([
      `    <img style={{ aspectRatio: 'auto 600 / 300' }} src={${named('recipe.photo')}} alt="" />`,
    ])
    expect(await written('src/App.jsx')).toEqual([])
    expect(details).toEqual([`src/Card.jsx: src={${named('recipe.photo')}} is mostly 600 × 300, as a ratio`])
    expect(predicted).toEqual({ 'cumulative-layout-shift': -100 })
  })

  it('in templates of Vue as well', async () => {
    const { written } = await propose(VUE, [appView('app')])
    expect(await written('src/RecipeCard.vue')).toEqual([
      `    <img style="aspect-ratio: auto 600 / 300" :src="${named('recipe.photo')}" alt="" />`,
    ])
  })

  it('get a width as well where it is the picture’s own, and all that the address may name are as wide', async () => {
    const photos = await photographs()
    const view = opener(OPEN, { bodyHash: sha256(photos['public/photos/soup.jpg']!) })
    const img = `<img className="opener" src={${named('photo')}} alt="" />`
    const { written } = await propose(app(img, photos), [view])
    expect(await written('src/App.jsx')).toEqual([
      `    <img width="600" style={{ aspectRatio: 'auto 600 / 300' }} className="opener" src={${named('photo')}} alt="" />`,
    ])
    // What is served is not what lies there: a build has made it.
    expect((await propose(app(img, photos), [opener(OPEN)])).details).toEqual([])
    const wider = { 'public/photos/other.jpg': await photo(500, 300).jpeg().toBuffer() }
    const within = (room: number) =>
      opener({ ...OPEN, here: { ...OPEN.here!, room } }, { bodyHash: sha256(photos['public/photos/soup.jpg']!) })
    const narrow = await propose(app(img, { ...photos, ...wider }), [within(500)])
    expect((await narrow.written('src/App.jsx')).join()).toContain(
      '<img width="500" style={{ aspectRatio: \'auto 500 / 250\' }}',
    )
    expect((await propose(app(img, { ...photos, ...wider }), [within(501)])).details).toEqual([])
    expect((await propose(app(img, { ...photos, ...wider }), [view])).refusals).toEqual([
      `src/App.jsx: src={${named('photo')}}: its styles leave its width to the picture, and what else it may show is not known, or has other widths`,
    ])
  })

  it('get no width where another element may be the one that was seen', async () => {
    const img = `<img src={${named('photo')}} alt="" />`
    const photos = await photographs()
    const view = opener(OPEN, { bodyHash: sha256(photos['public/photos/soup.jpg']!) })
    const twin = { 'src/Side.jsx': REACT['src/Header.jsx']!.replace(/<img.*\/>/, img).replaceAll('header', 'main') }
    expect((await propose(app(img, photos), [view])).details).toHaveLength(1)
    const { refusals } = await propose(app(img, { ...photos, ...twin }), [view])
    expect(refusals).toContain(
      `src/App.jsx: src={${named('photo')}}: its styles leave its width to the picture, and another element may be the one that was seen`,
    )
  })

  it.each<[string, string, string]>([
    ['an object', "style={{ color: 'red' }}", "style={{ aspectRatio: 'auto 600 / 300', color: 'red' }}"],
    ['a width', 'width={300}', "style={{ aspectRatio: 'auto 600 / 300' }} src"],
  ])('keep what is said already: %s', async (_, attribute, expected) => {
    const { written } = await propose(app(`<img src={photo} ${attribute} alt="" />`), [opener()])
    expect((await written('src/App.jsx')).join()).toContain(expected)
  })

  it('have nothing left to do once another strategy has said it', async () => {
    for (const done of [
      'width="600" height="300"',
      "style={{ aspectRatio: 'auto 600 / 300' }}",
      "style={{ aspectRatio: pictureRatio(photo) || 'auto 600 / 300' }}",
    ])
      expect(await propose(app(`<picture><img src={photo} ${done} alt="" /></picture>`), [opener()])).toMatchObject({
        details: [],
        refusals: [],
      })
  })

  it('have nothing left to do, and nothing to be told of, where a ratio has a side', async () => {
    const ratio = "style={{ aspectRatio: 'auto 600 / 300' }}"
    const withWidth = app(`<picture><img src={photo} width="600" ${ratio} alt="" /></picture>`)
    const somewhere = app(`<picture><img src={photo} ${ratio} alt="" /></picture>`)
    for (const [files, views] of [
      [withWidth, [opener(OPEN)]],
      // Data decides what else it shows, and only one of the views leaves both sides open.
      [somewhere, [opener(OPEN), opener()]],
    ] as const)
      expect(await propose(files, views)).toMatchObject({ details: [], refusals: [] })
  })
})

describe('are left alone', () => {
  it.each<[string, string, Files, PageObservation]>([
    ['spread props', '<img src={photo} {...props} />', {}, opener()],
    ['may have no address', '<img src={photo ? photo : undefined} alt="" />', {}, opener()],
    ['made elsewhere', '<img src={photo} style={props.style} alt="" />', {}, opener()],
    ['not known', '<img src={photo} alt="" />', {}, opener(OPEN)],
    ['ratio of their own', '<img src={photo} className="aspect-video" alt="" />', {}, opener()],
    [
      'ratio of their own',
      '<img src={photo} className="wide" alt="" />',
      { 'src/a.css': '.wide { aspect-ratio: 2 }' },
      opener(),
    ],
    ['moves', '<img src={photo} alt="" />', {}, opener({ stays: { attributes: false, width: false, ratio: false } })],
    [
      'other viewports and states',
      '<img src="/photos/soup.jpg" alt="" />',
      {},
      opener({ ...OPEN, here: { ...OPEN.here!, heightAlone: true } }),
    ],
    [
      'other viewports and states',
      '<img src="/photos/soup.jpg" alt="" />',
      { 'src/a.css': '.side img { height: 60px }' },
      opener(OPEN),
    ],
    [
      'without a size of its own',
      '<img src={photo} alt="" />',
      { 'dist/photos/a.svg': '<svg/>' },
      opener({}, { url: '/photos/a.svg' }),
    ],
  ])('%s: %s', async (reason, img, more, view) => {
    const { refusals, details } = await propose(app(img, more), [view])
    expect(details).toEqual([])
    expect(refusals.join()).toContain(reason)
  })

  it('where nothing that can be edited could be told to show them', async () => {
    const { refusals } = await propose(app('<Photo src={photo} />'), [opener()])
    expect(refusals).toEqual(['/photos/soup.jpg: no markup of the project that can be edited could be told to show it'])
  })

  it('where their library is not known, and where what renders on a server may send no styles', async () => {
    const unknown = await propose(app('<img src={photo} alt="" />', { 'package.json': '{}' }), [opener()])
    expect(unknown.refusals.join()).toContain('not known here')
    const policy = { _headers: "/*\n  Content-Security-Policy: style-src 'self'\n" }
    const inBrowser = await propose(app('<img src={photo} alt="" />', policy), [opener()])
    expect(inBrowser.details).toHaveLength(1)
    const server = { ...policy, 'src/index.jsx': "import { hydrateRoot } from 'react-dom/client'\n" }
    const rendered = await propose(app('<img src={photo} alt="" />', server), [opener()])
    expect(rendered).toMatchObject({ details: [], refusals: [expect.stringContaining('only a style')] })
  })

  it('where pages do not move, and where the box is held already', async () => {
    const held = trialOf(600, 300, { ...OPEN, here: { ...OPEN.here!, automatic: { width: false, height: false } } })
    const still = { ...appView('root'), loads: [] }
    expect(await propose(REACT, [still])).toMatchObject({ details: [], refusals: [] })
    const view = appView('root', { trial: held })
    const elsewhere = {
      ...view,
      loads: view.loads.map(load => ({
        ...load,
        shifts: load.shifts.map(shift => ({
          ...shift,
          above: { selector: 'body > img', tag: 'img', height: 300, url: '/other.jpg' },
        })),
      })),
    }
    expect(await propose(REACT, [elsewhere])).toMatchObject({ details: [], refusals: [] })
  })
})

it('a rule for a place in which no component is shown says nothing of a picture elsewhere', async () => {
  const brand = (inside: string): Files => ({
    'src/a.css': '.brand img { height: 24px }',
    'src/Header.jsx': `export const Header = ({ children }) => <header className="brand">${inside}</header>\n`,
  })
  const img = '<img src="/photos/soup.jpg" alt="" />'
  const closed = await propose(app(img, brand('<img src="/jar.svg" alt="" /> Larder')), [opener(OPEN)])
  expect(closed.details).toEqual(['src/App.jsx: src="/photos/soup.jpg" is 600 × 300, as a ratio'])
  const open = await propose(app(img, brand('{children}')), [opener(OPEN)])
  expect(open.refusals.join()).toContain('other viewports and states')
})
