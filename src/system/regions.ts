/** A connected set of tiles, as the box around it, in tiles. */
export interface Region {
  readonly tiles: number
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * The connected regions of marked tiles, largest first.
 * @param reach tiles no further apart than so many, in either direction, are connected (1: eight neighbours)
 */
export function regionsOf(marked: readonly boolean[], columns: number, reach = 1): Region[] {
  const seen = new Set<number>()
  const regions: Region[] = []
  for (let start = 0; start < marked.length; start++) {
    if (!marked[start] || seen.has(start)) continue
    const queue = [start]
    seen.add(start)
    let region: Region = { tiles: 0, left: columns, top: marked.length, right: 0, bottom: 0 }
    for (let tile = queue.pop(); tile !== undefined; tile = queue.pop()) {
      const [x, y] = [tile % columns, Math.floor(tile / columns)]
      region = {
        tiles: region.tiles + 1,
        left: Math.min(region.left, x),
        top: Math.min(region.top, y),
        right: Math.max(region.right, x),
        bottom: Math.max(region.bottom, y),
      }
      for (let dy = -reach; dy <= reach; dy++)
        for (let dx = -reach; dx <= reach; dx++) {
          const next = tile + dy * columns + dx
          if (x + dx < 0 || x + dx >= columns || !marked[next] || seen.has(next)) continue
          seen.add(next)
          queue.push(next)
        }
    }
    regions.push(region)
  }
  return regions.sort((a, b) => b.tiles - a.tiles)
}

/** The marked tiles and their neighbours. */
export function grow(marked: readonly boolean[], columns: number): boolean[] {
  return marked.map((_, tile) => {
    const x = tile % columns
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -1; dx <= 1; dx++)
        if (x + dx >= 0 && x + dx < columns && marked[tile + dy * columns + dx]) return true
    return false
  })
}
