import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ensureBrowserImage } from '../../../runner/machine/browser/build/build.ts'
import { expectCalm, openBrowser } from './browser.ts'
import { removeSite, siteAt } from './built-site.ts'
import { LabPage } from './lab-page.ts'
import { openHost } from './static-host.ts'

const BASE = '/course/'
/** The image is built where there is none, and the site; and what an emulated machine does takes its time. */
const PATIENCE = { timeout: 20 * 60_000 }

let site = ''
beforeAll(async () => {
  await ensureBrowserImage(false, () => {})
  site = await siteAt(BASE, true)
}, PATIENCE.timeout)
afterAll(() => site && removeSite(site))

/** What the machine consists of and a thread loaded itself: the thread that unpacks and runs it. */
const loadedMachine = (thread: { evaluate<R>(ask: () => R): Promise<R> }): Promise<string[]> =>
  thread.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname.split('/').at(-1)!)
      .filter((name) => /\.wasm$|^state-/.test(name)),
  )

const startMachine = async (page: Page, button: RegExp): Promise<LabPage> => {
  const lab = new LabPage(page)
  await page.locator('.lab-facts').getByRole('button', { name: button }).click()
  await lab.ready()
  await lab.untilScreen(/[$#]/)
  return lab
}

const pressAll = async (lab: LabPage, step: string): Promise<void> => {
  for (const command of await lab.commands(step)) {
    await command.button.click()
    await command.untilMatched()
  }
}

const typeAll = async (lab: LabPage, step: string): Promise<void> => {
  for (const command of await lab.commands(step)) {
    await lab.type(await command.text())
    await command.untilMatched()
  }
}

const answerCables = async (lab: LabPage): Promise<void> => {
  await lab.type('ip -n blue link show eth0 | awk \'/ether/ { print "it is " $2 }\'')
  const [, mac] = await lab.untilScreen(/^it is ([0-9a-f:]{17})$/m)
  const [question] = await lab.inStep('cables', '.task.question')
  await question!.locator('input').fill(mac!)
  await question!.locator('input').press('Enter')
}

it(
  'a host of files gives a learner a machine: by buttons and by typing, checked, reset, saved, gone on with, offline',
  PATIENCE,
  async () => {
    const host = await openHost(site, BASE)
    const watched = await openBrowser()
    const { page } = watched
    page.setDefaultTimeout(60_000)
    await page.goto(`${host.origin}${BASE}netns/`, { waitUntil: 'networkidle' })
    let lab = await startMachine(page, /^Start the machine \(\d+ MB\)$/)
    // The page does not stutter: the machine is another thread's. (How long its own was busy stands in the bench.)
    expect(await loadedMachine(page)).toEqual([])
    expect(await loadedMachine(page.workers()[0]!)).toContainEqual(expect.stringMatching(/^v86/))

    await pressAll(lab, 'namespaces')
    await lab.untilDone(['namespaces'])
    await typeAll(lab, 'cables')
    await answerCables(lab)
    await lab.untilDone(['namespaces', 'cables'])

    await page.getByRole('tab', { name: 'Picture' }).click()
    await page.locator('.topology svg').first().waitFor()
    await page.getByRole('tab', { name: 'Terminal', exact: true }).click()

    // A reset: a new machine, on which nothing of this is, and what was done stays done.
    await page.getByRole('button', { name: 'Reset' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'New machine, as new' }).click()
    await lab.untilScreen(/new machine/)
    await lab.ready()
    await lab.type('echo "$(ip netns list | wc -l) namespaces"')
    await lab.untilScreen(/^0 namespaces$/m)
    expect(await lab.doneSteps()).toEqual(['namespaces', 'cables'])

    // Saved, and gone on with after the page was loaded anew.
    await lab.type(
      'for each in red blue; do ip netns add $each && ip -n $each link set lo up; done; echo "made: $?"',
    )
    await lab.untilScreen(/^made: 0$/m)
    await pressAll(lab, 'cables')
    await lab.type('echo kept > /root/note; echo "noted: $?"')
    await lab.untilScreen(/^noted: 0$/m)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.locator('.machine-bar').getByText('Saved in this browser').waitFor()
    await page.reload({ waitUntil: 'networkidle' })
    lab = await startMachine(page, /^Go on where you were$/)
    await lab.type('cat /root/note; ip -br link show to-red | wc -l')
    await lab.untilScreen(/^kept\n1$/m)
    expect(await lab.doneSteps()).toEqual(['namespaces', 'cables'])
    await pressAll(lab, 'addresses')
    await lab.untilDone(['namespaces', 'cables', 'addresses'])
    expectCalm(watched, host.origin)

    // All of it is kept, and then there is no network.
    await page.goto(`${host.origin}${BASE}`, { waitUntil: 'networkidle' })
    await page.getByRole('button', { name: 'Keep for offline' }).click()
    await page.getByText('all of it works without a network').waitFor()
    host.close()
    await page.context().setOffline(true)
    await page.goto(`${host.origin}${BASE}ru/veth/`)
    await page.locator('.lesson h1').waitFor()
    await page.goto(`${host.origin}${BASE}netns/`)
    lab = await startMachine(page, /^Start a new machine$/)
    await lab.type('uname -s; cat /root/note')
    await lab.untilScreen(/^Linux\n.*No such file/m)
  },
)

it(
  'whoever leaves the lab leaves its machine and its memory, and a browser that can have none says so',
  PATIENCE,
  async () => {
    const { origin } = await openHost(site, BASE)
    const { page } = await openBrowser()
    page.setDefaultTimeout(60_000)
    await page.goto(`${origin}${BASE}netns/`, { waitUntil: 'networkidle' })
    await startMachine(page, /^Start the machine/)
    const [worker] = page.workers()
    expect(worker).toBeDefined()
    await page.locator('.lab-ends a').first().click()
    await page.waitForURL((url) => !url.pathname.endsWith('/netns/'))
    await expect.poll(() => page.workers().includes(worker!)).toBe(false)

    await page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'WebAssembly')
    })
    await page.goto(`${origin}${BASE}netns/`, { waitUntil: 'networkidle' })
    await page.locator('.lab-facts .read-only').getByText('This browser has no WebAssembly').waitFor()
    expect(await page.locator('.terminal-dock').count()).toBe(0)
    await page.getByRole('button', { name: 'Show a recorded output' }).first().click()
    await page.locator('.printed.came').first().waitFor()
  },
)
