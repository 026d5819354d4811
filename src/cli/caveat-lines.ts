import { printable } from '../report/printable.js'
import type { Colors } from './terminal.js'
import { wrapped } from './wrapped.js'

/** What has to be known of the figures beside it, a mark before each. @param width columns of the terminal */
export const caveatLines = (caveats: readonly string[], colors: Colors, width: number): string =>
  caveats
    .flatMap(text => wrapped(printable(text), { width, first: `  ${colors.yellow('!')} `, rest: '    ' }))
    .join('\n')
