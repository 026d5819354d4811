import fc from 'fast-check'
import postcss from 'postcss'
import { describe, expect, it } from 'vitest'
import { withoutUnused } from './unused-rules.js'

const KNOWN = new Set(['a', 'b', 'main', 'hidden', 'data-open'])

const pruned = (css: string, animations: readonly string[] = []) =>
  withoutUnused(
    css,
    (_, name) => KNOWN.has(name),
    name => animations.includes(name),
  )

const left = (css: string, animations: readonly string[] = []): string => {
  const result = pruned(css, animations)
  return typeof result === 'string' ? result : result.text
}

describe('a rule', () => {
  it('stays whole where one of its selectors may match', () => {
    const css = '.x,\n  .a:hover > main[hidden]::before { color : RED }\n'
    expect(left(css)).toBe(css)
  })

  it('goes where each of its selectors has a name that nothing knows', () => {
    expect(left('.a { color: red }\n\n.x .a, #y, [z], nav { color: red }\n\n.b{}\n')).toBe(
      '.a { color: red }\n\n.b{}\n',
    )
  })

  it('is not asked for what stands in :not(), :is() and :has()', () => {
    const css = '.a:not(.x):is(.y, nav):has(> #z) { color: red }'
    expect(left(css)).toBe(css)
  })

  it('stays where its selector cannot be read, or a stray semicolon is about it', () => {
    for (const css of ['.x { };.y { }', '.x[=] { color: red }', '@media screen { .y { };.x { } }'])
      expect(left(css)).toBe(css)
  })

  it('stays where it sets variables of the document', () => {
    expect(left('[theme=dark] { --ink: #fff }\n.x { --ink: #000 }\n')).toBe('[theme=dark] { --ink: #fff }\n')
  })

  it('holds what is nested in it, unless that may match without it', () => {
    expect(left('.x { & .a { color: red } }')).toBe('')
    const other = '.x { main:not(&) { color: red } }'
    expect(left(other)).toBe(other)
  })
})

describe('what stands around rules', () => {
  it('goes with the last of them, but for layers and what is printed', () => {
    expect(left('@media (min-width: 1px) { /* x */ .x { color: red } }\n.a{}')).toBe('\n.a{}')
    expect(left('@supports (gap: 1px) { @media screen { .x{} } .a{} }')).toBe('@supports (gap: 1px) { .a{} }')
    expect(left('@layer one { .x{} }')).toBe('@layer one { }')
    for (const css of ['@media screen, print { .x{} }', '@media screen {}', '@page { margin: 0 }'])
      expect(left(css)).toBe(css)
  })

  it('stays where it is no rule with a selector', () => {
    const css =
      '@charset "utf-8";\n@import "x.css";\n@layer one, two;\n@font-face { font-family: X; src: url(x) }\n@property --x { syntax: "*"; inherits: false }\n@theme { --y: 1 }\n'
    expect(left(`${css}.x{}`)).toBe(css.trimEnd())
  })

  it('keeps animations that a rule or somebody else uses', () => {
    const frames = (name: string): string => `@keyframes ${name} { from { opacity: 0 } }\n`
    const css = `${frames('one')}${frames('two')}${frames('three')}${frames('four')}.a { animation: one 1s }\n.b { --turn: four }\n.x { animation: two 1s }\n`
    expect(left(css, ['three'])).toBe(
      `${frames('one')}${frames('three')}${frames('four')}.a { animation: one 1s }\n.b { --turn: four }\n`.replace(
        /^\n/,
        '',
      ),
    )
  })
})

describe('the text', () => {
  it('loses the address of a source map only where something else goes', () => {
    const map = '/*# sourceMappingURL=x.css.map */'
    expect(left(`.a{}\n.x{}\n${map}\n`)).toBe('.a{}\n')
    expect(left(`.a{}\n${map}\n`)).toBe(`.a{}\n${map}\n`)
  })

  it('keeps its byte order mark and its line ends', () => {
    expect(left('\uFEFF.a{}\r\n.x{}\r\n.b{}\r\n')).toBe('\uFEFF.a{}\r\n.b{}\r\n')
  })

  it('is not touched where it is no CSS', () => {
    expect(pruned('.a { color: red')).toBe('is no CSS that can be read')
  })

  it('counts what goes in bytes', () => {
    expect(pruned('.a{}.x{content:"ü"}')).toMatchObject({ bytes: 20, removedBytes: 16, ruleBytes: 16, rules: 1 })
  })

  it('has the rules that may match, in their order, whatever is around them', () => {
    const rule = fc.record({ name: fc.constantFrom('a', 'b', 'x', 'y'), space: fc.constantFrom('', '\n', ' /* c */ ') })
    const list = fc.array(
      fc.tuple(fc.constantFrom('', '@media screen', '@layer l', '@supports (gap:1px)'), fc.array(rule)),
    )
    fc.assert(
      fc.property(list, groups => {
        const css = groups
          .map(([around, rules]) => {
            const inner = rules.map(({ name, space }) => `.${name}{color:red}${space}`).join('')
            return around === '' ? inner : `${around}{${inner}}`
          })
          .join('\n')
        const names: string[] = []
        postcss.parse(left(css)).walkRules(({ selector }) => void names.push(selector))
        const expected = groups
          .flatMap(([, rules]) => rules.map(({ name }) => `.${name}`))
          .filter(name => /[ab]/.test(name))
        expect(names).toEqual(expected)
      }),
    )
  })
})
