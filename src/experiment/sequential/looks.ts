/** The fewest blocks after which anything noisy may be concluded. */
export const FIRST_LOOK = 4

/** A look at the data. There is one after each block from the first look on; what it costs is in the boundary. */
export interface Look {
  /** Valid blocks so far; the data of the look. */
  readonly blocks: number
  /** The most blocks that the experiment may have, fixed before its first: the boundary is made for it. */
  readonly maxBlocks: number
}

/** @returns null where no look is allowed yet */
export const lookAt = (blocks: number, maxBlocks: number): Look | null =>
  blocks < FIRST_LOOK ? null : { blocks, maxBlocks }

/** The looks before one, the first first. */
export const looksBefore = ({ blocks, maxBlocks }: Look): readonly Look[] =>
  Array.from({ length: Math.max(0, blocks - FIRST_LOOK) }, (_, i) => ({ blocks: FIRST_LOOK + i, maxBlocks }))

/** So many of the next looks are told one by one, of later ones those that are a tenth further on. */
const ONE_BY_ONE = 8

/** Looks still to come after `blocks` blocks, the next and the last among them: enough of them to tell what may yet come. */
export const looksAfter = (blocks: number, maxBlocks: number): readonly Look[] => {
  const first = Math.max(blocks + 1, FIRST_LOOK)
  const looks: Look[] = []
  for (let at = first; at <= maxBlocks; ) {
    looks.push({ blocks: at, maxBlocks })
    const next = at < first + ONE_BY_ONE ? at + 1 : Math.ceil(1.1 * at)
    at = at < maxBlocks ? Math.min(next, maxBlocks) : next
  }
  return looks
}

/** What happens now and then is looked at after so many blocks only: such things are seen late, and early looks would spend for nothing. */
const RARE = [8, 12, 17, 22]

/**
 * The share of the error that a look may spend on what happens now and then, in proportion to its blocks; all looks together have 1.
 * @param isLast whether there is no look after it: then it spends what the next one would
 */
export function rareShare({ blocks, maxBlocks }: Look, isLast: boolean): number {
  const looks = [...RARE.filter(at => at < maxBlocks), maxBlocks]
  const total = looks.reduce((sum, at) => sum + at, 0)
  const own = isLast ? looks.find(at => at >= blocks) : looks.find(at => at === blocks)
  return (own ?? 0) / total
}
