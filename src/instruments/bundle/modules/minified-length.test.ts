import { expect, it } from 'vitest'
import { minifiedLength } from './minified-length.js'

it('counts what minification leaves: no comments, no spaces, short names, but properties and texts whole', () => {
  expect(minifiedLength('/* a long comment */\nconst price = 1 // one\n', false)).toBe('const'.length + 2 + 1 + 1)
  expect(minifiedLength("cart.total('the whole text')", false)).toBe(2 + ".total('the whole text')".length)
  expect(minifiedLength('({ currency: 1 })', false)).toBe('({currency:1})'.length)
})

it('reads types and elements, and says where it cannot read', () => {
  expect(minifiedLength('const a: number = 1', true)).toBeGreaterThan(0)
  expect(minifiedLength('const a = <p>{b}</p>', false)).toBeGreaterThan(0)
  expect(minifiedLength('<template><p/></template>{{{', false)).toBeNull()
})
