import postcss, { type Root } from 'postcss'
import scss from 'postcss-scss'

/**
 * Parses a style sheet in the syntax that its name says. Preprocessors have `//` comments, which are no CSS; in CSS itself such a line is an
 * error that hides what follows, and browsers see it so.
 * @throws CssSyntaxError where it cannot be read
 */
export const parseSheet = (text: string, file: string): Root =>
  /\.(?:scss|less)$/i.test(file) ? (scss.parse(text) as Root) : postcss.parse(text)
