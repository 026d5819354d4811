import { describe, expect, it } from 'vitest'
import { argumentsOf, filesRun, readBuildCommand } from './build-command.js'

const build = (scripts: Readonly<Record<string, string>>, command = 'npm run build') =>
  readBuildCommand(command, JSON.stringify({ scripts }))

const files = (scripts: Readonly<Record<string, string>>, there: readonly string[]) =>
  filesRun(build(scripts), path => there.includes(path))

describe('what a build runs', () => {
  it('is its script, with those that it runs and those around it', () => {
    const { commands, scripts } = build({
      prebuild: 'rimraf dist',
      build: 'NODE_ENV=production npm run build:js && run-p css "copy"',
      'build:js': 'node scripts/build.js --minify',
      css: 'postcss "src/a b.css"',
      copy: 'cpx public dist',
      dev: 'node serve.js',
    })
    expect(commands).toEqual([
      ['rimraf', 'dist'],
      ['node', 'scripts/build.js', '--minify'],
      ['postcss', 'src/a b.css'],
      ['cpx', 'public', 'dist'],
    ])
    expect(scripts).toEqual(['prebuild', 'build', 'build:js', 'css', 'copy'])
  })

  it('is nothing where nothing builds it, and ends where scripts run each other', () => {
    expect(readBuildCommand(undefined, '{}').commands).toEqual([])
    expect(build({ build: 'npm run again', again: 'npm run build' }).scripts).toEqual(['build', 'again'])
  })

  it('says what a tool is called with, however it is called', () => {
    expect(argumentsOf(['npx', 'esbuild', 'a.js'], 'esbuild')).toEqual(['a.js'])
    expect(argumentsOf(['node_modules/.bin/esbuild', 'a.js'], 'esbuild')).toEqual(['a.js'])
    expect(argumentsOf(['rm', '-rf', 'esbuild'], 'esbuild')).toBeNull()
    expect(argumentsOf(['esbuild-tools'], 'esbuild')).toBeNull()
  })
})

describe('the files by which a build is told how', () => {
  it.each<[string, Record<string, string>, string[], string[]]>([
    ['Rollup’s own name', { build: 'rollup -c' }, ['rollup.config.js', 'rollup.config.old.js'], ['rollup.config.js']],
    [
      'the first of them',
      { build: 'rollup --config' },
      ['rollup.config.js', 'rollup.config.mjs'],
      ['rollup.config.mjs'],
    ],
    [
      'the one that is named',
      { build: 'rollup -c ./build/prod.js -m' },
      ['build/prod.js', 'rollup.config.js'],
      ['build/prod.js'],
    ],
    ['among letters', { build: 'rollup -mc --environment BUILD' }, ['rollup.config.js'], ['rollup.config.js']],
    ['none without -c', { build: 'rollup src/a.js -o a.js' }, ['rollup.config.js'], []],
    ['a script', { build: 'node --no-warnings -r dotenv/config build' }, ['build.mjs', 'build.js'], ['build.js']],
    ['a script in TypeScript', { build: 'tsx ./scripts/build.ts' }, ['scripts/build.ts'], ['scripts/build.ts']],
    ['none that does not build', { build: 'vite build', dev: 'node build.js' }, ['build.js'], []],
  ])('%s', (_, scripts, there, found) => expect(files(scripts, there)).toEqual(found))
})
