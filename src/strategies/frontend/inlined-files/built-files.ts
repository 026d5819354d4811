import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ActuatorContext } from '../../../model/actuator.js'
import type { PageObservation, RequestRecord } from '../../../model/observation.js'
import { decoded, withoutQuery } from '../../../model/pathname.js'
import { type InlinedFile, inlinedFiles } from './data-urls.js'

/** A file of the output, with what stands in it. */
export interface BuiltFile {
  /** Relative to the folder in which it was found. */
  readonly path: string
  readonly text: string
  readonly inlined: readonly InlinedFile[]
}

/** What a page loads of the output: a request, and the file that answers it. */
export interface LoadedFile {
  readonly request: RequestRecord
  readonly file: BuiltFile
}

type Context = Pick<ActuatorContext<'inlined-files'>, 'target' | 'baseline' | 'observation'>

const KINDS: ReadonlySet<RequestRecord['kind']> = new Set(['document', 'stylesheet', 'script'])

/** Names under which a file may lie in the output: pages are served under other names than their own, and a host may have the output below a path. */
const namesOf = ({ url, kind }: RequestRecord): readonly string[] => {
  const path = decoded(withoutQuery(url)).slice(1)
  if (kind === 'document')
    return [path, join(path, 'index.html'), `${path}.html`].filter(name => name.endsWith('.html'))
  const parts = path.split('/')
  return parts.map((_, index) => parts.slice(index).join('/'))
}

/** Reads what measured pages load of a target's output; each file once. */
export class BuiltFiles {
  readonly #folders: readonly string[]
  readonly #files = new Map<string, Promise<BuiltFile | null>>()

  constructor({ target, baseline, observation }: Context) {
    const output = join(baseline.root, target.build?.output ?? '.')
    const served = target.serve.kind === 'static' ? [join(baseline.root, target.serve.folder)] : []
    this.#folders = [...new Set([...served, output, join(output, observation.bundle?.outputPath ?? '.')])]
  }

  /** What a page's first load asks for, or its survey where none was timed: each file once. */
  async loadedBy({ loads, survey }: PageObservation): Promise<readonly LoadedFile[]> {
    const requests = loads.find(({ view }) => view === 'first')?.requests ?? survey.requests
    const found = new Map<BuiltFile, LoadedFile>()
    for (const request of requests) {
      if (!KINDS.has(request.kind) || !request.url.startsWith('/')) continue
      const file = await this.#fileOf(request)
      if (file !== null && !found.has(file)) found.set(file, { request, file })
    }
    return [...found.values()]
  }

  async #fileOf(request: RequestRecord): Promise<BuiltFile | null> {
    for (const name of namesOf(request)) {
      for (const folder of this.#folders) {
        const file = await this.#read(folder, name)
        if (file !== null) return file
      }
    }
    return null
  }

  #read(folder: string, path: string): Promise<BuiltFile | null> {
    const place = join(folder, path)
    const known =
      this.#files.get(place) ??
      readFile(place, 'utf8').then(
        text => ({ path, text, inlined: inlinedFiles(text) }),
        () => null,
      )
    this.#files.set(place, known)
    return known
  }
}
