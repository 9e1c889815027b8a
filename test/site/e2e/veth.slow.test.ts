import { expect, it } from 'vitest'
import { expectCalm, openBrowser } from './browser.ts'
import { serveCourse } from './course-server.ts'
import { LabPage } from './lab-page.ts'

/** Types a step's commands as they stand in the lesson, and sees each of them matched. */
const typeStep = async (lab: LabPage, step: string): Promise<void> => {
  for (const command of await lab.commands(step)) {
    await lab.type(await command.text())
    await command.untilMatched()
  }
}

/** Finds out the index that the question asks for, and types it as the answer. */
const answerMove = async (lab: LabPage): Promise<void> => {
  await lab.type('echo "eth0 has $(docker exec lonely cat /sys/class/net/eth0/ifindex)"')
  const [, index] = await lab.untilScreen(/^eth0 has (\d+)$/m)
  const [question] = await lab.inStep('move', '.task.question')
  await question!.locator('input').fill(index!)
  await question!.locator('input').press('Enter')
}

it('a learner types their way through veth, errs, takes hints, reloads, and resets', async () => {
  const server = await serveCourse()
  const watched = await openBrowser()
  const { page } = watched
  const lab = await LabPage.open(page, server, 'veth')
  const steps = await lab.steps()
  expect(steps).toEqual(['none', 'namespace', 'pair', 'move', 'address', 'neighbour', 'end'])
  await lab.start()

  // The container gets a network after all: what differs shows, and so does why the check fails.
  const [run, addresses] = await lab.commands('none')
  await lab.type('docker run -d --name lonely nicolaka/netshoot sleep infinity')
  await lab.untilScreen(/[0-9a-f]{64}/)
  await lab.type(await addresses!.text())
  await addresses!.untilDiffers()
  await expect.poll(() => addresses!.locator.locator('.reason .new').allInnerTexts()).not.toEqual([])
  expect((await addresses!.locator.locator('.reason pre').textContent())!).toContain('eth0')
  const [check] = await lab.inStep('none', '.task.check')
  await check!.locator('summary').click()
  await expect.poll(() => check!.locator('.reason').textContent()).toMatch(/none/)
  expect(await lab.doneSteps()).toEqual([])

  // A hint, then the solution, and not before.
  const [hint] = await lab.inStep('none', '.hint-box')
  expect(await hint!.getByText('Show the solution').isVisible()).toBe(false)
  expect(await hint!.getByText('keeps the container alive').isVisible()).toBe(false)
  await hint!.getByRole('button', { name: 'Hint' }).click()
  await hint!.getByText('keeps the container alive').waitFor()
  expect(await hint!.locator('.solution').count()).toBe(0)
  await hint!.getByRole('button', { name: 'Show the solution' }).click()
  expect(await hint!.locator('.solution pre').textContent()).toContain(
    'docker run -d --name lonely --net=none',
  )

  await lab.type('docker rm -f lonely')
  await lab.untilScreen(/^lonely$/m)
  await lab.type(await run!.text())
  await run!.untilMatched()
  await lab.type(await addresses!.text())
  await addresses!.untilMatched()
  await lab.type(await (await lab.commands('none'))[2]!.text())
  await lab.untilDone(['none'])

  await typeStep(lab, 'namespace')
  await lab.untilDone(['none', 'namespace'])

  // Enter on a command that has the focus runs it.
  const [pair, ...rest] = await lab.commands('pair')
  await pair!.button.focus()
  await page.keyboard.press('Enter')
  await pair!.untilMatched()
  for (const command of rest) {
    await lab.type(await command.text())
    await command.untilMatched()
  }
  await lab.untilDone(['none', 'namespace', 'pair'])
  const [move, ...others] = await lab.commands('move')
  await lab.type(await move!.text())
  await move!.untilMatched()

  // A reload half-way: all is there, and nothing is run again.
  const value = () => page.locator('#move ~ p .live-value').first().textContent()
  const shown = await lab.screen()
  await lab.type('for each in 1 2; do echo "marks: $((40 + each))" | tee -a /tmp/marks; done')
  await lab.untilScreen(/^marks: 42$/m)
  await page.reload()
  await lab.ready()
  await lab.untilScreen(/^marks: 42$/m)
  expect(await lab.doneSteps()).toEqual(['none', 'namespace', 'pair'])
  expect(await lab.screen()).toContain(shown.split('\n').filter(Boolean).at(-3)!)
  expect(await lab.finds('docker run -d --name lonely --net=none')).toBe(true)
  expect(await lab.finds('this was never printed')).toBe(false)
  for (const command of await lab.commands('pair')) await command.untilMatched()
  await lab.type('echo "$(wc -l </tmp/marks) marks, $(ip -br link show A | wc -l) cable"')
  await lab.untilScreen(/^2 marks, 1 cable$/m)

  for (const command of others) {
    await lab.type(await command.text())
    await command.untilMatched()
  }
  // What a command captured before the reload stands in the prose now.
  expect(await value()).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/)
  await answerMove(lab)
  await lab.untilDone(['none', 'namespace', 'pair', 'move'])

  // A reset: a new machine, on which nothing of this is, and the progress of before.
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'New machine, as new' }).click()
  await lab.untilScreen(/new machine/)
  await lab.ready()
  expect(await lab.doneSteps()).toEqual(['none', 'namespace', 'pair', 'move'])
  await lab.type('docker ps --all --quiet | wc -l; ls /tmp/marks')
  await lab.untilScreen(/^0$[\s\S]*cannot access '\/tmp\/marks'/m)
  expectCalm(watched, `http://127.0.0.1:${server.port}`)
})

it('a learner goes on in veth where they were, with the earlier steps played again on a new machine', async () => {
  const server = await serveCourse()
  const { page } = await openBrowser()
  const lab = await LabPage.open(page, server, 'veth')
  await lab.start()
  for (const step of ['none', 'namespace', 'pair']) await typeStep(lab, step)
  await lab.untilDone(['none', 'namespace', 'pair'])
  const [move] = await lab.commands('move')
  await lab.type(await move!.text())
  await move!.untilMatched()

  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'New machine, play earlier steps' }).click()
  await lab.untilScreen(/new machine/)
  await lab.ready()
  for (const step of ['move', 'address', 'neighbour']) {
    await typeStep(lab, step)
    if (step === 'move') await answerMove(lab)
  }
  await typeStep(lab, 'end')
  await lab.untilDone(['none', 'namespace', 'pair', 'move', 'address', 'neighbour', 'end'])
})
