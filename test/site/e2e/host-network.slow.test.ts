import { expect, it } from 'vitest'
import { expectCalm, openBrowser } from './browser.ts'
import { serveCourse } from './course-server.ts'
import { LabPage } from './lab-page.ts'

it('a learner goes through host-network by buttons alone', async () => {
  const server = await serveCourse()
  const watched = await openBrowser()
  const { page } = watched
  const lab = await LabPage.open(page, server, 'host-network')
  const steps = await lab.steps()
  expect(steps).toHaveLength(7)
  expect(await lab.doneSteps()).toEqual([])
  await lab.start()

  for (const [at, step] of steps.entries()) {
    for (const command of await lab.commands(step)) {
      await command.button.click()
      await command.untilMatched()
    }
    if (step === 'sockets') {
      await page.getByRole('tab', { name: 'Transcript' }).click()
      const printed = page.locator('.transcript li').filter({ hasText: 'netshoot ss -H4tln' }).first()
      const sockets = (await printed.locator('pre').textContent())!.trim().split('\n')
      expect(sockets.length).toBeGreaterThanOrEqual(2)
      const [question] = await lab.inStep(step, '.task.question')
      await question!.locator('input').fill(String(sockets.length + 1))
      await question!.getByRole('button').click()
      await expect.poll(() => question!.locator('.verdict').textContent()).toContain('That is not it')
      expect(await lab.doneSteps()).not.toContain('sockets')
      await question!.locator('input').fill(String(sockets.length))
      await question!.getByRole('button').click()
      await expect.poll(() => question!.locator('.verdict').textContent()).toBe('Right')
      await page.getByRole('tab', { name: 'Terminal', exact: true }).click()
    }
    await lab.untilDone(steps.slice(0, at + 1))
    for (const check of await lab.inStep(step, '.task.check'))
      expect(await check.getByRole('status').textContent()).toContain('Holds')
  }

  expect(await page.locator('.lesson .command:not(.matched)').count()).toBe(0)
  expect(await page.locator('.step-count [role=status]').textContent()).toBe('7 of 7 steps done')
  await page.goto(`http://127.0.0.1:${server.port}/`)
  const ring = page.locator('.labs a[href="/host-network/"]').getByRole('img')
  await expect.poll(() => ring.getAttribute('aria-label')).toContain('7 of 7 steps done')
  expectCalm(watched, `http://127.0.0.1:${server.port}`)
})
