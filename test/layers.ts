/**
 * The rule of the layers, lowest first. A file may import from its own folder and from folders of lower layers; folders of one layer don't
 * know each other, but for the arrows in `ALLOWED_WITHIN_A_LAYER`. `docs/architecture.md` points here.
 */
export const LAYERS: readonly (readonly string[])[] = [
  ['model'],
  ['system'],
  [
    'change',
    'experiment',
    'governance',
    'instruments',
    'learning',
    'report',
    'services',
    'store',
    'strategies',
    'target',
  ],
  ['frameworks'],
  ['loop'],
  ['history'],
  ['orchestrator'],
  ['live'],
  ['cli'],
  ['index', 'demo'],
]

export interface Arrow {
  readonly from: string
  /** A folder, or a folder within one. */
  readonly to: string
  /** Folders in it that stay closed. */
  readonly except?: readonly string[]
  readonly why: string
}

export const ALLOWED_WITHIN_A_LAYER: readonly Arrow[] = [
  { from: 'experiment', to: 'instruments', why: 'arms are compared by what instruments measure' },
  {
    from: 'strategies',
    to: 'instruments',
    except: ['instruments/lab', 'instruments/serving'],
    why: 'proposals read, encode and score as measurements do; the browser and the arms that it loads belong to the lab',
  },
  { from: 'target', to: 'services', why: 'the configuration file says what detection need not guess' },
]

/** An import from one source file to another; paths below `src`, without extension. */
export interface Import {
  readonly from: string
  readonly to: string
}

/** The top-level folder (or file) that a path belongs to. */
export const folderOf = (path: string): string => path.split('/')[0]!

/** `strategies/frontend/code-splitting` of a file in a strategy's own folder, else undefined. */
const strategyOf = (path: string): string | undefined => /^strategies\/[^/]+\/[^/]+(?=\/)/.exec(path)?.[0]

const layerOf = (folder: string): number => LAYERS.findIndex(folders => folders.includes(folder))

/** @returns what is wrong with an import, as a sentence; undefined where it keeps the rule. */
export function violation({ from, to }: Import): string | undefined {
  const [importer, imported] = [folderOf(from), folderOf(to)]
  const arrow = `src/${from} imports src/${to}`
  const [own, other] = [strategyOf(from), strategyOf(to)]
  if (own !== undefined && other !== undefined && own !== other) return `${arrow}: strategies don't know each other.`
  if (importer === imported) return undefined
  const [above, below] = [layerOf(importer), layerOf(imported)]
  if (above < 0 || below < 0) return `${arrow}: ${above < 0 ? importer : imported} has no layer (test/layers.ts).`
  if (below < above) return undefined
  const within = (folder: string) => to === folder || to.startsWith(`${folder}/`)
  const allowed = ALLOWED_WITHIN_A_LAYER.some(
    rule => below === above && rule.from === importer && within(rule.to) && !rule.except?.some(within),
  )
  return allowed ? undefined : `${arrow}: ${imported} is not below ${importer}.`
}

/** @returns a cycle between top-level folders, as the folders along it; undefined where there is none. */
export function folderCycle(imports: readonly Import[]): readonly string[] | undefined {
  const next = new Map<string, Set<string>>()
  for (const { from, to } of imports) {
    const [a, b] = [folderOf(from), folderOf(to)]
    if (a !== b) next.set(a, (next.get(a) ?? new Set()).add(b))
  }
  const done = new Set<string>()
  const search = (folder: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(folder)) return [...path.slice(path.indexOf(folder)), folder]
    if (done.has(folder)) return undefined
    for (const other of next.get(folder) ?? []) {
      const cycle = search(other, [...path, folder])
      if (cycle) return cycle
    }
    done.add(folder)
    return undefined
  }
  for (const folder of next.keys()) {
    const cycle = search(folder, [])
    if (cycle) return cycle
  }
  return undefined
}
