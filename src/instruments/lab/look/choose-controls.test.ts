import { expect, test } from 'vitest'
import type { Control } from '../page/controls.js'
import { chooseControls, chooseLinks, chooseToPointAt } from './choose-controls.js'

const control = (label: string, more: Partial<Control> = {}): Control => ({
  key: label,
  label,
  kind: 'click',
  sort: label,
  isOff: false,
  isInNavigation: false,
  ...more,
})
const link = (label: string, path: string, isInMain: boolean) => control(label, { kind: 'link', path, isInMain })
const labels = (controls: readonly Control[]) => controls.map(({ label }) => label)

test('what says that it is off comes first, and nothing is tried that says it acts', () => {
  const all = [
    control('All'),
    control('Delete it'),
    control('Menu', { isOff: true }),
    control('Add to cart'),
    control('Löschen'),
  ]
  expect(labels(chooseControls(all, 10))).toEqual(['Menu', 'All'])
})

test('of one sort four are enough', () => {
  const slides = ['1', '2', '3', '4', '5', '6'].map(label => control(label, { sort: 'button dot' }))
  expect(labels(chooseControls([...slides, control('Play')], 10))).toEqual(['1', '2', '3', '4', 'Play'])
  expect(labels(chooseControls(slides, 2))).toEqual(['1', '2'])
})

test('two links are followed: one of what the page is about, one of what stands around it', () => {
  const links = [
    link('Sign out', '/logout', false),
    link('About', '/about', false),
    link('Cart', '/cart', false),
    link('Lamp', '/lamp', true),
    link('Vase', '/vase', true),
  ]
  expect(labels(chooseLinks(links))).toEqual(['Lamp', 'About'])
  expect(chooseLinks([control('Menu')])).toEqual([])
})

test('what stands in a navigation is pointed at, also where it leads somewhere', () => {
  const all = [
    control('Buy'),
    link('Lamps', '/lamps', false),
    { ...link('Vases', '/vases', false), isInNavigation: true },
  ]
  expect(labels(chooseToPointAt(all))).toEqual(['Vases'])
})
