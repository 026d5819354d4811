import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { sha256 } from '../../system/hash.js'

/**
 * What visitors' systems show where a page brings no font, or until its own has come, in fonts that are free and exactly as wide: those of Windows, macOS and iOS. What a machine happens to
 * have is often wider by a fifth, or nothing at all.
 */
const STAND_INS: Readonly<Record<string, { readonly package: string; readonly for: readonly string[] }>> = {
  Arimo: { package: '@expo-google-fonts/arimo', for: ['Arial', 'Helvetica', 'sans-serif', 'sans', 'system-ui'] },
  Tinos: { package: '@expo-google-fonts/tinos', for: ['Times New Roman', 'Times', 'serif'] },
  Cousine: { package: '@expo-google-fonts/cousine', for: ['Courier New', 'Courier', 'monospace'] },
}

/** For the characters that these lack: other scripts, and pictograms. */
const OF_THE_SYSTEM = ['/usr/share/fonts', '/usr/local/share/fonts']

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const inPlaceOf = (family: string, standIn: string): string =>
  `  <match target="pattern"><test name="family"><string>${family}</string></test><edit name="family" mode="assign" binding="strong"><string>${standIn}</string></edit></match>`

const configuration = (folders: readonly string[], cache: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.map(folder => `  <dir>${escaped(folder)}</dir>`).join('\n')}
  <cachedir>${escaped(cache)}</cachedir>
${Object.entries(STAND_INS)
  .flatMap(([standIn, { for: families }]) => families.map(family => inPlaceOf(family, standIn)))
  .join('\n')}
</fontconfig>
`

/**
 * Writes, once, by which fonts a browser shows text.
 * @param home a folder of ours, which holds it and what is known of the fonts
 * @returns the file, as `FONTCONFIG_FILE` names it
 */
export const labFonts = async (home: string): Promise<string> => {
  const require = createRequire(import.meta.url)
  const own = Object.values(STAND_INS).map(one => dirname(require.resolve(one.package)))
  const text = configuration([...own, ...OF_THE_SYSTEM], join(home, 'cache'))
  const file = join(home, `${sha256(text).slice(0, 16)}.conf`)
  if (existsSync(file)) return file
  await mkdir(home, { recursive: true, mode: 0o700 })
  const unfinished = `${file}.${process.pid}`
  await writeFile(unfinished, text)
  await rename(unfinished, file)
  return file
}
