import type { ChildNode, Root } from 'postcss'

/** What stands around a node in the text of a sheet, and says nothing. */
const bare = (node: ChildNode): void => {
  if (node.type === 'rule') node.raws = { before: '', between: '', after: '', semicolon: false }
  else if (node.type === 'atrule')
    node.raws = { before: '', afterName: node.params === '' ? '' : ' ', between: '', after: '', semicolon: false }
  // Of a custom property every character may be read by a script.
  else if (node.type === 'decl' && node.prop.startsWith('--')) node.raws = { ...node.raws, before: '' }
  else if (node.type === 'decl') {
    node.value = node.value.trim()
    node.raws = { before: '', between: ':', ...(node.important && { important: '!important' }) }
  }
}

/** Takes out of a style sheet's text what is there for those who read it: space around rules, and comments. */
export const compactStyles = (root: Root): string => {
  root.walkComments(comment => void comment.remove())
  root.walk(bare)
  root.raws = { after: '', semicolon: false }
  return root.toString()
}
