import type { Binding } from '@babel/traverse'
import type { Step } from './carrier.js'
import type { Program } from './program.js'

/** What one look at an object's surroundings says; `lost`: it goes somewhere unknown. */
export type Found = Step | { readonly kind: 'lost' }

export const LOST: readonly Found[] = [{ kind: 'lost' }]

/** Following one object through the project. */
export interface Walk {
  readonly program: Program
  /** Names that were looked at, with what they held. */
  readonly seen: Map<Binding, Set<string>>
  names: number
}
