import type { WorkPicture } from '../plan/encode-pictures.js'

/** A place in a source file that names a picture. */
export interface Site {
  readonly file: string
  /** Of the reference, without quotes. */
  readonly start: number
  readonly end: number
  readonly reference: string
  readonly work: WorkPicture
  /** `module`: a bundler resolves it; `address`: a browser asks for what stands there. */
  readonly kind: 'module' | 'address'
  /** A module names it by `new URL(…, import.meta.url)`. */
  readonly byAddress?: true
  /** Other pixels could change what is seen. */
  readonly natural: boolean
  /** It asks for the picture ahead of what shows it, and goes where that goes. */
  readonly preload?: true
  /** Why another name may not stand there; null where it may. */
  readonly refused: string | null
}
