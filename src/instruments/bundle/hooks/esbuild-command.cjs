'use strict'

/*
 * Stands in for esbuild's command in the private clone of a project: it runs the command itself, as it was called, and has it list what
 * it made besides. The command is a program of its own, into which nothing can be loaded.
 */

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

const statisticsFile = process.env.TUNEWRIGHT_BUNDLE_STATISTICS

const optionOf = (args, name) =>
  args
    .filter(argument => argument.startsWith(`--${name}=`))
    .at(-1)
    ?.slice(name.length + 3)

const has = (args, name) => args.some(argument => argument === `--${name}` || argument === `--${name}=true`)

/** A build that ends, and makes one thing of many: what else esbuild does is none of ours. */
const isBundling = args =>
  has(args, 'bundle') && !args.some(argument => /^--(watch|serve|servedir|service|version|help)\b/.test(argument))

/**
 * The options that were given, by the names that they have in JavaScript. What is given for a key (`--define:KEY=…`, which may be secret) has no
 * value.
 */
const givenOptions = args =>
  Object.fromEntries(
    args
      .map(argument => /^--([a-z][a-z-]*)(?:(:)|=(.*))?/s.exec(argument))
      .filter(Boolean)
      .map(([, name, keyed, value]) => [
        name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase()),
        keyed ? null : (value ?? true),
      ]),
  )

function record(args, metafile, version) {
  const platform = optionOf(args, 'platform') ?? 'browser'
  return {
    tool: 'esbuild',
    version,
    mode: process.env.NODE_ENV ?? '',
    argv: ['esbuild', ...args],
    cwd: process.cwd(),
    platform,
    format: optionOf(args, 'format') ?? (platform === 'node' ? 'cjs' : 'iife'),
    splitting: has(args, 'splitting'),
    given: givenOptions(args),
    metafile,
  }
}

/**
 * Runs esbuild's own command and ends as it does.
 * @param command absolute path of it
 * @param version of esbuild
 */
exports.run = (command, version) => {
  const args = process.argv.slice(2)
  const listed = Boolean(statisticsFile) && isBundling(args)
  const said = optionOf(args, 'metafile')
  const temporary = listed && said === undefined ? fs.mkdtempSync(path.join(os.tmpdir(), 'esbuild-')) : null
  const list = temporary === null ? said : path.join(temporary, 'metafile.json')
  const added = temporary === null ? [] : [`--metafile=${list}`]
  const { status, signal, error } = spawnSync(command, [...args, ...added], { stdio: 'inherit' })
  try {
    if (listed && status === 0) {
      const metafile = JSON.parse(fs.readFileSync(list, 'utf8'))
      fs.appendFileSync(statisticsFile, `${JSON.stringify(record(args, metafile, version))}\n`)
    }
  } catch (failure) {
    process.emitWarning(`the statistics of esbuild were not written: ${failure.message}`)
  } finally {
    if (temporary !== null) fs.rmSync(temporary, { recursive: true, force: true })
  }
  if (error) throw error
  if (signal) process.kill(process.pid, signal)
  process.exitCode = status ?? 1
}
