import { describe, expect, it } from 'vitest'
import { readStyles } from '../../../markup/style-knowledge.js'
import { readSourceWriters } from '../plan/source-writers.js'
import { readBlocks } from './blocks.js'
import { imagesOf } from './images.js'
import { classesIn, codeIn, parseScripts } from './script.js'

const AROUND = { routerLinks: false, showsAsGiven: () => false }

describe('the code of a component', () => {
  const writerOf = (text: string): string | null => {
    const source = { path: 'Card.vue', text }
    const [image] = imagesOf(source, AROUND)
    return readSourceWriters(codeIn(source)).writerOf(image!.sketch, new Map([['ref', 'photo']]))
  }

  it('is looked through for what changes the address of its images, in scripts and in handlers', () => {
    const template = (button: string) => `<template><p><img ref="photo" src="a.jpg">${button}</p></template>`
    const script =
      '<script lang="ts">\nexport default { mounted(): void { (this.$refs.photo as any).src = x } }\n</script>'
    expect(writerOf(template(''))).toBeNull()
    expect(writerOf(template('<b @click="$refs.photo.src = y">z</b>'))).toMatch(/Card\.vue changes .*`photo`/)
    expect(writerOf(template('') + script)).toMatch(/Card\.vue changes .*`photo`/)
  })

  it('is looked through for classes that are selectors', () => {
    const source = { path: 'Card.vue', text: '<template><p class="[&>img]:w-full"><img src="a.jpg"></p></template>' }
    expect(readStyles([], [classesIn(source).text]).wrappingHazard(imagesOf(source, AROUND)[0]!.sketch)).not.toBeNull()
  })

  it.each([
    ['<script setup lang="ts">\nconst f = <T>(a: T) => a\nawait f(1)\n</script>', null],
    ['<script>\nexport default {}\n</script>\n<script setup>\nconst a = 1\n</script>', null],
    ['<script setup>\nconst a = \n</script>', /cannot be parsed/],
    ['<script lang="coffee">\na = 1\n</script>', /in coffee/],
    ['<script src="./a.js"></script>', /another file/],
  ])('is read in the languages of scripts: %s', (text, reason) => {
    const read = parseScripts(text, readBlocks(text).scripts)
    expect('refused' in read ? read.refused : null).toEqual(reason === null ? null : expect.stringMatching(reason))
  })
})
