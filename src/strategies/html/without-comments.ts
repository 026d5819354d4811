import { defaultTreeAdapter as adapter, parse, type DefaultTreeAdapterTypes as Tree } from 'parse5'

const comments = (node: Tree.Node): Tree.CommentNode[] => {
  const children = 'childNodes' in node ? node.childNodes : []
  const inside = 'content' in node ? comments(node.content) : []
  return [...(adapter.isCommentNode(node) ? [node] : []), ...children.flatMap(comments), ...inside]
}

/** A page without its comments, as browsers find them: what looks like one within a script stays, and so does what a server puts in place (`<?php … ?>`). */
export const withoutComments = (html: string): string => {
  let [text, from] = ['', 0]
  for (const { sourceCodeLocation: location } of comments(parse(html, { sourceCodeLocationInfo: true }))) {
    if (!location || !html.startsWith('<!--', location.startOffset)) continue
    text += html.slice(from, location.startOffset)
    from = location.endOffset
  }
  return text + html.slice(from)
}
