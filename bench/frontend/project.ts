import type { Lab } from '../../src/instruments/lab/index.js'
import type { TargetSystem } from '../../src/model/target.js'
import type { BenchOptions } from '../row.js'
import type { Bundler } from './peers/recipes.js'

/** What lending a project takes. */
export interface LendOptions extends Pick<BenchOptions, 'signal' | 'progress' | 'data'> {
  readonly lab: Lab
}

/** A project as it is lent: a git repository of its own, installed. */
export interface LentProject {
  /** Its pages are those that are timed, and that a session is told of. */
  readonly target: TargetSystem
  /** True: a session finds out by itself what is to be known of it. */
  readonly detected: boolean
  readonly bundler: Bundler
  /** Folder of the settings that its bundler's documentation recommends; null: there are none. */
  readonly bestPractice: string | null
  /** Paths that a visit opens, in this order. */
  readonly visit: readonly string[]
}

/** A project on which the arms are compared. */
export interface FrontendProject {
  readonly name: string
  /**
   * Lends it.
   * @param folder kept from an interrupted run, or empty: what is there of the project is taken as it is
   */
  with<R>(folder: string, options: LendOptions, work: (lent: LentProject) => Promise<R>): Promise<R>
}
