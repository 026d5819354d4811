import { describe, expect, it } from 'vitest'
import { encodedPicture, shown } from '../fixtures/encoded.js'
import { projectOf } from '../fixtures/works.js'
import { imagesWithValues } from '../rewrite/jsx-module.js'
import type { WorkPicture } from './encode-pictures.js'
import { passedPictures } from './passed-pictures.js'

const work = (path: string, width: number, selector: string): WorkPicture => {
  const showings = [shown('desktop', width, { url: `/media/${path.split('/').at(-1)}?1f2e`, selector })]
  const { file, picture } = encodedPicture(path, showings)
  return { file, picture, source: Buffer.from(path), showings }
}
const IN_SLIDE = '#root > main > div > div > div:nth-of-type(1) > img'
const RIDGE = work('src/images/ridge.jpg', 900, IN_SLIDE)
const HUT = work('src/images/hut.jpg', 300, '#root > main > ul > li:nth-of-type(2) > img')
const WORKS = [RIDGE, HUT]

const CAROUSEL =
  'export const Carousel = ({ slides }) => <div>{slides.map(slide => <div className="slide"><img src={slide.photo} /></div>)}</div>\n'
const HOME =
  "import { Carousel } from './Carousel'\nimport hut from './images/hut.jpg'\nimport ridge from './images/ridge.jpg'\nconst SLIDES = [{ photo: ridge }, { photo: hut }]\nexport const Home = () => <main><Carousel slides={SLIDES} /><ul>{SLIDES.map(s => <li><img src={s.photo} /></li>)}</ul></main>\n"

const passedIn = (carousel: string, home = HOME) =>
  passedPictures(
    projectOf({ 'src/Carousel.jsx': carousel, 'src/Home.jsx': home }),
    WORKS,
    WORKS.map(w => w.file),
  )
const [{ sketch: IMAGE } = { sketch: null }] = imagesWithValues(CAROUSEL, 'src/Carousel.jsx')

describe('pictures that an image is passed', () => {
  it('are those that get there, where one was seen in an element like it', () => {
    const found = passedIn(CAROUSEL).at('src/Carousel.jsx', 'slide.photo', IMAGE!)
    expect([...found].map(([{ file }, showings]) => [file.path, showings.map(s => s.image.box.width)])).toEqual([
      ['src/images/ridge.jpg', [900]],
    ])
  })

  it('may be as large as another in the same place: it stands there in another state of the page', () => {
    const passed = passedIn(
      CAROUSEL,
      HOME.replace('<li><img', '<div className="slide"><img').replace('</li>', '</div>'),
    )
    expect(passed.othersAt(HUT).map(s => s.image.box.width)).toContain(900)
  })

  it.each([
    [
      'one that puts its address together with text',
      CAROUSEL.replace('{slide.photo}', `{\`/x/\${slide.photo}\`}`),
      `\`/x/\${slide.photo}\``,
    ],
    ['one of another expression', CAROUSEL, 'slide.large'],
  ])('are none for %s', (_, carousel, expression) => {
    expect(passedIn(carousel).at('src/Carousel.jsx', expression, IMAGE!).size).toBe(0)
  })
})
