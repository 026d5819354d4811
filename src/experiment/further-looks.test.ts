import { expect, test } from 'vitest'
import { foundAgain } from './further-looks.js'
import { comesAndGoes, compareLines } from './guard/compare-lines.js'

/** Looks at two arms that read what they are told to, by the number of the look; and how many were taken. */
async function found(baseline: (look: number) => readonly string[], candidate: (look: number) => readonly string[]) {
  let taken = 0
  const messages = await foundAgain<readonly string[]>(
    async later =>
      later.map(() => {
        taken++
        return [baseline(taken), candidate(taken)] as const
      }),
    async looks => [
      ...compareLines(
        looks.map(([before]) => before),
        looks.map(([, after]) => after),
      ).missing,
    ],
    comesAndGoes,
  )
  return { messages, taken }
}

test('what agrees is looked at once, what is lost in every look six times', async () => {
  expect(
    await found(
      () => ['Lamps'],
      () => ['Lamps'],
    ),
  ).toEqual({ messages: [], taken: 1 })
  expect(
    await found(
      () => ['Lamps'],
      () => [],
    ),
  ).toEqual({ messages: ['Lamps'], taken: 6 })
})

test('what a page draws by lot is looked at nine times before a line of it counts as lost', async () => {
  const drawn = (look: number) => [`Lamp ${look % 3}`]
  const lost = await found(
    look => [...drawn(look), 'Ten off'],
    look => (look > 6 ? [...drawn(look), 'Ten off'] : drawn(look)),
  )
  expect(lost).toEqual({ messages: [], taken: 9 })
})

test('what is lost of a page that draws by lot is still found', async () => {
  const drawn = (look: number) => [`Lamp ${look % 3}`]
  expect(await found(look => [...drawn(look), 'Price'], drawn)).toEqual({ messages: ['Price'], taken: 9 })
})
