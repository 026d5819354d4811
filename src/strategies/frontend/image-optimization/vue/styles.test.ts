import { describe, expect, it } from 'vitest'
import { inPlainNotation } from '../../../markup/deep-selectors.js'
import type { ElementSketch } from '../../../markup/selectors.js'
import { readStyles } from '../../../markup/style-knowledge.js'
import { imagesOf } from './images.js'
import { ownSheets, stylesIn, unreadStyles } from './styles.js'

const AROUND = { routerLinks: false, showsAsGiven: () => false }
const imageIn = (file: string, markup: string): ElementSketch =>
  imagesOf({ path: file, text: `<template><main>${markup}</main></template>` }, AROUND)[0]!.sketch
const stylesOf = (file: string, style: string) => readStyles(stylesIn({ path: file, text: style }), [])

const image = imageIn('Card.vue', '<p class="card"><img class="photo" src="a.jpg"></p>')

describe('the styles of a component', () => {
  it.each([
    ['<style scoped>.card > img { color: red }</style>', 'Card.vue'],
    ['<style>.card > img { color: red }</style>', 'Other.vue'],
    ['<style scoped lang="scss">.card { > img { color: red } // x\n}</style>', 'Card.vue'],
    ['<style scoped>.card :deep(> img) { color: red }</style>', 'Other.vue'],
    ['<style scoped>.card::v-deep > img { color: red }</style>', 'Other.vue'],
    ['<style scoped>:global(.card > img) { color: red }</style>', 'Other.vue'],
  ])('may count on an image’s place: %s in %s', (style, file) => {
    expect(stylesOf(file, style).wrappingHazard(image)).not.toBeNull()
  })

  it.each([
    ['<style scoped>.card > img { color: red }</style>', 'Other.vue'],
    ['<style scoped>.card >>> img { color: red }</style>', 'Other.vue'],
    ['<style scoped>.page > img { color: red }</style>', 'Card.vue'],
  ])('say nothing of it where they mean others: %s in %s', (style, file) => {
    expect(stylesOf(file, style).wrappingHazard(image)).toBeNull()
  })

  it('may mean, as the root of another component, what stands behind an image', () => {
    const style = '<style scoped>img + .b { color: red }</style>'
    const followedBy = (next: string) => imageIn('Card.vue', `<p><img src="a.jpg">${next}</p>`)
    expect(stylesOf('Other.vue', style).wrappingHazard(followedBy('<Other />'))).not.toBeNull()
    expect(stylesOf('Other.vue', style).wrappingHazard(followedBy('<b></b>'))).toBeNull()
  })

  it('may be those of whatever holds it, where that is not known', () => {
    const inSlot = imageIn('Card.vue', '<Frame><img src="a.jpg"></Frame>')
    expect(
      stylesOf('Frame.vue', '<style scoped>.frame > img { color: red }</style>').wrappingHazard(inSlot),
    ).not.toBeNull()
  })

  it('size its own images for certain, and those of others never where they are scoped', () => {
    const sized = 'img { width: 100%; height: 66vh }'
    const width = (file: string, style: string) => stylesOf(file, style).sizing(image).width
    expect(width('Card.vue', `<style scoped>${sized}</style>`)).toEqual({ always: true, maybeLength: true })
    expect(width('Other.vue', `<style scoped>${sized}</style>`)).toEqual({ always: false, maybeLength: false })
    expect(width('Other.vue', `<style>${sized}</style>`)).toEqual({ always: false, maybeLength: true })
    expect(width('Card.vue', `<style module>.photo { width: 9px }</style>`)).toEqual({
      always: false,
      maybeLength: true,
    })
  })

  it('may lie in other files', () => {
    const text = '<style scoped src="../css/card.css"></style>'
    expect([...ownSheets([{ path: 'src/Card.vue', text }])]).toEqual([
      ['css/card.css', { file: 'src/Card.vue', reach: 'scoped' }],
    ])
  })

  it('are not read in languages of other kinds', () => {
    expect(unreadStyles('<template></template><style lang="sass">img\n  color: red</style>')).toBe('sass')
    expect(unreadStyles('<style lang="less"></style><style lang="postcss"></style><style></style>')).toBeNull()
  })
})

it('selectors into and out of components are read as browsers get them', () => {
  const plain = (selector: string) => inPlainNotation(selector).texts
  expect(plain('.a /deep/ img')).toEqual(['.a img'])
  expect(plain('.a ::v-deep(.b, .c)')).toEqual(['.a  .b', '.c'])
  expect(plain('.a > :slotted(img)')).toEqual(['.a > img'])
  expect(inPlainNotation('.a > img')).toEqual({ texts: ['.a > img'], own: true })
})
