import { parse } from '@babel/parser'
import babelTraverse from '@babel/traverse'
import { messageOf } from '../../model/errors.js'
import { unwrapDefault } from '../unwrap-default.js'

export const traverseModule = unwrapDefault(babelTraverse)

/** A parsed module, or why it cannot be read. */
export const parseModule = (source: string, file: string): ReturnType<typeof parse> | { readonly refused: string } => {
  // What is written in a component of Vue may be either.
  const typed = /\.(?:[mc]?tsx?|vue)$/.test(file)
  try {
    return parse(source, {
      sourceType: 'unambiguous',
      plugins: ['jsx', typed ? 'typescript' : 'flow', 'decorators-legacy'],
    })
  } catch (thrown) {
    return { refused: `it cannot be parsed (${messageOf(thrown)})` }
  }
}
