import { describe, expect, it } from 'vitest'
import { projectOf, workPicture } from '../fixtures/works.js'
import { findSites } from './find-sites.js'

const HERO = workPicture('src/images/hero.jpg')

/** Why the import of the picture stays as it is; null where it may name another file. */
const refusedIn = (files: Readonly<Record<string, string>>): string | null => {
  const [site, ...others] = findSites(projectOf(files), new Map(), [HERO], [HERO.file], { bundles: true })
  expect(others).toEqual([])
  expect(site).toBeDefined()
  return site!.refused
}

const IMPORT = "import hero from '../images/hero.jpg'\n"
/** Another component, in which the same property is part of an address. */
const CARD = `export const Card = ({ product }) => <img src={\`/photos/\${product.photo}\`} alt="" />\n`
const CAROUSEL =
  'export function Carousel({ slides }) { return <ul>{slides.map(slide => <li key={slide.title}><img src={slide.photo} alt="" /></li>)}</ul> }\n'
const HOME =
  "import { Carousel } from '../components/Carousel'\nconst SLIDES = [{ photo: hero, title: 'A' }]\nexport const Home = () => <Carousel slides={SLIDES} />\n"

const inReact = (home: string, carousel = CAROUSEL, more: Readonly<Record<string, string>> = {}) =>
  refusedIn({
    'src/components/Card.jsx': CARD,
    'src/components/Carousel.jsx': carousel,
    'src/pages/Home.jsx': IMPORT + home,
    ...more,
  })

describe('a field of that name elsewhere is another matter in React', () => {
  it.each([
    ['a list that a component is passed', HOME],
    ['a list in the place where it is passed', HOME.replace('{SLIDES}', "{[{ photo: hero, title: 'A' }]}")],
    [
      'a list that is shown where it stands',
      'const S = [{ photo: hero }]\nexport const H = () => S.map(s => <img src={s.photo} />)',
    ],
    [
      'a list that is cut and put in order',
      HOME.replace('{SLIDES}', '{[...SLIDES].sort((a, b) => a.at - b.at).slice(0, 2).filter(s => s.title)}'),
    ],
    ['a list that is chosen', HOME.replace('{SLIDES}', '{dark ? NONE : SLIDES ?? NONE}')],
    ['a list that is remembered', HOME.replace('{SLIDES}', '{useMemo(() => SLIDES, [])}')],
    [
      'fields that become props',
      HOME.replace('<Carousel slides={SLIDES} />', 'SLIDES.map(s => <Slide key={s.title} {...s} />)') +
        'const Slide = ({ photo }) => <img src={photo} />\n',
    ],
    [
      'one of a list',
      HOME.replace('<Carousel slides={SLIDES} />', '<Carousel slides={[SLIDES[0], SLIDES.find(s => s.title)]} />'),
    ],
  ])('%s', (_, home) => {
    expect(inReact(home)).toBeNull()
  })

  it('a component by any export, in memo, with props as a whole', () => {
    const home = HOME.replace('{ Carousel }', 'Carousel')
    const carousel =
      "import { memo } from 'react'\nconst Inner = props => { const { slides = [], ...rest } = props; return <Show {...rest} all={slides} /> }\nconst Show = ({ all: [first] }) => <img src={first.photo} />\nexport default memo(Inner)\n"
    expect(inReact(home, carousel)).toBeNull()
    const named = HOME.replace("'../components/Carousel'", "'../components'")
    expect(
      inReact(named, CAROUSEL, { 'src/components/index.js': "export { Carousel } from './Carousel'\n" }),
    ).toBeNull()
  })

  it('a list that another module exports', () => {
    const data = {
      'src/data/slides.js': "import hero from '../images/hero.jpg'\nexport const slides = [{ photo: hero }]\n",
    }
    const home =
      "import { Carousel } from '../components/Carousel'\nimport { slides as all } from '../data/slides'\nexport const Home = () => <Carousel slides={all} />\n"
    const inData = (text: string, more: Readonly<Record<string, string>> = {}) =>
      refusedIn({
        'src/components/Card.jsx': CARD,
        'src/components/Carousel.jsx': CAROUSEL,
        'src/pages/Home.jsx': text,
        ...data,
        ...more,
      })
    expect(inData(home)).toBeNull()
    for (const other of [
      "import * as data from '../data/slides'\nuse(data)\n",
      "const data = require('../data/slides')\nuse(data)\n",
      "import('../data/slides').then(use)\n",
      "import { slides } from '$content'\nuse(slides)\n",
      "import * as all from '$content'\nuse(all.slides)\n",
      'export const slides = = 1\n',
    ])
      expect(inData(home, { 'src/pages/Other.js': other })).toMatch(/put together with other text|cannot be read/)
  })
})

describe('in React it stays as it is', () => {
  it('where the field itself becomes part of a text', () => {
    expect(inReact(HOME, CAROUSEL.replace('{slide.photo}', `{\`\${BASE}\${slide.photo}\`}`))).toMatch(
      /put together with other text \(src\/components\/Carousel\.jsx\)/,
    )
    expect(
      inReact(HOME, CAROUSEL.replace('slides.map(slide =>', `slides.map(({ photo, ...slide }) => \`x\${photo}\` &&`)),
    ).toMatch(/put together with other text \(src\/components\/Carousel\.jsx\)/)
  })

  it.each([
    ['a function that is not known', HOME.replace('{SLIDES}', '{_.take(SLIDES, 2)}')],
    ['a component that is not known', HOME.replace("'../components/Carousel'", "'./elsewhere'")],
    [
      'a component that is made',
      HOME.replace("import { Carousel } from '../components/Carousel'", 'const Carousel = withData(Inner)'),
    ],
    [
      'fields that a component of no known kind is given',
      HOME.replace('<Carousel slides={SLIDES} />', 'SLIDES.map(s => <Made {...s} />)'),
    ],
    ['a context', HOME.replace('<Carousel slides={SLIDES} />', '<Slides.Provider value={SLIDES} />')],
    ['an object of others', HOME.replace('export const Home', 'store.slides = SLIDES\nexport const Home')],
    ['a function that sees the whole list', HOME.replace('{SLIDES}', '{SLIDES.filter((s, i, all) => use(all))}')],
    ['what looks into elements', `${HOME}const wide = child => child.props.slides[0].photo + '?wide'\n`],
  ])('where the list goes to %s, and the same name is part of a text somewhere', (_, home) => {
    expect(inReact(home)).toMatch(/put together with other text/)
  })

  it('where what holds it is sent elsewhere', () => {
    expect(
      inReact(HOME.replace('export const Home', "fetch('/seen', { body: JSON.stringify(SLIDES) })\nexport const Home")),
    ).toBe('what holds its address is handed to `stringify()` (src/pages/Home.jsx)')
  })

  it('where a package’s component is given all fields, and may do more with this one than show it', () => {
    const home =
      "import { Tile } from 'kit'\nconst SLIDES = [{ file: hero }]\nexport const Home = () => SLIDES.map(s => <Tile {...s} />)\n"
    expect(inReact(home)).toMatch(/`<Tile file>` of a package may do more with it/)
  })
})

const VUE_CARD = `<script setup>\ndefineProps({ article: Object })\n</script>\n<template><img :src="\`/photos/\${article.photo}\`"></template>\n`
const COVERS =
  '<script setup>\ndefineProps({ covers: Array })\n</script>\n<template><div><p v-for="cover in covers" :key="cover.title"><img :src="cover.photo"></p></div></template>\n'
const VIEW = `<script setup>
${IMPORT}import CoverCarousel from '../components/CoverCarousel.vue'
const COVERS = [{ photo: hero, title: 'A' }]
</script>
<template><main><CoverCarousel :covers="COVERS" /></main></template>
`
const inVue = (view: string, carousel = COVERS) =>
  refusedIn({
    'src/components/Card.vue': VUE_CARD,
    'src/components/CoverCarousel.vue': carousel,
    'src/views/Home.vue': view,
  })

describe('a field of that name elsewhere is another matter in Vue', () => {
  it.each([
    ['a list that a component is passed', VIEW, COVERS],
    ['a reference to one', VIEW.replace('[{', 'ref([{').replace('}]', '}])'), COVERS],
    ['a component in the other notation', VIEW.replace('<CoverCarousel', '<cover-carousel'), COVERS],
    [
      'a list that is shown where it stands',
      VIEW.replace('<CoverCarousel :covers="COVERS" />', '<img v-for="{ photo } in COVERS" :src="photo">'),
      COVERS,
    ],
    [
      'props by name',
      VIEW,
      COVERS.replace('defineProps', 'const props = defineProps').replace('in covers', 'in props.covers'),
    ],
    [
      'props with defaults, taken out',
      VIEW,
      COVERS.replace(
        'defineProps({ covers: Array })',
        'const { covers } = withDefaults(defineProps({ covers: Array }), {})',
      ),
    ],
    [
      'one at a time',
      VIEW.replace('<CoverCarousel', '<CoverCarousel v-for="one in COVERS"').replace('"COVERS" />', '"[one]" />'),
      COVERS,
    ],
  ])('%s', (_, view, carousel) => {
    expect(inVue(view, carousel)).toBeNull()
  })
})

describe('in Vue it stays as it is', () => {
  it('where the field itself becomes part of a text', () => {
    expect(inVue(VIEW, COVERS.replace('"cover.photo"', `"\`\${base}\${cover.photo}\`"`))).toMatch(
      /put together with other text \(src\/components\/CoverCarousel\.vue\)/,
    )
  })

  it.each([
    [
      'a component with options',
      VIEW,
      COVERS.replace(
        '<script setup>\ndefineProps({ covers: Array })',
        '<script>\nexport default { props: { covers: Array } }',
      ),
    ],
    ['one that knows all its props', VIEW, COVERS.replace('<div>', '<div :data-all="$props">')],
    [
      'one that is known everywhere',
      VIEW.replace("import CoverCarousel from '../components/CoverCarousel.vue'\n", ''),
      COVERS,
    ],
    ['all fields at once', VIEW.replace(':covers="COVERS"', 'v-for="one in COVERS" v-bind="one"'), COVERS],
    ['a slot', VIEW, COVERS.replace('<img :src="cover.photo">', '<slot :cover="cover" />')],
    ['text', VIEW.replace('<main>', '<main>{{ COVERS }}'), COVERS],
  ])('where the list goes to %s, and the same name is part of a text somewhere', (_, view, carousel) => {
    expect(inVue(view, carousel)).toMatch(/put together with other text/)
  })
})
