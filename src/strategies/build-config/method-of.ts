import type * as t from '@babel/types'

/** `a.b.c` → `c`; `` where it is computed. */
export const methodOf = (callee: t.Node): string =>
  (callee.type === 'MemberExpression' || callee.type === 'OptionalMemberExpression') &&
  callee.property.type === 'Identifier' &&
  !callee.computed
    ? callee.property.name
    : ''
