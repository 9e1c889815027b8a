import { readFile } from 'node:fs/promises'
import type { Browser, Locator, Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'
import { LiveClass } from '../../serve/class/live-class.ts'
import { expectCalm, launch, type Watched, watchedPage } from './browser.ts'
import { builtSite } from './built-site.ts'
import { courseFolder } from './course-server.ts'
import { LabPage } from './lab-page.ts'
import { Line } from './line.ts'
import { violations } from './violations.ts'

const LAB = 'host-network'

interface InClass extends Watched {
  lab: LabPage
}

/** Joins by the form, as somebody does who has scanned the code. */
const join = async (browser: Browser, live: LiveClass, name: string, line?: Line): Promise<InClass> => {
  const watched = await watchedPage(browser, line ? { proxy: line.proxy } : {})
  const { page } = watched
  page.setDefaultTimeout(60_000)
  await page.goto(live.joinAddress)
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Join' }).click()
  const lab = new LabPage(page)
  await lab.terminalDock.waitFor()
  return { ...watched, lab }
}

/** Does a step: by the buttons, or by typing each command. What five machines at once are too slow for is tried again. */
const doStep = async ({ lab, page }: InClass, step: string, by: 'buttons' | 'typing'): Promise<void> => {
  for (const command of await lab.commands(step)) {
    for (let tries = 1; ; tries++) {
      if (by === 'buttons') await command.button.click()
      else {
        const terminal = await command.terminal()
        await page
          .locator('.terminal-tabs')
          .getByRole('tab', { name: new RegExp(`^${terminal}\\b`) })
          .click()
        // What is typed ahead of a shell's first prompt may be lost.
        await lab.untilScreen(/[$#]$/m)
        await lab.type(await command.text())
      }
      if ((await command.untilJudged()) === 'matched') break
      expect(tries, `tries of ${await command.text()}`).toBeLessThan(15)
      await page.waitForTimeout(1000)
    }
  }
  for (const question of await lab.inStep(step, '.task.question')) {
    await page.getByRole('tab', { name: 'Transcript' }).click()
    const printed = page.locator('.transcript li').filter({ hasText: 'netshoot ss -H4tln' }).first()
    const sockets = (await printed.locator('pre').textContent())!.trim().split('\n')
    await question.locator('input').fill(String(sockets.length))
    await question.getByRole('button').click()
    await expect.poll(() => question.locator('.verdict').textContent()).toBe('Right')
    await page.getByRole('tab', { name: 'Terminal', exact: true }).click()
  }
}

const finish = async (learner: InClass, by: 'buttons' | 'typing' = 'buttons'): Promise<void> => {
  const steps = await learner.lab.steps()
  const done = await learner.lab.doneSteps()
  for (const step of steps.filter((each) => !done.includes(each))) await doStep(learner, step, by)
  await learner.lab.untilDone(steps)
}

const lineOf = (teacher: Page, name: string): Locator =>
  teacher.locator('.learner-line').filter({ has: teacher.getByRole('button', { name, exact: true }) })

it('a teacher and five learners: by buttons, by typing, stuck, dropped, and helped', {
  timeout: 8 * 60_000,
}, async () => {
  const args = ['--labs', `${LAB},netns`, '--title', 'Monday’s class', '--stuck-tries', '2']
  const live = await LiveClass.start(courseFolder(), args, await builtSite())
  const origin = `http://127.0.0.1:${live.port}`
  const browser = await launch()
  onTestFinished(() => browser.close())
  const desk = await watchedPage(browser)
  const teacher = desk.page
  await teacher.goto(live.teacherAddress)
  await teacher.getByText('Nobody has joined yet').waitFor()
  await teacher.getByText(live.code).first().waitFor()
  expect(await violations(teacher)).toEqual([])

  using line = await Line.open()
  const ada = await join(browser, live, 'Ada')
  const bob = await join(browser, live, 'Bob <b>')
  const cem = await join(browser, live, 'Cem')
  const dan = await join(browser, live, 'Dan', line)
  const eve = await join(browser, live, 'Eve')
  const all = [ada, bob, cem, dan, eve]
  for (const { lab } of all) await lab.ready()
  await expect.poll(() => teacher.locator('.learner-line').count()).toBe(5)

  // They are all there: nobody else is let in.
  await teacher.getByRole('switch', { name: 'Newcomers may join' }).uncheck()
  const { page: stranger } = await watchedPage(browser)
  await stranger.goto(live.joinAddress)
  await stranger.getByLabel('Your name').fill('Fay')
  await stranger.getByRole('button', { name: 'Join' }).click()
  await stranger.getByText('lets no newcomers in').waitFor()
  await stranger.context().close()

  // One is stuck, and asks.
  await cem.lab.type('rm -f /usr/bin/docker /usr/local/bin/docker')
  for (const command of (await cem.lab.commands('hostname')).slice(1, 2)) {
    await command.button.click()
    await command.untilDiffers()
    await command.button.click()
  }
  await lineOf(teacher, 'Cem').locator('.badge.stuck').waitFor({ timeout: 30_000 })
  await cem.page.getByRole('button', { name: 'Raise hand' }).click()
  await cem.page.getByLabel('What is it about?').fill('docker is not there')
  await cem.page.locator('.note').getByRole('button', { name: 'Raise hand' }).click()
  await lineOf(teacher, 'Cem').getByText('docker is not there').waitFor()
  expect(await teacher.locator('.learner-line').first().textContent()).toContain('Cem')

  // One is dropped, is seen to be away, and finds everything as it was.
  await doStep(dan, 'hostname', 'buttons')
  await dan.lab.type('echo "mine $((40 + 2))"')
  await dan.lab.untilScreen(/^mine 42$/m)
  line.cut()
  await lineOf(teacher, 'Dan').locator('.badge.away').waitFor({ timeout: 60_000 })
  line.mend()
  await lineOf(teacher, 'Dan').locator('.badge.working').waitFor({ timeout: 60_000 })
  expect(await dan.lab.screen()).toContain('mine 42')

  // One is helped over the shoulder.
  await lineOf(teacher, 'Eve').getByRole('button', { name: 'Eve', exact: true }).click()
  const panel = teacher.getByRole('complementary', { name: 'Over the shoulder of Eve' })
  await eve.page.getByText('The teacher is looking at your terminals').waitFor()
  await eve.lab.type('echo "seen $((40 + 3))"')
  await panel.locator('.xterm-rows', { hasText: 'seen 43' }).waitFor()
  const along = panel.getByRole('switch', { name: 'Type along' })
  expect(await along.isDisabled()).toBe(true)
  await eve.page.getByRole('button', { name: 'Eve' }).click()
  await eve.page.getByRole('switch', { name: 'Let the teacher type' }).check()
  await eve.page.keyboard.press('Escape')
  await expect.poll(() => along.isEnabled()).toBe(true)
  await along.check()
  const [first] = await eve.lab.commands('hostname')
  await panel.locator('.xterm').click()
  await teacher.keyboard.type(await first!.text())
  await teacher.keyboard.press('Enter')
  await first!.untilMatched()
  expect(await violations(teacher)).toEqual([])
  await panel.getByRole('button', { name: 'Close' }).click()

  // The teacher mends the machine of who was stuck, and tells all where the class is.
  await lineOf(teacher, 'Cem').getByRole('button', { name: 'Cem', exact: true }).click()
  await teacher.getByRole('button', { name: 'Reset the machine' }).click()
  await teacher.getByRole('button', { name: 'New machine, as new' }).click()
  await teacher.getByRole('button', { name: 'Lower hand' }).click()
  await teacher.getByLabel('Message to this learner').fill('A new machine: try again.')
  await teacher.getByRole('button', { name: 'Send' }).click()
  await cem.page.getByText('A new machine: try again.').first().waitFor()
  await cem.page.getByRole('button', { name: 'Got it' }).click()
  await teacher.locator('.shoulder-panel').getByRole('button', { name: 'Close' }).click()
  await cem.lab.ready()

  // All of them through the lab, one by typing.
  await Promise.all([finish(ada), finish(bob, 'typing'), finish(dan)])
  await Promise.all([finish(cem), finish(eve)])
  await expect.poll(() => teacher.locator('.badge.done').count(), { timeout: 30_000 }).toBe(5)
  for (const { page } of all) {
    const bar = page.locator('.step-count [role=status]')
    expect(await bar.textContent()).toBe('7 of 7 steps done')
  }

  // What is left of it.
  await teacher.getByRole('button', { name: 'Results' }).click()
  const [download] = await Promise.all([
    teacher.waitForEvent('download'),
    teacher.getByRole('link', { name: 'results.csv' }).click(),
  ])
  const rows = (await readFile(await download.path(), 'utf8')).trim().split('\r\n')
  expect(rows).toHaveLength(6)
  expect(rows.filter((row) => row.includes(`,${LAB},yes,7,7,`))).toHaveLength(5)
  await teacher.keyboard.press('Escape')
  await teacher.getByRole('button', { name: 'End the class' }).click()
  await teacher.getByRole('button', { name: 'End it' }).click()
  await ada.page.getByText('The class has ended').first().waitFor()
  // The line that was cut is no calm page's.
  for (const watched of [desk, ada, bob, cem, eve]) expectCalm(watched, origin)
})

it('a class is opened from the page, with the labs that are chosen', async () => {
  const { serveCourse } = await import('./course-server.ts')
  const server = await serveCourse()
  const browser = await launch()
  onTestFinished(() => browser.close())
  const { page } = await watchedPage(browser)
  await page.goto(server.address)
  await page.getByRole('button', { name: 'Open a class' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Title').fill('From the page')
  await dialog.getByLabel('Networks without Docker').check()
  await dialog.getByRole('button', { name: 'Open a class' }).click()
  await page.getByText('Nobody has joined yet').waitFor({ timeout: 30_000 })
  expect(await page.locator('h1').textContent()).toContain('From the page')
  expect(new URL(page.url()).port).not.toBe(String(server.port))
})
