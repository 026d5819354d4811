import type { Binding, NodePath } from '@babel/traverse'
import type * as t from '@babel/types'

/**
 * What holds an address, from the outside in: `a` a list, `o` an object, `f` a function that gives it; '' is the address itself. `ao` is a list of
 * objects in which it is.
 */
export type Shape = string

/** Where a value that holds an address is kept, so that it may be read elsewhere. */
export type Carrier =
  | { readonly kind: 'binding'; readonly binding: Binding; readonly shape: Shape }
  /** Every property of this name, of whatever object: props of components, fields of data. */
  | { readonly kind: 'property'; readonly name: string; readonly shape: Shape }
  /** One field, or one prop, that is given this value: it is read where its own object goes. */
  | { readonly kind: 'held'; readonly value: NodePath<t.Node>; readonly name: string; readonly shape: Shape }
  /** What a module (its path) exports under this name. */
  | { readonly kind: 'export'; readonly module: string; readonly name: string; readonly shape: Shape }

/**
 * What becomes of a value, as far as one look at its surroundings says: where it is kept, that an `<img>` shows it as it is, or why it goes where
 * more than showing it may be done.
 */
export type Step =
  | Carrier
  | { readonly kind: 'shown'; readonly value: NodePath<t.Node> }
  | { readonly kind: 'refused'; readonly reason: string }

/** A reason says where it was found. */
export const inFile =
  (file: string) =>
  (step: Step): Step =>
    step.kind === 'refused' ? { ...step, reason: `${step.reason} (${file})` } : step

export const refuse = (reason: string): readonly Step[] => [{ kind: 'refused', reason }]
/** It goes no further. */
export const NOWHERE: readonly Step[] = []

/** Deeper nesting than this is not followed: what lies in it is found by its property's name. */
const DEEPEST = 4

export const within = (holder: 'a' | 'o' | 'f', shape: Shape): Shape | null =>
  shape.length >= DEEPEST ? null : holder + shape

/** Whether it is the address or nothing but lists of them: what takes it takes the address. Fields of objects are followed by name. */
export const isBare = (shape: Shape): boolean => /^a*$/.test(shape)
