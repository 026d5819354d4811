import MagicString from 'magic-string'
import type { FontFace } from '../../fonts/font-faces.js'
import { setDescriptor } from '../../fonts/set-descriptor.js'

/** The sheet with `font-display` in these rules; everything else stays as it is. */
export const withDisplay = (text: string, faces: readonly FontFace[], display: string): string => {
  const edited = new MagicString(text)
  for (const { rule } of faces) setDescriptor(edited, rule, 'font-display', display)
  return edited.toString()
}
