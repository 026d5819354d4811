import { z } from 'zod'
import { parseUnicodeRange } from '../../fonts/unicode-range.js'

export type FontMeans = 'subset' | 'woff2' | 'self-host'

export interface FontFiles {
  /** `subset`: characters in use in a file of their own; `woff2`: other formats as WOFF 2; `self-host`: as `selfHost` says. */
  strategies: FontMeans[]
  /** Characters that come with the first file whether a page uses them or not, as CSS writes them: `U+100-17F, U+20BD`; '' for none. */
  keepCharacters: string
  /** Bytes that a font must save on a page that asks for it, at least. */
  minimumSaving: number
  /** Serve fonts of Google Fonts from the site, where a package with them is installed and its licence permits it. */
  selfHost: boolean
}

export interface FontFilesAutomation {
  detection: 'requested-fonts'
  /** `used-first`: fonts of pictograms are taken apart as others are, by the names that pages and scripts have; `left-alone`: they stay as they are. */
  iconFonts: 'used-first' | 'left-alone'
  /** Each part of a font is held against the whole: characters, measures, variations, and how the pages' text is drawn. */
  safety: 'drawn-alike'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'font-files': { configuration: FontFiles; automation: FontFilesAutomation }
  }
}

export const configurationSchema: z.ZodType<FontFiles> = z.strictObject({
  strategies: z.array(z.enum(['subset', 'woff2', 'self-host'])).min(1),
  keepCharacters: z.string().refine(text => text.trim() === '' || parseUnicodeRange(text) !== null, {
    message: 'not a list of characters as unicode-range takes it, such as U+100-17F, U+20BD',
  }),
  minimumSaving: z.number().int().min(0),
  selfHost: z.boolean(),
})

export const automationSchema: z.ZodType<FontFilesAutomation> = z.strictObject({
  detection: z.literal('requested-fonts'),
  iconFonts: z.enum(['used-first', 'left-alone']),
  safety: z.literal('drawn-alike'),
  validation: z.literal('performance-comparison'),
})
