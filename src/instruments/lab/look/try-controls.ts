import type { PageState } from '../../../model/page-look.js'
import { Keyboard } from '../flow/keyboard.js'
import { point, press } from '../flow/pointer.js'
import { Rest } from '../flow/rest.js'
import { type Control, chooseNext, focusControl, listControls, whereToPress } from '../page/controls.js'
import { currentPlace } from '../page/flow-state.js'
import { holdStill } from '../page/scroll.js'
import type { Visit } from '../visit.js'
import { chooseControls, chooseLinks, chooseToPointAt } from './choose-controls.js'
import type { Gate } from './gate.js'
import type { LookOptions } from './look-options.js'
import { StateReader } from './read-state.js'

/** When a page counts as at rest after something was tried, ms. */
const PATIENCE = { quiet: 150, longest: 1_000 } as const
const LOADED = 300
/** Controls that are tried on a page. On a phone fewer: most of them are those that a wide screen has. */
const MOST = { wide: 10, phone: 6 } as const
/** What a control has opened is tried as well: so many things of it. */
const MOST_OPENED = 2

/**
 * Tries what a page offers: what stands in its navigation by pointing at it; each control by a click or tap, and what that opened; all of them once
 * more, by keyboard (phones have none); and two links, with the way back. Nothing is tried that sends a form, or whose label or address says that it does something.
 */
export const tryControls = async (visit: Visit, path: string, { gate, later }: LookOptions): Promise<PageState[]> => {
  const trial = new Trial(visit, path, gate)
  await trial.load()
  await visit.rest(later)
  const all = await visit.evaluate(listControls)
  const isPhone = visit.profile.viewport.mobile
  const controls = chooseControls(all, isPhone ? MOST.phone : MOST.wide)
  // A finger cannot point at anything.
  if (!isPhone) for (const control of chooseToPointAt(all)) await trial.pointAt(control)
  for (const control of controls) await trial.press(control)
  if (!isPhone) for (const control of controls) await trial.pressByKey(control)
  for (const link of chooseLinks(all)) await trial.follow(link)
  return trial.states
}

class Trial {
  readonly states: PageState[] = []
  readonly #visit: Visit
  readonly #path: string
  readonly #gate: Gate
  readonly #reader: StateReader
  readonly #keyboard: Keyboard
  readonly #rest: Rest
  /** Where the page is that is tried: it may lead on to another address. */
  #home = ''
  /** What was last read, to know whether anything has changed. */
  #last = ''

  constructor(visit: Visit, path: string, gate: Gate) {
    this.#visit = visit
    this.#path = path
    this.#gate = gate
    this.#reader = new StateReader(visit)
    this.#keyboard = new Keyboard(visit)
    this.#rest = new Rest(visit, PATIENCE)
  }

  /** The page as it is when nobody has touched it. */
  async load(): Promise<void> {
    this.#gate.open()
    this.#visit.goOn()
    await this.#visit.go(this.#path)
    await this.#visit.untilOver(LOADED)
    this.#gate.close()
    this.#home = await this.#visit.evaluate(currentPlace)
    await this.#visit.evaluate(holdStill)
    await this.#visit.evaluate(listControls)
    this.#reader.forget()
  }

  /** What opens when the mouse comes by. */
  async pointAt(control: Control): Promise<void> {
    const after = `pointing at “${control.label}”`
    this.#begin()
    const where = await this.#visit.evaluate(whereToPress, control.key)
    if (typeof where === 'string')
      return this.#note(after, where === 'gone' ? 'it is not there any more' : 'something lies over it')
    await point(this.#visit, where)
    await this.#read(after)
    await point(this.#visit, { x: 0, y: 0 })
  }

  async press(control: Control): Promise<void> {
    const known = new Set((await this.#visit.evaluate(listControls)).map(({ key }) => key))
    const name = control.kind === 'choose' ? `another choice of “${control.label}”` : `a click on “${control.label}”`
    if (!(await this.#act(control, name))) return
    const opened = chooseControls(
      (await this.#listed()).filter(({ key }) => !known.has(key)),
      Number.POSITIVE_INFINITY,
    )
    // The last of what has opened is often what closes it again.
    for (const inner of [...new Set([opened.at(-1), opened[0]])].slice(0, MOST_OPENED))
      if (inner !== undefined) await this.#act(inner, `${name}, then on “${inner.label}”`)
  }

  /** By Enter, or what else a key does there. */
  async pressByKey(control: Control): Promise<void> {
    if (control.kind === 'choose')
      return void (await this.#act(control, `another choice of “${control.label}”, once more`))
    const after = `Enter on “${control.label}”, once everything was tried`
    this.#begin()
    if ((await this.#ready(control)) === 'gone') return this.#note(after, 'it is not there any more')
    if (!(await this.#visit.evaluate(focusControl, control.key))) return this.#note(after, 'it takes no focus')
    const key = /checkbox|radio|switch/.test(control.sort) ? 'Space' : 'Enter'
    await this.#keyboard.down(key)
    await this.#keyboard.up(key)
    await this.#read(after)
  }

  /** Where a link leads by a click, and where the way back leads. */
  async follow(link: Control): Promise<void> {
    await this.load()
    const name = `a click on the link “${link.label}”`
    if (!(await this.#act(link, name))) return
    this.#begin()
    const { currentIndex, entries } = await this.#visit.session.send('Page.getNavigationHistory')
    const before = entries[currentIndex - 1]
    if (!before?.url.startsWith(`${this.#visit.origin}/`))
      return this.#note(`${name}, and back`, 'the way back leads out of the site')
    await this.#visit.session.send('Page.navigateToHistoryEntry', { entryId: before.id })
    await this.#read(`${name}, and back`)
  }

  /** @returns whether it could be tried, and left the page where it was */
  async #act(control: Control, after: string): Promise<boolean> {
    this.#begin()
    const where = await this.#ready(control)
    if (typeof where === 'string') {
      this.#note(after, where === 'gone' ? 'it is not there any more' : 'something lies over it')
      return false
    }
    if (control.kind === 'choose') await this.#visit.evaluate(chooseNext, control.key)
    else await press(this.#visit, where)
    await this.#read(after)
    if (control.kind === 'link') return true
    const stayed = (await this.#visit.evaluate(currentPlace)) === this.#home
    if (!stayed) await this.load()
    return stayed
  }

  #begin(): void {
    this.#visit.goOn()
    this.#reader.forget()
  }

  /** Where a control can be pressed. What lies over it is closed by Escape, or by loading the page again, as a visitor would. */
  async #ready(control: Control): Promise<{ x: number; y: number } | 'gone' | 'covered'> {
    const first = await this.#visit.evaluate(whereToPress, control.key)
    if (typeof first !== 'string') return first
    await this.#keyboard.down('Escape')
    await this.#keyboard.up('Escape')
    await this.#rest.settle()
    const second = await this.#visit.evaluate(whereToPress, control.key)
    if (typeof second !== 'string') return second
    await this.load()
    return this.#visit.evaluate(whereToPress, control.key)
  }

  async #listed(): Promise<readonly Control[]> {
    return this.#visit.evaluate(listControls)
  }

  async #read(after: string): Promise<void> {
    await this.#rest.settle()
    const state = await this.#reader.read(after, { step: ['taken'] })
    const now = JSON.stringify([state.lines.text, state.lines.tree])
    // What has not changed looks as it did.
    const isNew = now !== this.#last
    this.#last = now
    if (!isNew) return void this.states.push(state)
    await this.#visit.evaluate(holdStill)
    this.states.push({ ...state, ...(await this.#reader.photograph('window')) })
  }

  #note(after: string, step: string): void {
    this.states.push({ after, lines: { step: [step] } })
  }
}
