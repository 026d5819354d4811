import { isBare, type Shape } from './carrier.js'

/** The way from a value in to the address that it holds, from the outside in: names of fields, and `ELEMENT` for one of a list. */
export type Way = readonly string[]

export const ELEMENT = '[]'

export const wayOf = (shape: Shape): Way => [...shape].map(() => ELEMENT)

/** The same as a shape, where nothing but lists is on the way: such values are followed as addresses are. */
export const bareShape = (way: Way): Shape | null => {
  const shape = way.map(step => (step === ELEMENT ? 'a' : 'o')).join('')
  return isBare(shape) ? shape : null
}
