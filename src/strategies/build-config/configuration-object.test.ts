import { expect, it } from 'vitest'
import { parseSource } from '../source/parse.js'
import { configurationValues } from './configuration-object.js'

const limitsIn = (text: string): readonly string[] =>
  configurationValues(parseSource('vite.config.js', text)!, 'assetsInlineLimit').map(({ value, within }) =>
    value.type === 'NumericLiteral' ? `${within} ${value.value}` : value.type,
  )

it.each([
  ['export default { build: { assetsInlineLimit: 1 } }'],
  ['export default defineConfig({ build: { assetsInlineLimit: 1 } })'],
  ['export default withCodeSplitting(defineConfig({ build: { assetsInlineLimit: 1 } }))'],
  ["module.exports = require('./helper.cjs').withChunkPlan({ build: { assetsInlineLimit: 1 } })"],
  ['export default withCodeSplitting(withChunkPlan(mergeConfig(base, { build: { assetsInlineLimit: 1 } })))'],
])('what a configuration says is found in whatever hands it on: %s', text => {
  expect(limitsIn(text)).toEqual(['build 1'])
})

it.each([
  ['export default { plugins: [plugin({ build: { assetsInlineLimit: 1 } })] }'],
  ['export default { plugins: [within({ build: { assetsInlineLimit: 1 } })] }'],
  ['export default without({ build: { assetsInlineLimit: 1 } })'],
])('what is told to something else is not: %s', text => {
  expect(limitsIn(text)).toEqual([])
})
