import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { FileEdit } from '../model/change.js'
import { messageOf, TunewrightError } from '../model/errors.js'
import type { Logger } from '../model/services.js'
import type { TargetSystem } from '../model/target.js'
import { type Checkpoint, noCheckpoint } from './checkpoints.js'
import { cloneFolder } from './clone-folder.js'
import { cloneRepository } from './clone-repository.js'
import { type Delivery, deliverBranch, deliverPatch, freeBranch, type IntendedDelivery } from './deliver.js'
import { provideDependencies } from './dependencies.js'
import { CLONE_DESCRIPTION, git, tryGit } from './git.js'
import { authorOf, type Identity } from './identity.js'
import { provideInputs } from './inputs.js'
import { pureOutput } from './outputs.js'
import { findSource } from './source.js'
import type { DirtyFile } from './working-tree.js'

/** What is known of a clone; kept beside its git data, so that a later run can open it again. */
export interface CloneDescription {
  readonly kind: 'repository' | 'folder'
  /** The user's checkout or folder. */
  readonly source: string
  /** The checkout that installed dependencies and ignored files are taken from: `source`, but for a bare revision of it. */
  readonly surroundings: string
  /** The package within the clone, `` for the root. */
  readonly prefix: string
  /** The commit that changes are built on. */
  readonly base: string
  /** What differed from HEAD in the user's tree when it was cloned. */
  readonly dirty: readonly DirtyFile[]
  /** Whether `dirty` is part of `base`. */
  readonly includesDirty: boolean
  /** Ignored files that were copied because builds need them, relative to the clone. */
  readonly inputs: readonly string[]
  readonly author: Identity
  /** The build's output relative to the package, where it holds no sources. */
  readonly output: string | null
}

/** The private clone of a target: the only place where anything is edited or built. */
export interface Clone extends CloneDescription {
  /** Absolute path of the clone. */
  readonly folder: string
  /** Absolute path of the package in it. */
  readonly root: string
  head(): Promise<string>
  /**
   * Makes one commit of the edited files and nothing else.
   *
   * @param edits with paths relative to the package
   * @param staged called between staging and committing
   * @returns its sha
   */
  commit(o: { message: string; edits: readonly Pick<FileEdit, 'path'>[]; staged?: () => void }): Promise<string>
  /** Takes back every commit after `sha`, which must be the base or a commit made since. */
  dropTo(sha: string): Promise<void>
  /**
   * Hands the commits over: as a new branch of the user's repository (with a suffix where the name is taken), or as a patch.
   *
   * @param intended called with what is about to be made, before it is
   * @throws TunewrightError INPUT_INVALID where there is no commit
   */
  deliver(branch: string, intended?: (delivery: IntendedDelivery) => Promise<void>): Promise<Delivery>
}

export interface CloneOptions {
  /** Put the user's uncommitted work into the base. */
  readonly includeDirty?: boolean
  /**
   * The user's checkout of the same repository, with the installed dependencies and the environment files that a bare revision lacks; the
   * target's own folder where absent.
   */
  readonly surroundings?: string
  readonly signal?: AbortSignal
  readonly logger: Logger
  readonly checkpoint?: Checkpoint
}

const descriptionFile = (folder: string): string => path.join(folder, '.git', CLONE_DESCRIPTION)
/** There until a clone is whole. */
export const unfinishedMark = (folder: string): string => `${folder}.unfinished`

function cloneOf(folder: string, description: CloneDescription): Clone {
  const { base, prefix, kind, source, author } = description
  const identity = {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
  }
  const head = () => git(folder, ['rev-parse', 'HEAD'])
  return {
    ...description,
    folder,
    root: path.join(folder, prefix),
    head,
    async commit({ message, edits, staged }) {
      const paths = edits.map(edit => (prefix === '' ? edit.path : `${prefix}/${edit.path}`))
      await git(folder, ['update-index', '--add', '--remove', '-z', '--stdin'], {
        input: paths.map(at => `${at}\0`).join(''),
      })
      staged?.()
      // What is kept must survive a power cut as well, so git is told to sync its files.
      await git(
        folder,
        ['-c', 'core.fsync=all', 'commit', '--quiet', '--no-verify', '--cleanup=verbatim', '--file=-'],
        {
          input: message,
          environment: identity,
        },
      )
      return head()
    },
    async dropTo(sha) {
      const since = await tryGit(folder, ['merge-base', '--is-ancestor', sha, 'HEAD'])
      const fromBase = await tryGit(folder, ['merge-base', '--is-ancestor', base, sha])
      if (since.exitCode !== 0 || fromBase.exitCode !== 0) {
        throw new TunewrightError('INPUT_INVALID', `${sha} is not a commit of this clone since its base.`, {
          remedy: 'Name the base or one of the kept commits.',
        })
      }
      await git(folder, ['reset', '--quiet', '--hard', sha])
    },
    async deliver(wanted, intended) {
      const listed = await git(folder, ['rev-list', '--reverse', `${base}..HEAD`])
      const commits = listed.split('\n').filter(sha => sha !== '')
      if (commits.length === 0) {
        throw new TunewrightError('INPUT_INVALID', 'Nothing was kept, so there is nothing to hand over.', {
          remedy: 'Deliver after a change was kept.',
        })
      }
      const commit = commits.at(-1)!
      if (kind === 'folder') {
        await intended?.({ repository: null, name: wanted, commit })
        return { patch: await deliverPatch(folder, base, wanted), commits }
      }
      const name = await freeBranch(source, wanted)
      await intended?.({ repository: source, name, commit })
      await deliverBranch(folder, source, name)
      return { branch: name, commits }
    },
  }
}

/** Opens a clone made earlier. @throws TunewrightError TARGET_NOT_FOUND */
export async function openClone(folder: string): Promise<Clone> {
  try {
    const known = JSON.parse(await readFile(descriptionFile(folder), 'utf8')) as CloneDescription
    return cloneOf(folder, { ...known, surroundings: known.surroundings ?? known.source })
  } catch (cause) {
    throw new TunewrightError('TARGET_NOT_FOUND', `There is no finished clone in ${folder}.`, {
      remedy: 'Clone the target again.',
      cause,
    })
  }
}

/** What a killed run left of a clone is cleared away; anything that is not ours is not. */
async function prepareFolder(folder: string): Promise<void> {
  if (existsSync(unfinishedMark(folder))) await rm(folder, { recursive: true, force: true })
  else if (existsSync(folder) && (await readdir(folder)).length > 0) {
    throw new TunewrightError('CLONE_FAILED', `${folder} is not empty and not a clone of ours.`, {
      remedy: 'Name an empty folder.',
    })
  }
  await mkdir(path.dirname(folder), { recursive: true, mode: 0o700 })
  await writeFile(unfinishedMark(folder), '')
}

/**
 * Makes a private clone of a target, with its dependencies and the environment files its build needs. The user's tree is
 * read, never written. Done again for the same folder, it opens the clone that is there.
 *
 * @param folder absolute path, in our state folder
 * @throws TunewrightError TARGET_NOT_FOUND, TARGET_UNSUPPORTED, UNSAFE_ENVIRONMENT, CLONE_FAILED, CANCELLED
 */
export async function createClone(target: TargetSystem, folder: string, o: CloneOptions): Promise<Clone> {
  if (existsSync(descriptionFile(folder)) && !existsSync(unfinishedMark(folder))) return openClone(folder)
  try {
    return await makeClone(target, folder, o)
  } catch (cause) {
    // What the system refuses (a file that may not be read, a full disk) is nothing that we could have known.
    if (cause instanceof TunewrightError || typeof Reflect.get(Object(cause), 'syscall') !== 'string') throw cause
    throw new TunewrightError('CLONE_FAILED', `The private clone could not be made: ${messageOf(cause)}`, {
      remedy:
        'Check that the files of the project can be read, and that there is room on the disk of the state folder.',
      cause,
    })
  }
}

async function makeClone(target: TargetSystem, folder: string, o: CloneOptions): Promise<Clone> {
  const source = await findSource(target.root)
  const author = await authorOf(source.folder)
  const checkpoint = o.checkpoint ?? noCheckpoint
  await prepareFolder(folder)
  checkpoint('clone begun')
  const signal = o.signal ? { signal: o.signal } : {}
  const includesDirty = source.kind === 'repository' && o.includeDirty === true
  const dirty =
    source.kind === 'repository'
      ? await cloneRepository(source, folder, { includeDirty: includesDirty, ...signal })
      : []
  if (source.kind === 'folder') await cloneFolder(target, source.folder, folder)

  const output = pureOutput(target)
  const surroundings = o.surroundings ?? source.folder
  const unborn = {
    kind: source.kind,
    source: source.folder,
    surroundings,
    prefix: source.prefix,
    dirty,
    includesDirty,
    author,
    output,
  }
  if (source.kind === 'folder' || (includesDirty && dirty.length > 0)) {
    const message = source.kind === 'folder' ? 'The project as it was found\n' : 'Uncommitted work, as it was found\n'
    await cloneOf(folder, { ...unborn, base: '', inputs: [] }).commit({ message, edits: [] })
  }
  checkpoint('sources cloned')
  const inputs = await provideInputs(surroundings, folder, source.prefix, target)
  await provideDependencies(surroundings, folder, source.prefix, { ...signal, logger: o.logger })
  checkpoint('dependencies provided')
  const description: CloneDescription = { ...unborn, base: await git(folder, ['rev-parse', 'HEAD']), inputs }
  await writeFile(descriptionFile(folder), JSON.stringify(description), { mode: 0o600 })
  checkpoint('clone described')
  await rm(unfinishedMark(folder), { force: true })
  checkpoint('clone ready')
  o.logger.debug('Private clone ready', { folder, base: description.base, dirty: dirty.length })
  return cloneOf(folder, description)
}
