import { type InlineCode, mentions, readInlineCode } from '../../html/inline-code.js'
import { type PageScript, readPage, type ScriptedPage } from '../../html/page-scripts.js'
import { usesGlobal } from '../../html/uses-global.js'

export interface PlanOptions {
  readonly inlineCode: 'as-module' | 'keep-in-place'
  /** The text of a script of the site, or null for one that cannot be read. */
  textOf(src: string): Promise<string | null>
}

/** Which scripts of a page can wait, and what waits with them. */
export interface Deferral {
  readonly page: ScriptedPage
  /** In the order of the document. */
  readonly deferred: readonly PageScript[]
  /** Code in the page that needs them. */
  readonly modules: readonly PageScript[]
  /** Scripts that stay where they hold up the page, with why. */
  readonly kept: readonly { readonly subject: string; readonly reason: string }[]
}

const WRITES = /\bdocument\s*\.\s*write(ln)?\s*\(/

/** Where something has to run where it stands, everything before it that it may need has to as well. */
interface Barrier {
  readonly index: number
  readonly subject: string
  readonly reason: string
}

class Planner {
  readonly #page: ScriptedPage
  readonly #options: PlanOptions
  readonly #texts: ReadonlyMap<PageScript, string | null>
  readonly #inline: ReadonlyMap<PageScript, InlineCode | null>

  constructor(page: ScriptedPage, options: PlanOptions, texts: ReadonlyMap<PageScript, string | null>) {
    this.#page = page
    this.#options = options
    this.#texts = texts
    this.#inline = new Map(
      page.scripts.filter(({ kind }) => kind === 'inline').map(script => [script, readInlineCode(script.code)]),
    )
  }

  /** Names of a script in the page, as far as one before it could have made them. */
  #needs(script: PageScript, before: readonly PageScript[]): readonly string[] {
    const { needs } = this.#inline.get(script)!
    return needs.filter(name => before.some(one => mentions(this.#texts.get(one) ?? '', name)))
  }

  /** Why code in the page that needs what waits cannot wait as well, or null. */
  #cannotWait(script: PageScript): string | null {
    const { makes, notAsModule } = this.#inline.get(script)!
    if (this.#options.inlineCode === 'keep-in-place') return 'it is to stay where it is'
    if (notAsModule !== null) return notAsModule
    const others = [
      ...this.#page.handlers,
      ...this.#page.scripts.filter(one => one !== script).map(one => this.#texts.get(one) ?? one.code),
    ]
    const shared = makes.find(name => others.some(text => usesGlobal(text, name)))
    return shared === undefined ? null : `it makes ${shared}, which other code uses`
  }

  #barrierAt(index: number): Barrier | null {
    const script = this.#page.scripts[index]!
    const before = this.#page.scripts.slice(0, index).filter(({ kind }) => kind === 'blocking')
    if (script.kind === 'blocking') {
      const text = this.#texts.get(script) ?? null
      const subject = script.src ?? ''
      if (text === null)
        return { index, subject, reason: 'its text is not the site’s own: whether it can wait is not known' }
      return WRITES.test(text) ? { index, subject, reason: 'it writes into the page where it stands' } : null
    }
    if (script.kind !== 'inline') return null
    const subject = `the script in the page that begins with “${script.code.trim().slice(0, 40)}”`
    const code = this.#inline.get(script)
    if (!code) return { index, subject, reason: 'it cannot be read' }
    const needs = this.#needs(script, before)
    if (needs.length === 0) return null
    const reason = this.#cannotWait(script)
    return reason === null ? null : { index, subject, reason: `it needs ${needs.join(', ')} at once, and ${reason}` }
  }

  plan(): Deferral {
    const { scripts } = this.#page
    const barriers = scripts.flatMap((_, index) => this.#barrierAt(index) ?? [])
    const last = barriers.at(-1)
    const from = last === undefined ? 0 : last.index + 1
    const deferred = scripts.filter(({ kind }, index) => kind === 'blocking' && index >= from)
    const modules = scripts.filter(
      (script, index) =>
        script.kind === 'inline' &&
        index >= from &&
        this.#needs(
          script,
          deferred.filter(one => scripts.indexOf(one) < index),
        ).length > 0,
    )
    const kept = barriers.map(({ subject, reason }) => ({ subject, reason }))
    const [first] = scripts.filter(({ kind }) => kind === 'waiting')
    const later = first && deferred.find(script => scripts.indexOf(script) > scripts.indexOf(first))
    if (later === undefined) return { page: this.#page, deferred, modules, kept }
    // Of all that wait the order is that of the document: it would now run before what it may need.
    const reason = `it waits already, and ${later.src}, which runs before it now, would come after it`
    const subject = first!.src ?? 'a module in the page'
    return { page: this.#page, deferred: [], modules: [], kept: [...kept, { subject, reason }] }
  }
}

/**
 * Finds the scripts of a page that can wait until the page is there. What waits runs in the order of the document, after everything that
 * does not: so code that needs one of them has to wait too, and before what cannot wait nothing does.
 */
export const planDeferral = async (html: string, options: PlanOptions): Promise<Deferral> => {
  const page = readPage(html)
  const texts = new Map<PageScript, string | null>()
  for (const script of page.scripts) if (script.src !== null) texts.set(script, await options.textOf(script.src))
  return new Planner(page, options, texts).plan()
}
