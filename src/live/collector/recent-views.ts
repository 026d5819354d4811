/** What tells a report from all others. */
export const reportKey = (view: string, part: number): string => `${part} ${view}`

/** Reports that came lately, each known once: in two generations, so that the memory is bounded and the newest are never forgotten first. */
export class RecentViews {
  #young = new Set<string>()
  #old = new Set<string>()
  readonly #most: number

  /** @param most reports of a generation; at least that many of the latest are known */
  constructor(most = 50_000) {
    this.#most = most
  }

  has(view: string, part: number): boolean {
    const key = reportKey(view, part)
    return this.#young.has(key) || this.#old.has(key)
  }

  add(view: string, part: number): void {
    if (this.#young.size >= this.#most) {
      this.#old = this.#young
      this.#young = new Set()
    }
    this.#young.add(reportKey(view, part))
  }
}
