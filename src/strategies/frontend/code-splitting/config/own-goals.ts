import type * as t from '@babel/types'
import MagicString from 'magic-string'
import { configurationValues, valuesIn } from '../../../build-config/configuration-object.js'
import { parseSource } from '../../../source/parse.js'

const OTHER_MODE = /^(development|none)$/

/** `mode: 'development'` (or `'none'`) written out in a configuration becomes `'production'`; source maps inside the code become files beside it. */
export const productionMode = (path: string, source: string): string | null => {
  const file = parseSource(path, source)
  if (!file) return null
  const own = (key: string): t.Node[] =>
    configurationValues(file, key).flatMap(({ value, within }) => (within === '' ? [value] : []))
  const modes = own('mode').filter(value => value.type === 'StringLiteral')
  const [mode] = modes
  if (modes.length !== 1 || !mode || !OTHER_MODE.test(mode.value)) return null
  const text = new MagicString(source)
  const { quote } = file.style
  text.update(mode.start!, mode.end!, `${quote}production${quote}`)
  for (const value of own('devtool')) {
    if (value.type === 'StringLiteral' && /eval|inline/.test(value.value))
      text.update(value.start!, value.end!, `${quote}source-map${quote}`)
  }
  return text.toString()
}

/** `--mode development` (or `none`) in the script that builds. */
export const productionScript = (command: string): string | null => {
  const changed = command.replace(/(--mode[= ]\s*)(?:development|none)\b/, '$1production')
  return changed === command ? null : changed
}

/** `--no-optimization-minimize` in the script that builds: nothing in its place, as production minifies by itself. */
export const minimizedCommand = (command: string): string | null => {
  const changed = command.replace(/\s--no-optimization-minimize\b/, '')
  return changed === command ? null : changed
}

/** Webpack's command in a script; one that serves, watches or has a mode of its own is another. */
export const BUILDS = /(^|[\s"&|;])webpack(?:\s+(?:build|b|bundle))?(?=$|[\s"&|;])(?!\s+(?:serve|server|s|watch|w)\b)/

/** Adds the mode to the command in a script that builds: there it goes before what the configuration says. */
export const productionCommand = (command: string, devtool: boolean): string | null => {
  if (/--mode\b|--watch\b|\s-w\b/.test(command) || !BUILDS.test(command)) return null
  return command.replace(BUILDS, found => `${found} --mode production${devtool ? ' --devtool source-map' : ''}`)
}

/** Tells the command in a script that builds to minify: there it goes before what the configuration says. */
export const minimizingCommand = (command: string): string | null =>
  /optimization-minimize|--watch\b|\s-w\b/.test(command) || !BUILDS.test(command)
    ? null
    : command.replace(BUILDS, found => `${found} --optimization-minimize`)

/** A list of minimizers without one for JavaScript gets webpack's own back, by its `'...'`; `minimize: false` becomes true. */
export const scriptMinimizer = (path: string, source: string): string | null => {
  const file = parseSource(path, source)
  if (!file) return null
  const text = new MagicString(source)
  for (const { value, within } of configurationValues(file, 'minimizer')) {
    if (within !== 'optimization' || value.type !== 'ArrayExpression') continue
    const [first] = value.elements
    if (value.elements.some(element => element?.type === 'StringLiteral' && element.value === '...')) continue
    const before = first ? source.slice(value.start! + 1, first.leadingComments?.[0]?.start ?? first.start!) : ''
    const item = `${file.style.quote}...${file.style.quote}`
    const onLines = before.includes('\n')
    text.appendLeft(value.start! + 1, first ? `${onLines ? before : ''}${item},${before === '' ? ' ' : ''}` : item)
  }
  for (const value of switchedOff(path, source)) text.update(value.start!, value.end!, 'true')
  return text.hasChanged() ? text.toString() : null
}

/** `optimization.minimize: false`, wherever it is written out. */
export const switchedOff = (path: string, source: string): readonly t.Node[] =>
  valuesIn(path, source, 'minimize').flatMap(({ value, within }) =>
    within === 'optimization' && value.type === 'BooleanLiteral' && !value.value ? [value] : [],
  )
