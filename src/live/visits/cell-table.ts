import { addValue, type Cell, type CellKey, emptyCell } from './cells.js'
import type { VisitSeriesName } from './measures.js'
import type { Observation } from './observe-report.js'

/** The width of the finest cells, ms. */
export const MINUTE = 60_000

/** Where views of further pages go once a site has shown that many. */
export const OTHER_PAGES = '(other)'
/** Causes that are told apart of a series on a page in a minute; further ones are counted as others. */
const MOST_CAUSES = 20
export const OTHER_CAUSES = '(other)'

export interface TableCell extends CellKey {
  /** The start of its minute, ms since 1970. */
  readonly at: number
  readonly cell: Cell
}

export interface CauseCount {
  readonly at: number
  readonly page: string
  readonly arm: string
  readonly series: VisitSeriesName
  readonly cause: string
  /** Views that told it, and the sum of their values. */
  count: number
  sum: number
}

/** Pages that are told apart. */
const MOST_PAGES = 500
/** Cells that are told apart; views that would need more are of other pages. */
const MOST_CELLS = 50_000

/** Which pages are told apart, across tables: the first that came. */
export class KnownPages {
  readonly #names = new Set<string>()
  readonly #most: number

  constructor(most = MOST_PAGES) {
    this.#most = most
  }

  nameOf(page: string): string {
    if (this.#names.has(page)) return page
    if (this.#names.size >= this.#most) return OTHER_PAGES
    this.#names.add(page)
    return page
  }
}

/** Views of some time, folded: its size goes by what is told apart, not by how many came. */
export class CellTable {
  readonly #cells = new Map<string, TableCell>()
  readonly #causes = new Map<string, CauseCount>()
  readonly #causesOf = new Map<string, number>()
  readonly #pages: KnownPages
  readonly #most: number

  constructor(pages: KnownPages = new KnownPages(), mostCells = MOST_CELLS) {
    this.#pages = pages
    this.#most = mostCells
  }

  get cells(): readonly TableCell[] {
    return [...this.#cells.values()]
  }

  get causes(): readonly CauseCount[] {
    return [...this.#causes.values()]
  }

  add(observation: Observation): void {
    const at = Math.floor(observation.at / MINUTE) * MINUTE
    const page = this.#cells.size >= this.#most ? OTHER_PAGES : this.#pages.nameOf(observation.page)
    for (const [series, value] of Object.entries(observation.values) as [VisitSeriesName, number][]) {
      addValue(this.#cell(observation, page, at, series), series, value, observation.isEntry)
    }
    for (const [series, cause, value] of observation.causes) this.#addCause(observation, page, at, series, cause, value)
  }

  #cell({ arm, device, connection }: Observation, page: string, at: number, series: VisitSeriesName): Cell {
    const key = `${at}\n${page}\n${arm}\n${device}\n${connection}\n${series}`
    const known = this.#cells.get(key)
    if (known) return known.cell
    const cell = emptyCell(series)
    this.#cells.set(key, { at, page, arm, device, connection, series, cell })
    return cell
  }

  #addCause({ arm }: Observation, page: string, at: number, series: VisitSeriesName, cause: string, value: number) {
    const owner = `${at}\n${page}\n${arm}\n${series}`
    let known = this.#causes.get(`${owner}\n${cause}`)
    if (!known) {
      const told = this.#causesOf.get(owner) ?? 0
      const name = told < MOST_CAUSES ? cause : OTHER_CAUSES
      known = this.#causes.get(`${owner}\n${name}`)
      if (!known) {
        known = { at, page, arm, series, cause: name, count: 0, sum: 0 }
        this.#causes.set(`${owner}\n${name}`, known)
        this.#causesOf.set(owner, told + 1)
      }
    }
    known.count++
    known.sum += value
  }
}
