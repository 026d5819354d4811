/** Looks at both arms, side by side. */
export type BothArms<L> = readonly [baseline: L, candidate: L]

/**
 * How many further looks are taken at each arm while what was found is found again: six that agree in all are no chance (half of the visitors see a
 * banner: one in two thousand), and what is left to chance is mostly gone after three.
 */
const FURTHER = [2, 3] as const

/**
 * Further looks where what a page shows comes and goes by itself: of many lines drawn by lot, one may well be there in six looks at one arm and in none of six
 * at the other (about one in a thousand each); in nine of each, one in fifty thousand.
 */
const WHERE_DRAWN_BY_LOT = 3

/**
 * What is found in a first look at each arm and in all further ones together.
 * @param look takes looks at both arms, side by side; `later` says for each how much longer the page is left alone first, ms, so that what turns by
 * itself is found at another point of its course
 * @param comesAndGoes whether looks at one arm differ among themselves
 */
export async function foundAgain<L>(
  look: (later: readonly number[]) => Promise<readonly BothArms<L>[]>,
  compare: (looks: readonly BothArms<L>[]) => Promise<readonly string[]>,
  comesAndGoes: (looksAtOneArm: readonly L[]) => boolean,
): Promise<readonly string[]> {
  const looks = [...(await look([0]))]
  let found = await compare(looks)
  const again = async (times: number) => {
    const before = looks.length
    looks.push(...(await look(Array.from({ length: times }, (_, i) => (before + i) * LATER))))
    found = await compare(looks)
  }
  for (const times of FURTHER) if (found.length > 0) await again(times)
  const isDrawnByLot = () => ([0, 1] as const).some(arm => comesAndGoes(looks.map(both => both[arm])))
  if (found.length > 0 && isDrawnByLot()) await again(WHERE_DRAWN_BY_LOT)
  return found
}

/** No whole part of the times at which pages like to turn their pictures, ms. */
const LATER = 730
