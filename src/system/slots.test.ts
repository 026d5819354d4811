import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Slots } from './slots.js'

it('never lets more than its number at work, lets all come to their turn in their order, and gives back what fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean())),
      async (count, tasks) => {
        const slots = new Slots(count)
        const begun: number[] = []
        let atWork = 0
        let most = 0
        const ends = await Promise.allSettled(
          tasks.map(([ticks, fails], i) =>
            slots.use(async () => {
              begun.push(i)
              most = Math.max(most, ++atWork)
              for (let tick = 0; tick < ticks; tick++) await null
              atWork--
              if (fails) throw new Error('failed')
              return i
            }),
          ),
        )
        expect(begun).toEqual(tasks.map((_, i) => i))
        expect(most).toBe(Math.min(count, tasks.length))
        expect(ends.map(({ status }) => status === 'rejected')).toEqual(tasks.map(([, fails]) => fails))
      },
    ),
  )
})

it('one that only waits gives its place to others, and comes before them when it has waited', async () => {
  const slots = new Slots(1)
  const told: string[] = []
  let wake = () => {}
  const waiting = new Promise<void>(resolve => {
    wake = resolve
  })
  const first = slots.use(async () => {
    told.push('first')
    await slots.aside(() => waiting)
    told.push('first again')
  })
  const second = slots.use(async () => {
    told.push('second')
    wake()
    await waiting
    for (let tick = 0; tick < 5; tick++) await null
    told.push('second ends')
  })
  const third = slots.use(async () => void told.push('third'))
  await Promise.all([first, second, third])
  expect(told).toEqual(['first', 'second', 'second ends', 'first again', 'third'])
})

it('what fails while it waits has its place back before it ends, so that none is lost or made', async () => {
  const slots = new Slots(1)
  const failing = slots.use(() => slots.aside(() => Promise.reject(new Error('failed'))))
  await expect(failing).rejects.toThrow('failed')
  let atWork = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++atWork)
    await null
    atWork--
  }
  await Promise.all([slots.use(work), slots.use(work), slots.use(work)])
  expect(most).toBe(1)
})
