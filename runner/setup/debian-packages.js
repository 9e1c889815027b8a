// @ts-check
import { findNeed, missingNeeds } from './needs.js'
import { asRoot } from './root.js'
import { run } from './run.js'
import { SetupError } from './setup-error.js'

/** @typedef {import('./needs.js').Need} Need */

/** Another apt, such as the daily upgrade of a fresh Debian, is waited for, in seconds. */
const APT = ['apt-get', '-o', 'DPkg::Lock::Timeout=300', '--quiet', '--yes', '--no-install-recommends']

/**
 * The work of installing the Debian packages whose files are not there; undefined where none is missing.
 * @param {Need['use'][]} uses what is going to be done
 * @returns {import('./prepare.js').Work | undefined}
 * @throws {SetupError} where there is no apt
 */
export const debianPackages = (uses) => {
  const needed = missingNeeds(uses.filter((use) => use !== 'bench'))
  // Where there is no apt, what can be done without is done without.
  const wished = uses.includes('bench') && findNeed({ file: 'apt-get' }) ? missingNeeds(['bench']) : []
  if (needed.length + wished.length === 0) return undefined
  if (!findNeed({ file: 'apt-get' })) throw noApt(needed)
  const all = [...needed, ...wished]
  return {
    title: 'Debian packages',
    lines: [...listed(all), `with what they depend on: up to ${sizeOf(all)}`],
    root: { to: 'install Debian packages', byHand: byHand(all) },
    run: async (detail, signal) => {
      if (needed.length > 0) await installNeeded(needed, signal)
      for (const need of wished) {
        const { ok } = await install([need.package], signal)
        if (!ok) detail(`${need.file} is left out: apt-get could not install ${need.package}`)
      }
    },
  }
}

/**
 * @param {Need[]} needs
 * @param {AbortSignal} signal
 */
const installNeeded = async (needs, signal) => {
  const { ok, output } = await install(packagesOf(needs), signal)
  if (ok) return
  throw new SetupError(
    `apt-get could not install ${packagesOf(needs).join(', ')}. It said:\n\n${errorLines(output)}\n`,
    `Is there a network, and do the sources in /etc/apt name a mirror that it reaches? By hand, as root:\n\n  ${byHand(needs)}\n`,
  )
}

/**
 * Fetches first, which can be stopped at any time, then installs, which is let finish.
 * @param {string[]} packages
 * @param {AbortSignal} signal
 */
const install = async (packages, signal) => {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const fetch = asRoot([...APT, '--download-only', 'install', ...packages])
  let fetched = await run(fetch, { signal, env })
  if (!fetched.ok) {
    // The lists are missing or old. A source that fails may be one we don't need: fetching shows that.
    const update = await run(asRoot(['apt-get', '--quiet', 'update']), { signal, env })
    fetched = await run(fetch, { signal, env })
    if (!fetched.ok) return { ok: false, output: `${update.output}\n${fetched.output}` }
  }
  // In a session of its own, where Ctrl-C does not reach it: a half-installed package is for dpkg to finish.
  return run(
    asRoot(['setsid', '--wait', 'env', 'DEBIAN_FRONTEND=noninteractive', ...APT, 'install', ...packages]),
  )
}

/**
 * A browser is as large as all else many times over.
 * @param {Need[]} needs
 */
const sizeOf = (needs) =>
  needs.some(({ use }) => use === 'browser')
    ? '240 MB to download, 850 MB on disk'
    : needs.some(({ use }) => use === 'vm')
      ? '40 MB to download, 130 MB on disk'
      : '10 MB to download, 35 MB on disk'

/** @param {Need[]} needs */
const packagesOf = (needs) => [...new Set(needs.map((need) => need.package))]

/** @param {Need[]} needs */
const byHand = (needs) =>
  `apt-get update && apt-get install --no-install-recommends ${packagesOf(needs).join(' ')}`

/** @param {Need[]} needs */
const listed = (needs) =>
  packagesOf(needs).map((name) => {
    const reasons = needs.filter((need) => need.package === name).map(({ why }) => why)
    return `${name}, to ${[...new Set(reasons)].join(', ')}`
  })

/** @param {Need[]} needs */
const noApt = (needs) =>
  new SetupError(
    `These are missing, and there is no apt-get to install them with: ${needs.map(({ file }) => file).join(', ')}.`,
    `Install them with the means of your system, then run this command again. In Debian they are in the packages\n\n  ${packagesOf(needs).join(' ')}\n`,
  )

/** @param {string} output */
const errorLines = (output) => {
  const errors = output.split('\n').filter((line) => /^(E:|W: Failed)/.test(line))
  return [...new Set(errors)]
    .slice(0, 8)
    .map((line) => `  ${line}`)
    .join('\n')
}
