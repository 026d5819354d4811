import _ from 'lodash';

const MOST = 20;

/** A cart is a list of { slug, quantity }; none of these change the list they are given. */
export function addLine(lines, slug, quantity = 1) {
  const line = _.find(lines, { slug });
  return line ? setQuantity(lines, slug, line.quantity + quantity) : [...lines, { slug, quantity: _.clamp(quantity, 1, MOST) }];
}

export function setQuantity(lines, slug, quantity) {
  if (quantity < 1) return _.reject(lines, { slug });
  return _.map(lines, (line) => (line.slug === slug ? { ...line, quantity: _.clamp(quantity, 1, MOST) } : line));
}

export const countItems = (lines) => _.sumBy(lines, 'quantity');
