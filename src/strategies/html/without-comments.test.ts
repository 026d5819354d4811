import { expect, it } from 'vitest'
import { withoutComments } from './without-comments.js'

it.each([
  ['<p>a<!-- b -->c', '<p>ac'],
  ['<!--[if lt IE 9]><script src="//a.example/b.js"></script><![endif]--><p>c', '<p>c'],
  // What browsers of today show of such a comment stays.
  ['<!--[if !IE]><!--><p>a<!--<![endif]-->', '<p>a'],
  ['<script>"<!-- a -->"</script>', '<script>"<!-- a -->"</script>'],
  ['<template><!-- a --><b>c</b></template>', '<template><b>c</b></template>'],
  ['<?php echo "<b>" ?>a', '<?php echo "<b>" ?>a'],
  ['a', 'a'],
])('%s', (html, expected) => {
  expect(withoutComments(html)).toBe(expected)
})
