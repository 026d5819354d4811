import { expect, test } from 'vitest'
import { eDivisive } from './peers/e-divisive.js'
import { PEERS } from './peers/index.js'
import { f1 } from './score.js'

test('F1 is what the examples of the published benchmark say', () => {
  expect(f1([[10, 20], [11, 20], [10], [0, 5]], [10, 20])).toBe(1)
  expect(f1([[], [10], [50]], [10])).toBeCloseTo(0.9090909090909091, 12)
  expect(f1([[], [10], [50]], [])).toBeCloseTo(0.8, 12)
})

test('every peer but doing nothing finds one large step, and none finds anything in a flat series', () => {
  const wave = (at: number) => Math.sin(at * at)
  const step = Array.from({ length: 100 }, (_, at) => wave(at) + (at < 50 ? 0 : 20))
  for (const [name, find] of Object.entries(PEERS)) {
    if (name === 'doing nothing') continue
    expect(
      find(step).some(at => Math.abs(at - 50) <= 5),
      name,
    ).toBe(true)
    expect(find(step.map(() => 3)), name).toEqual([])
  }
  expect(eDivisive(step)).toEqual([50])
})
