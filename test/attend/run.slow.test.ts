import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { listIds, readState } from '../../runner/machine/scratch/state.ts'
import { Learner } from './learner.ts'

const MENU = '\x1d'
const LABWRIGHT = new URL('../../runner/cli/labwright.js', import.meta.url).pathname

const lab = (body: string, more = ''): string =>
  `---\ntitle: A lab\ndescription: To be played.\nminutes: 5\n${more}---\n\n# A lab\n\n${body}`

const FILES = lab(`Read on.

## Make a file {#make}

The host is \`{host.ip}\`.

\`\`\`console
host$ cd /tmp; echo hello  world >note
host$ cat note
hello world
host$ ls nothing
ls: cannot access 'nothing': No such file or directory
[2]
\`\`\`

\`\`\`check the note says hello
host$ cat /tmp/note
hello world
\`\`\`

::: hint
Write with \`echo\`.
:::

## Count {#count}

\`\`\`console
host$ wc -c note
{size:int} note
\`\`\`

\`\`\`question How many letters has the note?
host$ wc -c </tmp/note
{answer:int}
\`\`\`

::: hint
\`wc -c\` counts them: {size} of them.
:::
`)

const machineOf = async (learner: Learner): Promise<string> => {
  const text = await learner.sees(/Machine \w+ is ready/)
  return /Machine (\w+) is ready/.exec(text)![1]!
}

const livesStill = (id: string): boolean => listIds().includes(id)

describe('labwright run', { timeout: 180_000 }, () => {
  it('plays a lab to its end with a learner who types', async () => {
    await using learner = new Learner(FILES)
    const id = await machineOf(learner)
    await learner.sees('The host is 10.77.0.10.')
    await learner.sees('[ ] the note says hello')
    await learner.sees('host$ ')
    learner.enter('cd /tmp; echo   hello world > note')
    await learner.sees('✓ the note says hello')
    await learner.sees('✓ Step 1 of 2 done. Next: Count')
    await learner.sees('host$ ')
    learner.enter('')
    await learner.sees('2 of 2')
    await learner.sees('│ <size> note')
    await learner.sees('host$ ')
    learner.enter('wc  -c note')
    await learner.sees('12 note')
    await learner.sees('✓ as the lesson shows (1 of 1)')
    await learner.sees('Your answer: ')
    learner.enter('13')
    await learner.sees("✗ Not '13'.")
    await learner.sees('Your answer: ')
    learner.enter(' 12 ')
    await learner.sees('✓ Step 2 of 2 done. That was the last one.')
    await learner.sees('host$ ')
    learner.enter('')
    await learner.sees('all steps done')
    await learner.sees(`Machine ${id} is removed.`)
    await learner.sees('[status 0]')
    expect(livesStill(id)).toBe(false)
  })

  it('types the commands for a learner who asks for it, and finds its way into containers and out again', async () => {
    await using learner = new Learner(
      lab(
        `## Inside {#inside}

\`\`\`console
host$ docker run -ti --rm busybox
box# hostname
{id:hex}
box# exit
host$ docker run --rm --net=host busybox hostname
host
\`\`\`
`,
        'requires: [docker]\ncontainers: [busybox]\n',
      ),
    )
    await learner.sees('│ host\n')
    await learner.sees('host$ ')
    await learner.menu('r')
    await learner.sees('✓ as the lesson shows (1 of 4)')
    // By hand inside, and out again too early.
    await learner.sees('/ # ')
    learner.enter('exit')
    await learner.sees('✓ as the lesson shows (2 of 4)')
    await learner.sees('host$ ')
    // The next command belongs inside: the way in comes first.
    await learner.menu('r')
    await learner.sees('/ # ')
    await learner.menu('r')
    const hostname = await learner.sees('✓ as the lesson shows (3 of 4)')
    expect(hostname).toMatch(/^[0-9a-f]{12}$/m)
    await learner.sees('/ # ')
    // The next one belongs outside.
    await learner.menu('r')
    await learner.sees('host$ ')
    await learner.menu('r')
    await learner.sees('✓ Step 1 of 1 done.')
    await learner.sees('host$ ')
    await learner.menu('n')
    await learner.sees('[status 0]')
  })

  it('says what a command printed instead, gives hints one by one, and then the solution', async () => {
    await using learner = new Learner(FILES)
    await learner.sees('[ ] the note says hello')
    await learner.sees('host$ ')
    learner.enter('cat note')
    await learner.sees('This is not what the lesson shows:')
    await learner.sees('- hello world')
    await learner.sees('+ cat: note: No such file or directory')
    await learner.sees('host$ ')
    await learner.menu('c')
    await learner.sees('✗ the note says hello')
    await learner.sees('+ cat: /tmp/note: No such file or directory')
    await learner.sees('host$ ')
    await learner.menu('h')
    await learner.sees('Hint 1 of 1')
    await learner.sees('Write with echo.')
    await learner.sees('host$ ')
    await learner.menu('s')
    await learner.sees('│ host$ cd /tmp; echo hello  world >note')
    await learner.sees('types the next one for you.')
    await learner.sees('host$ ')
    learner.enter('cd /tmp; touch note')
    await learner.sees('host$ ')
    learner.enter('rm note; echo hello world >note')
    await learner.sees('✓ the note says hello')
  })

  it('offers a hint after three wrong answers, and lets the question wait', async () => {
    await using learner = new Learner(FILES)
    await learner.sees('[ ] the note says hello')
    await learner.sees('host$ ')
    await learner.menu('n')
    await learner.sees('Question: How many letters')
    await learner.sees('host$ ')
    learner.enter('cd /tmp; echo hi >note')
    await learner.sees('host$ ')
    await learner.menu('a')
    for (const answer of ['1', '2', '4']) {
      await learner.sees('Your answer: ')
      learner.enter(answer)
      await learner.sees(`✗ Not '${answer}'.`)
    }
    await learner.sees('Show a hint? [y/N]')
    learner.press('y')
    await learner.sees('wc -c counts them: <size> of them.')
    await learner.sees('host$ ')
    await learner.menu('a')
    await learner.sees('Your answer: ')
    learner.enter('')
    await learner.sees('lets you answer.')
    await learner.sees('host$ ')
    await learner.menu('a')
    await learner.sees('Your answer: ')
    learner.press('\x1d')
    await learner.sees('lets you answer.')
    await learner.sees('host$ ')
    learner.enter('echo still here')
    await learner.sees('\nstill here')
  })

  it('passes Ctrl-C and Ctrl-] on, and quits with status 1 before the end', async () => {
    await using learner = new Learner(FILES)
    const id = await machineOf(learner)
    await learner.sees('[ ] the note says hello')
    await learner.sees('host$ ')
    learner.enter("sh -c 'echo it runs; exec sleep 300'")
    await learner.sees('\nit runs')
    learner.press('\x03')
    await learner.sees('host$ ')
    learner.enter('cat -v')
    await learner.sees('cat -v')
    await learner.menu(MENU)
    learner.enter('')
    await learner.sees('^]')
    learner.press('\x03')
    await learner.sees('host$ ')
    await learner.menu('q')
    await learner.sees('Quit the lab? [y/N]')
    learner.press('n')
    await learner.sees('host$ ')
    await learner.menu('q')
    await learner.sees('Quit the lab? [y/N]')
    learner.press('y')
    await learner.sees('0 of 2 steps done')
    await learner.sees(`Machine ${id} is removed.`)
    await learner.sees('[status 1]')
    await learner.sees(/^icanon/m)
    expect(livesStill(id)).toBe(false)
  })

  it('tells that the machine has gone, with status 3, and gives the terminal back', async () => {
    await using learner = new Learner(FILES)
    const id = await machineOf(learner)
    await learner.sees('[ ] the note says hello')
    await learner.sees('host$ ')
    process.kill(readState(id)!.members[0]!.pid, 'SIGKILL')
    await learner.sees(`machine ${id} has gone`)
    await learner.sees('mend: labwright run')
    await learner.sees('[status 3]')
    await learner.sees(/^icanon/m)
    expect(livesStill(id)).toBe(false)
  })

  it('removes the machine and gives the terminal back when it is ended by SIGTERM', async () => {
    await using learner = new Learner(FILES)
    const id = await machineOf(learner)
    await learner.sees('[ ] the note says hello')
    await learner.sees('host$ ')
    process.kill(readState(id)!.runner.pid, 'SIGTERM')
    await learner.sees('ended by SIGTERM')
    await learner.sees(`Machine ${id} is removed.`)
    await learner.sees('[status 143]')
    await learner.sees(/^icanon/m)
    expect(livesStill(id)).toBe(false)
  })

  it('removes the machine when the window is closed', async () => {
    let id = ''
    {
      await using learner = new Learner(FILES)
      id = await machineOf(learner)
      await learner.sees('[ ] the note says hello')
      expect(livesStill(id)).toBe(true)
    }
    await expect.poll(() => livesStill(id), { timeout: 60_000 }).toBe(false)
  })

  it('has a second terminal where the lesson wants one, and sees what a background command prints', async () => {
    await using learner = new Learner(
      lab(`## Talk {#talk}

\`\`\`console background
host-2$ nc -nlvp 8080
Listening on {*}
\`\`\`

\`\`\`console
host$ ss -Htln 'sport = :8080'
LISTEN {*}:8080 {*}
\`\`\`
`),
    )
    await learner.sees(/│ LISTEN .*\n+host-2\$ /)
    learner.enter('nc -nlvp 8080')
    await learner.sees('Listening on 0.0.0.0 8080')
    await learner.sees('✓ as the lesson shows (1 of 2)')
    await learner.menu('t')
    await learner.sees('2 host')
    learner.press('2')
    await learner.sees('── terminal host ')
    await learner.sees('host$ ')
    learner.enter("ss -Htln 'sport = :8080'")
    await learner.sees('✓ Step 1 of 1 done.')
    await learner.menu('t')
    await learner.sees('host-2')
    learner.press('1')
    await learner.sees('terminal host-2, where nc -nlvp 8080 runs')
    learner.press('\x03')
    await learner.sees('host-2$ ')
  })

  it('makes the machine as new, and plays the steps before this one again', async () => {
    await using learner = new Learner(FILES)
    await learner.sees('[ ] the note says hello')
    await learner.sees('host$ ')
    await learner.menu('r')
    await learner.sees('✓ Step 1 of 2 done.')
    await learner.sees('host$ ')
    learner.enter('')
    await learner.sees('Question: How many letters')
    await learner.sees('host$ ')
    learner.enter('rm /tmp/note; touch /tmp/mine')
    await learner.sees('host$ ')
    await learner.menu('R')
    await learner.sees('your progress is kept. [y/N]')
    learner.press('y')
    await learner.sees('before this one again, out of sight? [y/N]')
    learner.press('y')
    await learner.sees('again: Make a file')
    await learner.sees('is as new.')
    await learner.sees('host$ ')
    learner.enter('cat /tmp/note; ls /tmp/mine')
    await learner.sees('\nhello world')
    await learner.sees('No such file')
  })

  it('keeps the machine for a look where that is wished, and goes on with one that lives', async () => {
    await using first = new Learner(FILES, { args: ['--keep'] })
    const id = await machineOf(first)
    await first.sees('[ ] the note says hello')
    await first.sees('host$ ')
    await first.menu('r')
    await first.sees('✓ the note says hello')
    await first.sees('host$ ')
    await first.menu('q')
    await first.sees('[y/N]')
    first.press('y')
    await first.sees(`Machine ${id} is left`)
    await first.sees('[status 1]')
    expect(livesStill(id)).toBe(true)
    try {
      await using second = new Learner(FILES, { args: ['--machine', `scratch:${id}`] })
      await second.sees('[✓] the note says hello')
      await second.sees('✓ Step 1 of 2 done.')
      await second.sees('host$ ')
      await second.menu('q')
      await second.sees('[y/N]')
      second.press('y')
      await second.sees('[status 1]')
    } finally {
      await execa(process.execPath, [LABWRIGHT, 'clean'])
    }
    expect(livesStill(id)).toBe(false)
  })

  it('sets its text to the width of the window, and tells the machine when that changes', async () => {
    await using learner = new Learner(FILES, { columns: 50, rows: 20 })
    await learner.sees('[ ] the note says hello')
    await learner.sees('host$ ')
    learner.enter('stty size')
    await learner.sees('20 50')
    learner.resize(70, 30)
    learner.enter('sleep 0.2; stty size')
    await learner.sees('30 70')
    await learner.menu('q')
    await learner.sees('[y/N]')
    learner.press('y')
    await learner.sees('[status 1]')
  })

  it('refuses to run without a terminal', async () => {
    const { exitCode, stderr } = await execa(process.execPath, [LABWRIGHT, 'run', 'veth'], { reject: false })
    expect(exitCode).toBe(2)
    expect(stderr).toContain('labwright test veth plays a lab without a person')
  })
})
