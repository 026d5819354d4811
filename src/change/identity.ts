import { tryGit } from './git.js'

export interface Identity {
  readonly name: string
  readonly email: string
}

const setting = async (folder: string, name: string): Promise<string> => {
  const result = await tryGit(folder, ['config', '--get', name])
  return result.exitCode === 0 ? result.stdout.toString().trim() : ''
}

/** Whose commits these will be: the user's where git knows them, else ours. */
export async function authorOf(source: string): Promise<Identity> {
  const name = (await setting(source, 'author.name')) || (await setting(source, 'user.name'))
  const email = (await setting(source, 'author.email')) || (await setting(source, 'user.email'))
  return name && email ? { name, email } : { name: 'Tunewright', email: 'tunewright@localhost' }
}
