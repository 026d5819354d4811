import { valuesIn } from '../../../build-config/configuration-object.js'
import { isFunction, type Limits, NO_LIMITS, numberOf, refused, together } from './limit.js'
import { inScript, type Script } from './scripts.js'

/** Bytes below which Vite puts files into the code by itself. */
const DEFAULT = 4096
const KEY = 'assetsInlineLimit'

const everyEnding = (): boolean => true

/** What Vite's configuration says of files in the code. */
export const viteLimits = (path: string, text: string): Limits => {
  if (/singlefile/i.test(text))
    return refused(path, 'makes one file of a page and all that it loads, which is meant to stand alone')
  const inBuild = (within: string): boolean => within === 'build' || within === 'environments.client.build'
  if (valuesIn(path, text, 'lib').some(({ within }) => inBuild(within)))
    return refused(path, 'builds a library (build.lib), into which Vite puts every file')
  const values = valuesIn(path, text, KEY).filter(({ within }) => inBuild(within))
  if (values.length === 0 && text.includes(KEY))
    return refused(path, `${KEY} is not written as a value of build, and so what Vite goes by is not known`)
  return together(
    values.map(({ value }) => {
      if (isFunction(value))
        return refused(path, `build.${KEY} is a function: which files are meant to stand in the code is its to say`)
      const number = numberOf(value)
      if (number === undefined) return refused(path, `build.${KEY} is computed`)
      if (number <= DEFAULT) return NO_LIMITS
      const replacement = {
        path,
        start: value.start!,
        end: value.end!,
        text: String(DEFAULT),
        detail: `${path}: build.${KEY} is ${DEFAULT}, as it is where nothing is said, not ${text.slice(value.start!, value.end!)}`,
      }
      return { limits: [{ replacement, keeps: DEFAULT, takes: everyEnding }], refusals: [] }
    }),
  )
}

/** The same of its command, in scripts of `package.json`: `vite build --assetsInlineLimit 60000`. */
export const viteCommandLimits = (scripts: readonly Script[]): Limits =>
  together(
    scripts.flatMap(script =>
      [...script.written.matchAll(/--assetsInlineLimit[= ]\s*(\d+)/g)].map(
        ({ 0: option, 1: number, index }): Limits => {
          if (Number(number) <= DEFAULT) return NO_LIMITS
          const part = { index: index + option.length - number!.length, length: number!.length }
          const detail = `--assetsInlineLimit is ${DEFAULT}, not ${number}`
          const replacement = inScript(script, part, String(DEFAULT), detail)
          return { limits: [{ replacement, keeps: DEFAULT, takes: everyEnding }], refusals: [] }
        },
      ),
    ),
  )
