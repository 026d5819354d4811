import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { expect, it } from 'vitest'
import { buildCheck } from '../fixtures/check.js'
import { renderCheck } from './render-check.js'

const html = (markdown: string) => micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] })

it('holds budgets, triggers, causes and sizes', () => {
  const said = renderCheck(buildCheck())
  expect(said).toMatch(/^# 2 of 2 budgets are not kept\n/)
  expect(said).toContain('  - lodash 4.17.21 (71 kB) is new in the first load: imported by src/cart.js')
  expect(said).toContain('would be set off')
  expect(said).toContain('| entry main | 412 kB | 137 kB | +71 kB | +20.9 % |')
})

it('shows what comes from the project as it is, and mentions nobody', () => {
  const page = html(renderCheck(buildCheck({ caveats: ['<script>alert(1)</script>'] })))
  expect(page).toContain('Add the cart | for <code>@everyone</code>')
  expect(page).toContain('*.woff2')
  expect(page).not.toContain('<script>')
})
