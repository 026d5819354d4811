import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { ActuatorContext } from '../../model/actuator.js'
import { decoded, withoutQuery } from '../../model/pathname.js'
import type { ImplementationType } from '../../model/strategy.js'

type Context = Pick<ActuatorContext<ImplementationType>, 'observation' | 'target' | 'baseline'>

/**
 * Where in the built target the file of an address may lie, the likeliest first. What a process serves under which path is its own to know: there it is
 * the file of the build's output with the longest path that the address ends with.
 */
const placesOf = ({ target, observation, baseline }: Context, path: string): readonly string[] => {
  const { serve, build } = target
  if (serve.kind === 'static') {
    const base = `${serve.base ?? ''}/`
    return path.startsWith(base) ? [join(baseline.root, serve.folder, path.slice(base.length))] : []
  }
  const output = join(baseline.root, build?.output ?? '.', observation.bundle?.outputPath ?? '.')
  const parts = path.split('/').slice(1)
  return parts.map((_, index) => join(output, ...parts.slice(index)))
}

/** The file that was sent for an address of this host; null where none of the built files could be told to be it. */
export const sentFile = async (context: Context, url: string): Promise<Buffer | null> => {
  for (const place of placesOf(context, posix.normalize(decoded(withoutQuery(url))))) {
    const content = await readFile(place).catch(() => null)
    if (content !== null) return content
  }
  return null
}
