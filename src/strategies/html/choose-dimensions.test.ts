import { expect, it } from 'vitest'
import type { DimensionTrial } from '../../model/observation.js'
import { imageOf, trialOf } from '../fixtures/observed.js'
import { chooseDimensions, type ImageMarkup } from './choose-dimensions.js'

type Styles = NonNullable<DimensionTrial['styles']>
const OPEN = { always: false, length: false }
const SET = { always: true, length: true }
const AUTO = { always: true, length: false }
const SOMEWHERE = { always: false, length: true }

const styled = (styles: Partial<Styles>, more: Partial<DimensionTrial> = {}) =>
  imageOf({
    url: '/a.jpg',
    selector: 'img',
    trial: trialOf(600, 300, {
      styles: { width: OPEN, height: OPEN, widthLimits: OPEN, heightLimits: OPEN, aspectRatio: OPEN, ...styles },
      ...more,
    }),
  })
const MARKUP: ImageMarkup = { ownWidth: null, ownHeight: false, widthVaries: false }
const NEVER = { attributes: false, width: false, ratio: false }

it.each<[string, Partial<Styles>, Partial<ImageMarkup>, boolean, string]>([
  ['both sides decided', { width: SET, height: SET }, {}, true, 'attributes'],
  ['height automatic', { width: SET, height: AUTO }, {}, true, 'attributes'],
  ['height automatic, width limited', { height: AUTO, widthLimits: SET }, {}, true, 'attributes'],
  ['nothing said', {}, {}, true, 'attributes'],
  ['only the width limited', { widthLimits: SET }, {}, true, 'width'],
  ['only the width decided', { width: SET }, {}, true, 'ratio'],
  ['only the height decided', { height: SET }, {}, true, 'ratio'],
  ['height limited', { height: AUTO, heightLimits: SOMEWHERE }, {}, true, 'would change its size'],
  ['a height in some state', { height: SOMEWHERE }, {}, true, 'would change its size'],
  ['a ratio in some state', { width: SET, aspectRatio: SOMEWHERE }, {}, true, 'would change its size'],
  ['sources of other widths, width open', { height: AUTO }, { widthVaries: true }, true, 'would change its size'],
  ['sources of other widths, width decided', { width: SET, height: AUTO }, { widthVaries: true }, true, 'attributes'],
  ['no inline styles, only the width decided', { width: SET }, {}, false, 'no inline styles'],
  ['a width in another notation', { height: AUTO }, { ownWidth: 'other' }, true, 'ratio'],
])('%s', (_, styles, markup, ratios, expected) => {
  const found = chooseDimensions([styled(styles)], { ...MARKUP, ...markup }, ratios)
  expect(typeof found === 'string' ? found : found.form).toContain(expected)
})

it('what one view says holds for all', () => {
  const good = styled({ width: SET, height: AUTO })
  const moves = styled({ width: SET, height: AUTO }, { stays: NEVER })
  const square = styled({ width: SET, height: AUTO }, { natural: { width: 300, height: 300 } })
  const unread = styled({}, { styles: null })
  const { trial: _, ...untried } = good
  expect(chooseDimensions([good, good], MARKUP, true)).toEqual({ form: 'attributes', width: 600, height: 300 })
  expect(chooseDimensions([good, moves], MARKUP, true)).toContain('moves')
  expect(chooseDimensions([good, square], MARKUP, true)).toContain('different shapes')
  expect(chooseDimensions([good, unread], MARKUP, true)).toContain('cannot be read')
  expect(chooseDimensions([good, untried], MARKUP, true)).toContain('not tried')
})
