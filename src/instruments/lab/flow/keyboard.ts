import type { Protocol } from 'puppeteer-core'
import { _keyDefinitions as KEYS, type KeyInput } from 'puppeteer-core/internal/common/USKeyboardLayout.js'
import type { Visit } from '../visit.js'

/** Bits of the keys that change what others do. */
const MODIFIERS: Readonly<Record<string, number>> = { Alt: 1, Control: 2, Meta: 4, Shift: 8 }
/** More than this is typed at once, as if it were pasted. */
const TYPED_BY_KEYS = 60

/** The keys of one visit, as they are held down. */
export class Keyboard {
  readonly #visit: Visit
  #modifiers = 0

  constructor(visit: Visit) {
    this.#visit = visit
  }

  async down(key: string): Promise<void> {
    const event = this.#event(key)
    this.#modifiers |= MODIFIERS[event.key ?? ''] ?? 0
    const type = event.text === undefined ? 'rawKeyDown' : 'keyDown'
    await this.#visit.session.send('Input.dispatchKeyEvent', { ...event, modifiers: this.#modifiers, type })
  }

  async up(key: string): Promise<void> {
    const { text: _, ...event } = this.#event(key)
    this.#modifiers &= ~(MODIFIERS[event.key ?? ''] ?? 0)
    await this.#visit.session.send('Input.dispatchKeyEvent', { ...event, modifiers: this.#modifiers, type: 'keyUp' })
  }

  /** Types a text key by key, where there are keys for it. */
  async type(text: string): Promise<void> {
    const byKeys = [...text].length <= TYPED_BY_KEYS
    if (!byKeys) return void (await this.#visit.session.send('Input.insertText', { text }))
    for (const character of text) {
      if (!(character in KEYS)) await this.#visit.session.send('Input.insertText', { text: character })
      else {
        await this.down(character)
        await this.up(character)
      }
    }
  }

  #event(key: string): Omit<Protocol.Input.DispatchKeyEventRequest, 'type'> {
    const definition = KEYS[key as KeyInput]
    if (!definition) throw new Error(`there is no key ${JSON.stringify(key)}`)
    const shifted = (this.#modifiers & MODIFIERS.Shift!) !== 0
    const name = (shifted ? definition.shiftKey : undefined) ?? definition.key ?? key
    const text = definition.text ?? (name.length === 1 ? name : undefined)
    const chord = (this.#modifiers & ~MODIFIERS.Shift!) !== 0
    return {
      key: name,
      code: definition.code ?? '',
      windowsVirtualKeyCode: definition.keyCode ?? 0,
      location: definition.location ?? 0,
      isKeypad: definition.location === 3,
      ...(text === undefined || chord ? {} : { text, unmodifiedText: text }),
    }
  }
}
