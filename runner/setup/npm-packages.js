// @ts-check
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run.js'
import { SetupError } from './setup-error.js'

/**
 * The work of installing the npm packages; undefined where those of the present `package-lock.json` are there.
 * @param {string} folder the one that holds package.json
 * @returns {Promise<import('./prepare.js').Work | undefined>}
 */
export const npmPackages = async (folder) => {
  if (await isCurrent(folder)) return undefined
  return {
    title: 'npm packages',
    lines: [
      'those of package-lock.json, which Labwright is made of, into node_modules',
      '160 MB to download, 310 MB on disk',
    ],
    run: async (_detail, signal) => {
      try {
        await install(folder, signal)
      } catch (error) {
        if (signal.aborted) await rm(join(folder, 'node_modules'), { recursive: true, force: true })
        throw error
      }
    },
  }
}

/**
 * Whether every package of the lock is installed in that version. npm keeps an account of what it has installed in
 * `node_modules/.package-lock.json`, and writes it last.
 * @param {string} folder
 */
const isCurrent = async (folder) => {
  const [wanted, installed] = await Promise.all([
    readPackages(join(folder, 'package-lock.json')),
    readPackages(join(folder, 'node_modules/.package-lock.json')).catch(() => undefined),
  ])
  if (!installed) return false
  // Optional packages are for other systems, or are there too.
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  )
}

/**
 * @param {string} file
 * @returns {Promise<Record<string, {version?: string, optional?: boolean}>>} packages by their path
 */
const readPackages = async (file) => JSON.parse(await readFile(file, 'utf8')).packages

/**
 * @param {string} folder
 * @param {AbortSignal} signal
 */
const install = async (folder, signal) => {
  const npm = (/** @type {string[]} */ ...args) => run(['npm', ...args, '--prefix', folder], { signal })
  // Without a network `npm ci` says nothing for many minutes; this asks the same registry, and answers at once.
  const reached = await npm('view', 'tsx', 'version', '--fetch-retries=1', '--fetch-retry-mintimeout=1000')
  if (!reached.ok) throw failed('npm does not reach its registry', reached.output)

  const options = ['--include=dev', '--no-audit', '--no-fund']
  const { ok, output } = await npm('ci', ...options)
  if (ok) return
  // npm 11.19 refuses a lock that leaves out optional packages of other systems; `install` takes from it what it names.
  if (output.includes('EUSAGE') && (await npm('install', '--no-save', ...options)).ok) return
  throw failed('npm ci failed', output)
}

/**
 * @param {string} what
 * @param {string} output
 */
const failed = (what, output) =>
  new SetupError(
    `${what}, so Labwright's npm packages are not there. It said:\n\n${firstLines(output)}\n`,
    'Is there a network, and does npm ping get through? By hand, in the folder of Labwright:\n\n  npm install --no-save\n',
  )

/** @param {string} output */
const firstLines = (output) =>
  output
    .split('\n')
    .filter((line) => line.trim() && !/^npm (warn|notice)/i.test(line))
    .slice(0, 8)
    .map((line) => `  ${line}`)
    .join('\n')
