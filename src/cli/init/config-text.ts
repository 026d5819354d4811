import type { TargetSystem } from '../../model/target.js'

/** A value as TypeScript writes it in this project's style. */
function literal(value: unknown): string {
  if (typeof value === 'string')
    return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, entry]) => `${key}: ${literal(entry)}`)
      .join(', ')} }`
  }
  return String(value)
}

/** A setting with what it means above it: active where a value was found, else commented out with an example. */
interface Setting {
  readonly key: string
  readonly says: readonly string[]
  readonly found?: unknown
  readonly example: unknown
}

const lines = (indent: string, { key, says, found, example }: Setting): string[] => [
  ...says.map(text => `${indent}// ${text}`),
  found === undefined ? `${indent}// ${key}: ${literal(example)},` : `${indent}${key}: ${literal(found)},`,
]

const targetSettings = (target: TargetSystem | null): Setting[] => [
  {
    key: 'pages',
    says: ['Pages to measure. Left out: a few unlike ones, found by following links from /.'],
    example: ['/', '/products/lamp'],
  },
  {
    key: 'build',
    says: ['How it is built, and the folder that the build leaves. `false`: it is not built.'],
    found: target?.build,
    example: { command: 'npm run build', output: 'dist' },
  },
  {
    key: 'serve',
    says: [
      "How production serves it: as files ({ kind: 'static', folder: 'dist' }), with fallback: 'index.html' for unknown paths where it is a",
      "single-page application, or by a server of its own ({ kind: 'process', command: 'npm start', readyPath: '/' }) that listens on PORT.",
    ],
    found: target?.serve,
    example: { kind: 'static', folder: 'dist', fallback: 'index.html' },
  },
  {
    key: 'test',
    says: ['Your own tests: run on every change before it is measured. `false`: none.'],
    found: target?.test,
    example: { command: 'npm test' },
  },
  {
    key: 'environment',
    says: [
      'Variables that build, tests and server get besides PATH and the like. Secrets belong in the shell: --env NAME.',
    ],
    example: { API_URL: 'http://127.0.0.1:4000' },
  },
]

const SESSION_SETTINGS: readonly Setting[] = [
  {
    key: 'profiles',
    says: ['Devices and networks: mobile, desktop, slow-mobile. Left out: mobile and desktop.'],
    example: ['mobile'],
  },
  {
    key: 'budget',
    says: ['How long a session may take (ms), and the chance that it may be wrong about anything it keeps.'],
    example: { milliseconds: 1_800_000, alpha: 0.005 },
  },
  {
    key: 'budgets',
    says: ['Limits for what a build makes, which `tunewright check` holds it against.'],
    example: [{ entry: 'main', must: ['size <= 300kb', 'growth <= 5%'] }],
  },
  { key: 'seed', says: ['Repeats the random choices of an earlier session.'], example: 1 },
  { key: 'includeDirty', says: ['Start from the files as they are, not from the last commit.'], example: true },
  {
    key: 'state',
    says: ['How long the work of ended sessions is kept, and how large the state folder may grow.'],
    example: { retention: '30d', cap: '10GB' },
  },
  {
    key: 'database',
    says: ['A PostgreSQL of your own for what is remembered, instead of the one that comes along.'],
    example: { url: 'postgres://127.0.0.1:5432/tunewright' },
  },
  {
    key: 'strategies',
    says: ['Strategies of your own: modules, seen from this file. `tunewright strategy new <id>` makes one.'],
    example: ['./tunewright/late-fonts'],
  },
  { key: 'optimizers', says: ['Optimizers of your own.'], example: [] },
]

/**
 * A configuration file for a project: what was detected is active, every other setting is there as a comment.
 * @param target as detected; null where nothing could be: then nothing is active
 */
export const configText = (target: TargetSystem | null): string =>
  `import type { TunewrightConfig } from 'tunewright'

// Every key is optional: what is left out is detected, or has the default that its comment names.
// \`tunewright analyze\` and \`tunewright optimize\` read this file; options and TUNEWRIGHT_* variables win over it.
export default {
  target: {
${targetSettings(target)
  .flatMap(setting => lines('    ', setting))
  .join('\n')}
  },
${SESSION_SETTINGS.flatMap(setting => lines('  ', setting)).join('\n')}
} satisfies TunewrightConfig
`
