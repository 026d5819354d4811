import { declarationsOf, type FontFace } from '../fonts/font-faces.js'

/** What a face says of itself, by its last descriptor of a name, which is the one that counts. */
export const descriptor = ({ rule }: FontFace, name: string): string | undefined =>
  declarationsOf(rule)
    .findLast(({ prop }) => prop.toLowerCase() === name)
    ?.value.trim()
