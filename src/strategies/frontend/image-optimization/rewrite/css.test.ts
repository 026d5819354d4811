import { describe, expect, it } from 'vitest'
import { contextOf, encodedPicture, shown } from '../fixtures/encoded.js'
import { rewriteCss } from './css.js'

const hall = encodedPicture('photos/hall.jpg', [
  shown('mobile', 200, { via: 'css-background' }),
  shown('desktop', 780, { via: 'css-background' }),
])
const rewrite = (css: string, file = 'styles/site.css') => rewriteCss(css, file, contextOf([hall]))

describe('backgrounds in CSS', () => {
  it('keeps the old declaration first, and sends narrow viewports less', () => {
    expect(
      rewrite(".hall {\n  background-image: url('../photos/hall.jpg');\n  background-size: cover;\n}\n").text,
    ).toBe(`.hall {
  background-image: url('../photos/hall.jpg');
  background-image: image-set(url('../photos/hall-800.avif') type('image/avif'), url('../photos/hall-800.webp') type('image/webp'), url('../photos/hall.jpg'));
  background-size: cover;
}

@media (max-width: 767px) {
  .hall {
    background-image: image-set(url('../photos/hall-400.avif') type('image/avif'), url('../photos/hall-400.webp') type('image/webp'), url('../photos/hall.jpg'));
  }
}
`)
  })

  it('keeps the other layers of a shorthand, importance and minified form', () => {
    const { text } = rewrite(
      '.a{background:linear-gradient(#000,#fff),url(../photos/hall.jpg) center/cover!important;color:red}',
    )
    expect(text).toContain(
      'center/cover!important;background-image: linear-gradient(#000,#fff), image-set(url("../photos/hall-800.avif")',
    )
    expect(text).toContain(' !important;color:red}@media (max-width:767px){.a{background-image: linear-gradient')
  })

  it('is idempotent', () => {
    const once = rewrite('.a { background: url(../photos/hall.jpg) 0 0 / 100% auto }').text
    expect(once).toContain('image-set')
    expect(rewrite(once).text).toBe(once)
  })

  it('refuses a background as large as its own pixels', () => {
    const { text, refusals } = rewrite('.a { background: url(../photos/hall.jpg) repeat }')
    expect(text).not.toContain('image-set')
    expect(refusals[0]?.reason).toMatch(/size/)
  })

  it('counts places from behind a byte order mark', () => {
    const css = '.a { background: url(../photos/hall.jpg) center / cover }'
    expect(rewrite(`\uFEFF${css}`).text).toBe(`\uFEFF${rewrite(css).text}`)
  })

  it.each([
    ['a declaration for an old browser only', '.a { *background: url(../photos/hall.jpg) center / cover }'],
    ['a size for an old browser only', '.a { *background-size: cover; background: url(../photos/hall.jpg) }'],
    ['more than an image', '.a { background-size: cover; background-image: url(../photos/hall.jpg) center }'],
    ['a stray byte', '.a { background: url(../photos/hall.jpg) center / cover \0 }'],
  ])('shows no picture that browsers did not show: %s', (_, css) => {
    expect(rewrite(css).text).toBe(css)
  })

  it('reads SCSS with its comments: the selector alone is taken, in the indentation of the file', () => {
    const source = `//
// Masthead
//

header.masthead, // the first
.band {
    color: $white;
    background-image: url("../photos/hall.jpg"); // below
    background-size: cover;
}
`
    const { text, details } = rewrite(source, 'styles/_masthead.scss')
    expect(text.startsWith(source.slice(0, source.indexOf('; // below')))).toBe(true)
    expect(text).toContain('url("../photos/hall.jpg")); // below')
    expect(text).toContain(`}

@media (max-width: 767px) {
    header.masthead, .band {
        background-image: image-set(`)
    expect(text.split('//')).toHaveLength(source.split('//').length)
    expect(details[0]).toMatch(/^styles\/_masthead\.scss: header\.masthead, \.band: image-set/)
    expect(rewrite(text, 'styles/_masthead.scss').text).toBe(text)
  })

  it('writes nothing into a comment that ends with its line', () => {
    const source = '.a { background: url(../photos/hall.jpg) center / cover // as large\n ;\n}'
    const { text, refusals } = rewrite(source, 'a.scss')
    expect(text).toBe(source)
    expect(refusals[0]?.reason).toMatch(/comment/)
  })

  it('says of a sheet that cannot be read only where it shows a picture', () => {
    const broken = '.a { color: red; } } {{'
    expect(rewrite(broken).refusals).toEqual([])
    expect(rewrite(`.b { background: url('../photos/hall.jpg') } ${broken}`).refusals).toHaveLength(1)
    expect(rewrite('// Colours\n$white: #fff;\n', 'styles/_colors.scss')).toMatchObject({ refusals: [], details: [] })
  })

  it('leaves alone other pictures, overridden declarations and what is not CSS', () => {
    for (const css of [
      '.a { background: url(x.png) center / cover }',
      '.a { background: url(../photos/hall.jpg) center / cover; background: none }',
      '.a { color: red; } } {{',
    ])
      expect(rewrite(css).text).toBe(css)
  })
})
