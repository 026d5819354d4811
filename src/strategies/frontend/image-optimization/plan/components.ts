import type { SourceText } from './project.js'

/** Whether a component of this name shows what it is given as it is: one of the project's own that does not look into its children. */
export type ShowsAsGiven = (component: string) => boolean

/** Means by which a component takes its children apart or gives them properties. */
const LOOKS_INTO_CHILDREN = /\bcloneElement\b|\bChildren\s*\.|\basChild\b|\bisValidElement\b/
const MADE_BY = String.raw`(?:async\s+)?(?:\(|function\b|[\w$]+\s*=>|(?:React\s*\.\s*)?(?:memo|forwardRef)\b|styled\.\w)`

/** By name: where several components share one, each has to show its children as they are. */
export const readComponents = (modules: readonly SourceText[]): ShowsAsGiven => {
  const known = new Map<string, boolean>()
  return component => {
    const found = known.get(component) ?? isPlain(component, modules)
    known.set(component, found)
    return found
  }
}

const isPlain = (component: string, modules: readonly SourceText[]): boolean => {
  if (!/^[A-Z][\w$]*$/.test(component)) return false
  const name = component.replaceAll('$', '\\$')
  const definition = new RegExp(
    String.raw`(?:function|class)\s+${name}\b|(?:const|let|var)\s+${name}\s*(?::[^=]*)?=\s*${MADE_BY}`,
  )
  const defining = modules.filter(m => m.text.includes(component) && definition.test(m.text))
  return defining.length > 0 && defining.every(m => !LOOKS_INTO_CHILDREN.test(m.text))
}
