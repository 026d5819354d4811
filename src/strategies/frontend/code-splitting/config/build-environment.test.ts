import { expect, it } from 'vitest'
import { productionEnvironment, productionNamed, readsEnvironment } from './build-environment.js'

it.each([
  ['"build": "NODE_ENV=development vite build"', '"build": "NODE_ENV=production vite build"'],
  ['"build": "cross-env NODE_ENV=development webpack"', '"build": "cross-env NODE_ENV=production webpack"'],
  ['"build": "webpack --node-env development"', '"build": "webpack --node-env production"'],
  [
    '"build": "rollup -c --environment A:1,NODE_ENV:development"',
    '"build": "rollup -c --environment A:1,NODE_ENV:production"',
  ],
  ['"build": "NODE_ENV=production vite build"', null],
  ['"build": "vite build --mode development"', null],
])('a command names production: %s', (line, expected) => {
  expect(productionNamed(line)).toBe(expected)
})

const NONE = { crossEnv: false, inline: false, webpack: null }

it.each([
  ['"build": "rollup -c",', NONE, '"build": "rollup -c --environment NODE_ENV:production",'],
  ['"build": "rollup -c --environment A:1",', NONE, '"build": "rollup -c --environment NODE_ENV:production,A:1",'],
  [
    '"build": "webpack --config w.js && cp a dist",',
    { ...NONE, webpack: '--config-node-env' },
    '"build": "webpack --config-node-env production --config w.js && cp a dist",',
  ],
  [
    '"build": "rm -rf dist && node build.mjs"',
    { ...NONE, crossEnv: true },
    '"build": "rm -rf dist && cross-env NODE_ENV=production node build.mjs"',
  ],
  [
    '"build": "cross-env A=1 node build.mjs"',
    { ...NONE, crossEnv: true },
    '"build": "cross-env NODE_ENV=production A=1 node build.mjs"',
  ],
  ['"build": "node build.mjs"', { ...NONE, inline: true }, '"build": "NODE_ENV=production node build.mjs"'],
  ['"build": "node build.mjs"', NONE, null],
  ['"build": "node a.mjs && node b.mjs"', { ...NONE, crossEnv: true }, null],
  ['"build": "NODE_ENV=staging node build.mjs"', { ...NONE, crossEnv: true }, null],
  ['"build": "make"', { ...NONE, crossEnv: true }, null],
] as const)('a command is given the environment: %s', (line, tools, expected) => {
  expect(productionEnvironment(line, tools)).toBe(expected)
})

it.each([
  ["minify: process.env.NODE_ENV === 'production'", true],
  ['const { NODE_ENV } = process.env', false],
  ["define: { 'process.env.NODE_ENV': mode }", false],
  ["new EnvironmentPlugin({ NODE_ENV: 'development' })", true],
])('a configuration goes by the environment: %s', (source, expected) => {
  expect(readsEnvironment(source)).toBe(expected)
})
