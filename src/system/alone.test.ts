import { expect, it } from 'vitest'
import { Alone } from './alone.js'

/** Work that ends when it is told to, and a diary of what begins and ends. */
const bench = () => {
  const diary: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string) => async () => {
    diary.push(`${name} begins`)
    await new Promise<void>(resolve => ends.set(name, resolve))
    diary.push(`${name} ends`)
  }
  const end = async (name: string) => {
    ends.get(name)!()
    // What waits for it begins a few turns of the loop later.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  }
  return { diary, work, end }
}

it('lets many go on at once, one that has to be alone only once they have ended, and those after it only then', async () => {
  const { diary, work, end } = bench()
  const order = new Alone()
  const all = [
    order.beside(work('a')),
    order.beside(work('b')),
    order.alone(work('measured')),
    order.beside(work('c')),
    order.alone(work('measured next')),
  ]
  await Promise.resolve()
  expect(diary).toEqual(['a begins', 'b begins'])
  await end('a')
  expect(diary.at(-1)).toBe('a ends')
  await end('b')
  expect(diary.at(-1)).toBe('measured begins')
  await end('measured')
  expect(diary.at(-1)).toBe('c begins')
  await end('c')
  await end('measured next')
  await Promise.all(all)
  expect(diary.slice(-4)).toEqual(['c begins', 'c ends', 'measured next begins', 'measured next ends'])
})

it('goes on after work that failed', async () => {
  const order = new Alone()
  await expect(order.alone(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(order.beside(() => Promise.resolve(1))).resolves.toBe(1)
})
