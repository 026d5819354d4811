import type { ServedArm } from '../../serving/index.js'
import type { BrowserState } from './browser-state.js'
import { SignedOut } from './signed-out.js'

/** Who is signed in where: once for each instance of an arm, and once more where a session has ended. */
export class SignIns {
  readonly #states = new WeakMap<ServedArm, Promise<BrowserState>>()
  readonly #signIn: (served: ServedArm) => Promise<BrowserState>

  /** @param signIn signs in to an arm that has a login */
  constructor(signIn: (served: ServedArm) => Promise<BrowserState>) {
    this.#signIn = signIn
  }

  /** Looks at an arm as somebody who is signed in, where it has a login. @throws SignedOut where signing in again does not help */
  async use<R>(served: ServedArm, look: (state: BrowserState | null) => Promise<R>): Promise<R> {
    if (!served.login) return look(null)
    const state = this.#stateOf(served)
    try {
      return await look(await state)
    } catch (error) {
      if (!(error instanceof SignedOut) || !served.login.flow) throw error
      // Others may have noticed it too, and signed in again already.
      if (this.#states.get(served) === state) this.#states.delete(served)
      return look(await this.#stateOf(served))
    }
  }

  #stateOf(served: ServedArm): Promise<BrowserState> {
    const known = this.#states.get(served)
    if (known) return known
    const state = this.#signIn(served)
    this.#states.set(served, state)
    state.catch(() => this.#states.delete(served))
    return state
  }
}
