#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { leave } from './leave.js'
import { createProgram } from './program.js'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}
await createProgram(version).parseAsync()
await leave()
