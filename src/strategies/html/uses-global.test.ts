import { expect, it } from 'vitest'
import { usesGlobal } from './uses-global.js'

it.each([
  ['fixed = true', true],
  ['if (fixed) go()', true],
  ['window.fixed = 1', true],
  ['(function (w) { w.fixed() })(this)', true],
  ["window['fixed']", true],
  ['var fixed = 2', true],
  ['go({ fixed })', true],
  ['function f() { const { fixed } = window }', true],
  ["setTimeout('fixed = 1')", true],
  [`element.innerHTML = '<a onclick="go(fixed)">'`, true],
  ['element.innerHTML = `<a onclick="go(fixed)">`', true],
  // It cannot be read: it may.
  ['go(; fixed', true],
  ['function f() { return fixed } { return 1 }', true],
  ["element.style.position === 'fixed'", false],
  ["find('.navbar, .fixed')", false],
  ['// fixed in 1.2\ngo()', false],
  ['(function () { var fixed = 1; return fixed })()', false],
  ['go({ fixed: true })', false],
  ['function go(fixed) { return fixed }', false],
  ['fixed: for (;;) break fixed', false],
  ['prefixed()', false],
])('%s', (code, expected) => {
  expect(usesGlobal(code, 'fixed')).toBe(expected)
})
