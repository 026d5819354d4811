import { expect, it } from 'vitest'
import { causesOf, shopPage } from './fixtures/shop-page.js'
import { shiftPoints, shiftsOf } from './shifts.js'

const shifting = (value: number, cls: number) => {
  const page = shopPage({
    metrics: { 'cumulative-layout-shift': cls },
    shifts: [
      {
        value,
        time: 2_400,
        culprits: ['#list', 'footer'],
        pushed: { selector: '#list', by: 300 },
        above: { selector: 'img.hero', tag: 'img', height: 300, url: '/hero.jpg' },
      },
      { value: 0.0004, time: 3_000, culprits: ['p'] },
    ],
  })
  return { ...page, metrics: { 'cumulative-layout-shift': cls } }
}

it('says what moved and what pushed it', () => {
  const page = shifting(0.2, 0.2004)
  expect(causesOf(shiftPoints(page, shiftsOf(page)))).toEqual([
    'layout-shift: #list and footer moved by itself at 2.40 s (0.200): the picture /hero.jpg came or grew',
  ])
  expect(shiftsOf(page)).toHaveLength(1)
})

it('a page that hardly moves has no point', () => {
  const page = shifting(0.005, 0.005)
  expect(shiftPoints(page, shiftsOf(page))).toEqual([])
})

it('a reason that was not seen is said to be one of time', () => {
  const page = shopPage({
    metrics: { 'cumulative-layout-shift': 0.1 },
    shifts: [{ value: 0.1, time: 3_910, culprits: ['p'] }],
  })
  const [shift] = shiftsOf(page)
  expect(shift).toMatchObject({ seen: false, subject: '/hero.jpg' })
  const [point] = shiftPoints({ ...page, metrics: { 'cumulative-layout-shift': 0.1 } }, shiftsOf(page))
  expect(point?.cause).toContain('(came right before; not seen to push)')
})
