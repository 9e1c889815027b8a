import { expect, it } from 'vitest'
import { openBrowser } from './browser.ts'
import { courseFolder, serveCourse } from './course-server.ts'
import { LabPage } from './lab-page.ts'
import { Line } from './line.ts'

it('a terminal goes on after the line was cut, and what was asked for in that moment is run once', async () => {
  const server = await serveCourse()
  using line = await Line.open()
  const { page } = await openBrowser({ proxy: line.proxy })
  const lab = await LabPage.open(page, server, 'veth')
  await lab.start()
  await lab.type('echo "printed $((40 + 2)) before"')
  await lab.untilScreen(/^printed 42 before$/m)
  await lab.type('(sleep 4; echo "printed $((40 + 3)) meanwhile") &')

  // The server carries it out, and its word of that is lost: the page can't but ask again.
  line.deafen()
  const [pair] = await lab.commands('pair')
  await pair!.button.click()
  await page.waitForTimeout(2000)
  expect(await lab.screen()).not.toContain('ip link add A')
  line.cut()
  await page.getByText('Connection lost').first().waitFor()
  await page.waitForTimeout(2500)
  line.mend()
  await lab.untilScreen(/printed 43 meanwhile/)
  await pair!.untilMatched()
  await lab.untilScreen(/ip link add A type veth peer name B/)
  const screen = await lab.screen()
  expect(screen.match(/^printed 42 before$/gm)).toHaveLength(1)
  expect(screen.match(/ip link add A type veth peer name B/g)).toHaveLength(1)
  expect(screen).not.toContain('File exists')
  expect(await page.getByText('Connection lost').filter({ visible: true }).count()).toBe(0)
  await lab.type('echo "printed $((40 + 4)) after"')
  await lab.untilScreen(/^printed 44 after$/m)
})

it('a server that was killed and started again still has the progress, in a page that stayed open and in a new one', async () => {
  const cwd = courseFolder()
  const server = await serveCourse(cwd)
  const { page } = await openBrowser()
  const lab = await LabPage.open(page, server, 'veth')
  await lab.start()
  for (const command of await lab.commands('none')) {
    await command.button.click()
    await command.untilMatched()
  }
  await lab.untilDone(['none'])

  await server.end('SIGKILL')
  await page.getByText('Connection lost').first().waitFor()
  await serveCourse(cwd, ['--port', String(server.port)])
  await expect
    .poll(() => page.locator('.machine-bar .status').textContent(), { timeout: 60_000 })
    .toMatch(/No machine yet|Connected again/)
  expect(await lab.doneSteps()).toEqual(['none'])
  await page.reload()
  await lab.untilDone(['none'])
  await page.goto(`http://127.0.0.1:${server.port}/`)
  const ring = page.locator('.labs a[href="/veth/"]').getByRole('img')
  await expect.poll(() => ring.getAttribute('aria-label')).toContain('1 of 7 steps done')

  expect(await page.locator('.course .main-button').textContent()).toBe('Go on: A cable by hand')

  // A new machine is one click away.
  await page.goto(`http://127.0.0.1:${server.port}/veth/`)
  await lab.start()
})

it('says why there is no further terminal, until there is room for it', async () => {
  const server = await serveCourse()
  const { page } = await openBrowser()
  const lab = await LabPage.open(page, server, 'veth')
  await lab.start()
  const refused = page.getByRole('alert').filter({ hasText: 'close one first' })
  while (!(await refused.isVisible())) {
    await page.getByRole('button', { name: 'Open another terminal' }).click()
    await expect.poll(async () => (await refused.isVisible()) || /[$#]/.test(await lab.screen())).toBe(true)
  }
  await page.getByTitle('Close terminal host-2 (Delete)').click()
  await expect.poll(() => refused.count()).toBe(0)
  await lab.type('')
  await lab.untilScreen(/[$#]/)
})
