import type { Refusal } from '../../../model/actuator.js'
import type { PageObservation } from '../../../model/observation.js'
import type { PageTarget } from '../../../model/target.js'
import type { Place } from './edit-page.js'
import type { FirstPicture } from './first-picture.js'
import type { LateModule } from './late-modules.js'
import type { LateOrigin } from './late-origins.js'
import type { NextPage } from './next-pages.js'

export const KINDS = ['modules', 'picture', 'connections', 'next-pages'] as const
export type Kind = (typeof KINDS)[number]

/** What one HTML file of the project could say to browsers, and why it does not say more. */
export interface FilePlan {
  readonly file: string
  readonly pages: readonly [PageTarget, ...PageTarget[]]
  readonly views: readonly PageObservation[]
  readonly modules: readonly LateModule[]
  readonly picture: FirstPicture | null
  /** The lab reaches them. */
  readonly connections: readonly LateOrigin[]
  readonly next: readonly NextPage[]
  /** What is written for each of them. */
  readonly tags: Readonly<Partial<Record<Kind, readonly string[]>>>
  /** Tags that only live visits could judge, with what they are for. */
  readonly advice: readonly { readonly message: string }[]
  readonly refusals: readonly Refusal[]
}

export const PLACES: Readonly<Record<Exclude<Kind, 'picture'>, Place>> = {
  modules: 'modules',
  connections: 'first',
  'next-pages': 'end',
}
