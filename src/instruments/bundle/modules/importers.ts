export interface Importer {
  readonly path: string
  readonly dynamic: boolean
}

/** One module that imports another, as the bundler names it. */
export interface Link {
  readonly importer: string
  readonly dynamic: boolean
}

/**
 * For each module (by path) those that import it; a module that is imported both ways by one other counts as static. What is no file (the
 * bundler's helpers, a `require` with a computed name) is passed through: what it imports is imported by those that import it.
 *
 * @param links module → who imports it, by the bundler's names
 * @param pathOf the path of a name, or null for what is no file
 */
export const importersByPath = (
  links: ReadonlyMap<string, readonly Link[]>,
  pathOf: (name: string) => string | null,
): Map<string, readonly Importer[]> => {
  const files = (name: string, entered: ReadonlySet<string>): readonly Importer[] =>
    (links.get(name) ?? []).flatMap(({ importer, dynamic }) => {
      const path = pathOf(importer)
      if (path !== null) return [{ path, dynamic }]
      if (entered.has(importer)) return []
      const above = files(importer, new Set([...entered, importer]))
      return above.map(one => ({ path: one.path, dynamic: dynamic || one.dynamic }))
    })
  const importers = new Map<string, Map<string, boolean>>()
  for (const name of links.keys()) {
    const path = pathOf(name)
    if (path === null) continue
    const known = importers.get(path) ?? new Map<string, boolean>()
    importers.set(path, known)
    for (const importer of files(name, new Set([name]))) {
      if (importer.path !== path) known.set(importer.path, importer.dynamic && (known.get(importer.path) ?? true))
    }
  }
  return new Map(
    [...importers].map(([path, known]) => [
      path,
      [...known].map(([importer, dynamic]) => ({ path: importer, dynamic })),
    ]),
  )
}
