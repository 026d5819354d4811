import { randomInt } from 'node:crypto'

/** A seed for random choices where nobody gave one, to be put on record. */
export const drawnSeed = (): number => randomInt(2 ** 31)
