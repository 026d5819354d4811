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
