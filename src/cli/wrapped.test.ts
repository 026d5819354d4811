import picocolors from 'picocolors'
import { describe, expect, it } from 'vitest'
import { wrapped } from './wrapped.js'

describe('text in a window', () => {
  it('fills a line as far with colours as without', () => {
    const text = 'one two three four five six seven eight nine ten'
    const plain = wrapped(text, { width: 40, first: '  head: ', rest: '    ' })
    const colored = wrapped(text, {
      width: 40,
      first: `  ${picocolors.createColors(true).bold('head')}: `,
      rest: '    ',
    })
    expect(plain[0]).toBe('  head: one two three four five six')
    expect(colored.slice(1)).toEqual(plain.slice(1))
  })

  it('keeps a name as it is that has two spaces in a row, so that it can be copied', () => {
    expect(wrapped('the file rooms/60  kitchen.jpg', { width: 80 })).toEqual(['the file rooms/60  kitchen.jpg'])
  })

  it('keeps a figure and its per cent on one line', () => {
    expect(wrapped('of all the bytes that came, 100 % are pictures', { width: 32 })[0]).toBe(
      'of all the bytes that came,',
    )
  })
})
