import type { Member, ReadInstalled } from './package-members.js'

export const LODASH_WHOLE = 'node_modules/lodash/lodash.js'

/**
 * What only the whole has, or has together with what changes it: chains, mixins, other settings for templates. The numbers of `uniqueId` go on
 * from one use to the next, which holds where no one else has the whole.
 */
const OF_THE_WHOLE =
  /^(chain|mixin|noConflict|runInContext|templateSettings|template|tap|thru|VERSION|prototype|placeholder|default)$|^wrapper/

/** Version 4 of lodash has each of its functions in a file of that name (https://lodash.com/per-method-packages, "lodash/fp" apart). */
export const lodashMember = async (name: string, read: ReadInstalled): Promise<Member | null> => {
  if (OF_THE_WHOLE.test(name) || !/^[a-zA-Z]+$/.test(name)) return null
  const file = `node_modules/lodash/${name}.js`
  return /module\.exports = /.test(await read(file)) ? { file, imported: 'default', interop: false } : null
}
