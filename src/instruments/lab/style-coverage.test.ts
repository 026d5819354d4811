import { expect, it } from 'vitest'
import { usedStyleBytes } from './style-coverage.js'

const used = (text: string, applied: readonly string[]) => {
  const ranges = applied.map(rule => [text.indexOf(rule), text.indexOf(rule) + rule.length] as const)
  const coverage = usedStyleBytes(text, ranges)
  return coverage && coverage.bytes - coverage.usedBytes
}

it('counts a rule that applied to nothing, in bytes', () => {
  expect(used('a { color: red } .é { color: blue }', ['a { color: red }'])).toBe(
    Buffer.byteLength('.é { color: blue }'),
  )
})

it('does not count what has no selector of its own', () => {
  expect(
    used('@font-face { font-family: A } @keyframes in { from { top: 0 } to { top: 1px } } @import "a.css";', []),
  ).toBe(0)
})

it('weighs a rule within a media query, not the query around it', () => {
  expect(used('@media print { p { color: green } h1 { color: red } }', ['h1 { color: red }'])).toBe(
    'p { color: green }'.length,
  )
})

it('weighs nested rules by themselves', () => {
  expect(used('.a { color: red; & .b { color: blue } }', ['& .b { color: blue }'])).toBe(0)
  expect(used('.a { color: red; & .b { color: blue } }', [])).toBe('& .b { color: blue }'.length)
})

it('says nothing of what is no style sheet', () => {
  expect(usedStyleBytes('a { color: red } }} {', [])).toBeNull()
})
