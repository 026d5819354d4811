import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { EXIT } from '../src/cli/exit-code.js'
import { createProgram } from '../src/cli/program.js'
import { configSchema } from '../src/services/config-schema.js'
import { environmentName } from '../src/services/file-configuration.js'

const page = await readFile(fileURLToPath(new URL('../docs/command-line.md', import.meta.url)), 'utf8')
const program = createProgram('1.2.3')

/** The part of a command, and those that it says it takes its options from. */
function partOf(command: Command): string {
  const part = (heading: string) => page.split(`\n${heading}`)[1]?.split(/\n##+ /)[0] ?? ''
  const own = part(`### \`tunewright ${command.name()}`)
  const shared = own.includes('#options-of-projects') ? part('## Options of projects') : ''
  return own === '' ? '' : own + shared + part('## Options of all commands')
}

describe('docs/command-line.md', () => {
  it.each(program.commands.map(command => [command.name(), command] as const))(
    'has %s, with each argument and option',
    (_, command) => {
      const part = partOf(command)
      expect(part).not.toBe('')
      for (const argument of command.registeredArguments) expect(part.split('\n')[0]).toContain(argument.name())
      for (const { short, long } of command.options) {
        for (const flag of [short, long])
          if (flag) expect(part, `${command.name()} ${flag}`).toMatch(new RegExp(`\`${flag}[\` ]`))
      }
    },
  )

  it('names no option that there is not', () => {
    const known = program.commands.flatMap(command => command.options.map(({ long }) => long))
    const table = [...page.matchAll(/^\| ([^|]*)\|/gm)].flatMap(([, cell = '']) => cell.match(/--[a-z-]+/g) ?? [])
    for (const flag of table) expect([...known, '--help']).toContain(flag)
  })

  it('has every exit code', () => {
    for (const code of Object.values(EXIT)) expect(page).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'))
  })

  it('has every key of the configuration file, and the variables of settings', () => {
    for (const [key, schema] of Object.entries(configSchema.shape)) {
      const inner = schema.unwrap()
      const keys = 'shape' in inner ? Object.keys(inner.shape).map(name => `${key}.${name}`) : [key]
      for (const name of keys) {
        expect(page).toContain(`\`${name}\``)
        if (!/^(target|optimizers|strategies)/.test(name)) expect(page).toContain(`\`${environmentName(name)}\``)
      }
    }
  })
})
