import { literal } from '../../../build-config/literal.js'
import type { ChunkPlan } from '../plan/plan.js'

/**
 * Source of `placeOf(path)`, which both helpers have: the plan's name for a module by its path, or undefined. Modules are known by their path from
 * the folder of the configuration's package; packages by the innermost `node_modules`.
 */
export const placeOfSource = ({ chunks }: ChunkPlan): string => `const chunks = ${literal(chunks)}

const byPackage = new Map(chunks.flatMap(({ name, packages }) => packages.map(one => [one, name])))
const byModule = new Map(chunks.flatMap(({ name, modules }) => modules.map(one => [one, name])))

const SCRIPT = /\\.(?:[cm]?[jt]sx?|json|vue|svelte)$/
const STYLE = /[?&](?:type=style|lang\\.(?:css|s[ac]ss|less|styl))/

/** The name of the planned chunk for a module, or undefined: it stays with what imports it. */
function placeOf(id, root) {
  const path = id.replace(/^\\0/, '').replace(/[?#].*$/, '').replaceAll('\\\\', '/')
  if (!SCRIPT.test(path) || STYLE.test(id)) return undefined
  const inPackages = path.indexOf('/node_modules/')
  const relative = inPackages >= 0 ? path.slice(inPackages + 1) : path.startsWith(root + '/') ? path.slice(root.length + 1) : path
  const listed = byModule.get(relative)
  if (listed !== undefined || inPackages < 0) return listed
  const [scope, rest] = relative.split('node_modules/').at(-1).split('/')
  return byPackage.get(scope.startsWith('@') ? scope + '/' + rest : scope)
}
`
