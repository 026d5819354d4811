import { describe, expect, it } from 'vitest'
import { functionBeyondItsBlock } from './block-functions.js'
import { strictHazard } from './strict-code.js'

const iife = (code: string): string => `(() => {\n${code}\n})();`

describe('a script could not run as a module where it', () => {
  it.each([
    [
      'makes a global by giving it a value',
      'function start() { total = 1 }',
      /gives total a value without declaring it/,
    ],
    ['counts in a global', 'for (index of [1, 2]) {}', /gives index a value/],
    ['takes `this` for the window', '(function () { this.shop = {} })()', /called where it stands/],
    [
      'does so in a function that is called by its name',
      'function start() { this.shop = {} }\nstart()',
      /called by its name/,
    ],
    ['keeps it', '(function () { var root = this; root.shop = {} })()', /called where it stands/],
    ['does so in a callback', '[1].forEach(function () { this.count = 1 })', /callback/],
    ['keeps it where nothing else is', 'var root = shop || (function () { return this })()', /called where it stands/],
    ['uses arguments.callee', 'setTimeout(function () { arguments.callee() })', /arguments\.callee/],
    ['has code evaluated in its scope', 'function run(code) { return eval(code) }', /eval/],
    [
      'changes a parameter and hands arguments on',
      'function call(a) { a = a || 1; return f.apply(null, arguments) }\nfunction f() {}',
      /the parameter a/,
    ],
    ['gives a value to a function by its own name', 'var f = function g() { g = 1 }', /the name of the function/],
    ['gives a function another name', 'function Shop() {}\nShop.name = "Store"', /another name/],
    ['has a `with`', 'with (Math) { max(1) }', /cannot be read as strict code/],
    ['has octal numbers', 'const mode = 0755', /cannot be read as strict code/],
    ['takes a name away', 'var a = 1; delete a', /cannot be read as strict code/],
  ])('%s', (_, code, reason) => {
    expect(strictHazard(iife(code))).toMatch(reason)
    // What says that it is strict runs as it would.
    const parses = !/cannot be read/.test(reason.source)
    if (parses) expect(strictHazard(`(function () {\n"use strict";\n${code}\n})();`)).toBeNull()
  })
})

it.each([
  ['a class and its methods', 'class A { constructor() { this.x = 1 } }\nnew A()'],
  ['a constructor', 'function A() { this.x = 1 }\nA.prototype.m = function () { return this.x }\nnew A().m()'],
  ['a constructor that may be called', 'function A() { if (!(this instanceof A)) return new A(); this.x = 1 }\nA()'],
  ['code that hands it on', 'function f() { return g.apply(this, arguments) }\nfunction g() {}\nf()'],
  ['a handler', 'addEventListener("click", function () { this.title = "x" })'],
  ["a global of the browser's own", 'onresize = null; location = "#top"'],
  [
    'a default value, as compilers write it',
    'function f(a) { if (a === void 0) a = 1; return g.apply(null, arguments) }\nfunction g() {}',
  ],
  [
    'code that asks for `this` where nothing else is the global object',
    'var root = typeof globalThis == "object" && globalThis || typeof self == "object" && self || (function () { return this })()',
  ],
  ['code that asks whether there is a window', 'var root = typeof self == "object" ? self : Function("return this")()'],
])('%s runs as a module as it does now', (_, code) => {
  expect(strictHazard(iife(code))).toBeNull()
})

describe('a function that is declared in a block', () => {
  it('is not there outside of it in strict code', () => {
    const script = 'exports.run = function () {\n  if (true) { function inner() {} }\n  inner()\n}\n'
    expect(functionBeyondItsBlock('a.js', script)).toBe('inner')
    expect(functionBeyondItsBlock('a.js', `'use strict'\n${script}`)).toBeNull()
  })

  it('is there inside of it, and a name of the file is another', () => {
    expect(functionBeyondItsBlock('a.js', 'if (x) { function inner() {}\ninner() }\n')).toBeNull()
    expect(
      functionBeyondItsBlock(
        'a.js',
        'exports.run = function () { if (x) { function inner() {} } }\nfunction other(inner) { inner() }\n',
      ),
    ).toBeNull()
  })
})
