#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { EXIT } from './exit-code.js'
import { createProgram } from './program.js'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}
await createProgram(version).parseAsync()
// What was stopped may hold on to a browser or a server: leaving ends them.
if (process.exitCode === EXIT.interrupted) process.exit()
