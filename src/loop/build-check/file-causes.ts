import type { GrowthKind } from '../../model/check.js'
import { matchFiles } from './match-files.js'
import type { CauseDraft } from './module-causes.js'
import type { OutputFile } from './read-output.js'

type Files = readonly OutputFile[]

const NOTHING = { size: 0, gzip: 0 }

function fileDraft(kind: GrowthKind, file: OutputFile, was: OutputFile | null, is: OutputFile | null): CauseDraft {
  return {
    kind,
    where: 'files',
    entries: [],
    subject: file.path,
    isPackage: false,
    versions: { before: [], after: [] },
    bytes: (is ?? NOTHING).size - (was ?? NOTHING).size,
    gzip: (is ?? NOTHING).gzip - (was ?? NOTHING).gzip,
    size: (is ?? NOTHING).size,
    importedBy: [],
    through: null,
    wasDynamic: false,
    isElsewhere: false,
    brings: [],
    leads: [],
  }
}

/** By which files an output differs from that of the base, as far as no bundler tells it module by module. */
export function fileCauses(before: Files, after: Files): CauseDraft[] {
  const matched = matchFiles(before, after)
  const known = new Set(matched.values())
  return [
    ...after.flatMap(file => {
      const was = matched.get(file)
      if (was === undefined) return fileDraft('new-file', file, null, file)
      if (was.size === file.size) return []
      return fileDraft(was.size < file.size ? 'larger-file' : 'smaller', file, was, file)
    }),
    ...before.filter(file => !known.has(file)).map(file => fileDraft('gone', file, file, null)),
  ]
}
