import { InstalledFiles } from '../build-config/installed-files.js'
import { extendsPrototypes, globalsSet, waitsForDocument } from './text-hazards.js'

/** What installed packages do that has a say in whether they can be loaded later. */
export class InstalledPackages extends InstalledFiles {
  /** Why a module of a package cannot be loaded later, or null. */
  async hazardOf(path: string): Promise<string | null> {
    const text = await this.text(path)
    if (waitsForDocument(text)) return `${path} waits for the document to load, which is over when it is loaded later`
    if (extendsPrototypes(text)) return `${path} extends built-in prototypes, which other code may rely on`
    if (/(require\(|import\s+)['"][^'"]+\.css['"]/.test(text)) {
      return `${path} brings a style sheet of its own, whose place in the cascade would change`
    }
    return null
  }

  /** Names that a module of a package puts on the global object. */
  async globalsOf(path: string): Promise<readonly string[]> {
    return globalsSet(await this.text(path))
  }
}
