import { expect, test } from 'vitest'
import type { Observation } from '../model/observation.js'
import type { OptimizationOpportunity } from '../model/session.js'
import { identifyBottlenecks } from './diagnose.js'

const load = (time: number, parts: Record<string, number>, kind = 'image') => ({
  lcp: { time, kind, url: '/hero.jpg', parts: { server: 0, loadDelay: 0, transfer: 0, renderDelay: 0, ...parts } },
})

const observation = {
  pages: [
    {
      page: { id: 'home', path: '/', weight: 1 },
      profile: 'mobile',
      // The load whose LCP is the median one tells.
      loads: [
        load(9_000, { server: 9_000 }),
        load(2_000, { server: 400, loadDelay: 200, transfer: 1_200, renderDelay: 200 }),
        load(1_000, { server: 1_000 }),
      ],
      metrics: {
        'total-transfer-size': 1_000,
        'image-transfer-size': 700,
        'script-transfer-size': 200,
        'unused-code-ratio': 0.4,
      },
    },
  ],
  bundle: {
    chunks: [
      { initial: true, files: ['main.js'], size: 1_000 },
      { initial: false, files: ['later.js'], size: 5_000 },
    ],
    modules: [
      { packageName: 'chart.js', parsedSize: 300, chunkFiles: ['main.js'] },
      { packageName: 'chart.js', parsedSize: 100, chunkFiles: ['main.js'] },
      { packageName: 'tiny', parsedSize: 20, chunkFiles: ['main.js'] },
      { packageName: 'maps', parsedSize: 4_000, chunkFiles: ['later.js'] },
    ],
  },
} as unknown as Observation

const opportunity = (id: string, predicted: Record<string, number>, applicable = true) =>
  ({
    strategy: { id },
    applicable,
    candidates: [{ predicted: {} }, { predicted }],
  }) as unknown as OptimizationOpportunity

test('names where the time and the bytes go, the largest share first, and what addresses it', () => {
  const found = identifyBottlenecks(observation, [
    opportunity('pictures', { 'largest-contentful-paint': -40, 'image-transfer-size': -80 }),
    opportunity('preload', { 'largest-contentful-paint': -10 }),
    opportunity('splitting', { 'initial-bundle-size': -30, 'bundle-size': 5 }),
    opportunity('unfit', { 'largest-contentful-paint': -99 }, false),
  ])
  expect(found.map(({ metric, share, strategyId }) => [metric, Number(share.toFixed(2)), strategyId])).toEqual([
    ['image-transfer-size', 0.7, 'pictures'],
    ['largest-contentful-paint', 0.6, 'pictures'],
    ['initial-bundle-size', 0.4, 'splitting'],
    ['largest-contentful-paint', 0.2, null],
    ['script-transfer-size', 0.2, null],
  ])
  expect(found.map(({ cause }) => cause)).toEqual([
    'pictures make up 70 % of the bytes',
    'the picture /hero.jpg takes long to arrive',
    'package chart.js is in the JavaScript that every visit loads at first',
    'the round trips of the network, before any byte can come',
    'JavaScript makes up 20 % of the bytes, of which 40 % does not run',
  ])
})

test('tells a slow server from the round trips of the network', () => {
  const cause = (server: number) => {
    const page = { ...observation.pages[0], loads: [load(2_000, { server, renderDelay: 2_000 - server })] }
    const found = identifyBottlenecks({ ...observation, pages: [page] } as unknown as Observation, [])
    return found.map(one => one.cause).find(text => /byte can come|first byte/.test(text))
  }
  // Three round trips of 170 ms, and little more.
  expect(cause(530)).toBe('the round trips of the network, before any byte can come')
  expect(cause(900)).toBe('waiting for the server’s first byte')
})
