import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { livingMachines } from '../../runner/machine/scratch/clean.ts'
import { spawnPty } from '../../runner/terminal/node-pty.ts'
import { block } from '../lab/lesson.ts'
import { folder, LABWRIGHT, lab } from './labwright.ts'

const machinesOf = (name: string): string[] =>
  livingMachines().flatMap(({ id, state }) => (state.lab === name ? [id] : []))

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** A folder with a lab of this name, whose command or check does not end. */
const endless = (name: string, where: 'terminal' | 'check'): string =>
  folder({
    [`labs/${name}/index.md`]: lab(
      where === 'terminal'
        ? block('console', 'host$ sleep 61')
        : `${block('console', 'host$ touch done')}\n\n${block('check it ends', 'host$ test -e done && sleep 61')}`,
    ),
  })

describe('a signal', () => {
  it.each(['terminal', 'check'] as const)(
    'Ctrl-C ends a run within 2 s, its machine with it (in a %s)',
    async (where) => {
      const name = `ctrl-c-${where}`
      const cwd = endless(name, where)
      const script = `trap : INT; "${process.execPath}" "${LABWRIGHT}" test; echo "status $?"`
      // With CI set, no line says what is being played.
      const { CI: _, ...env } = process.env
      const pty = spawnPty('bash', ['-c', script], { cwd, env, columns: 100, rows: 30 })
      let shown = ''
      pty.onData((data) => {
        shown += data
      })
      const ended = new Promise<void>((resolve) => pty.onExit(resolve))
      // A run that ends without having come so far has said why.
      await Promise.race([until(() => shown.includes('host$ ')), ended])
      expect(shown).toContain('host$ ')
      await new Promise((resolve) => setTimeout(resolve, 300))
      expect(machinesOf(name)).toHaveLength(1)
      const began = performance.now()
      pty.write('\x03')
      await ended
      expect(performance.now() - began).toBeLessThan(2000)
      expect(machinesOf(name)).toEqual([])
      expect(shown).toContain('stopped')
      expect(shown).toMatch(/status 130\s*$/)
      expect(shown).not.toMatch(/hold/)
    },
  )

  it.each(['SIGTERM', 'SIGHUP'] as const)('%s does as well', async (signal) => {
    const name = `on-${signal.toLowerCase()}`
    const cwd = endless(name, 'terminal')
    const run = execa(process.execPath, [LABWRIGHT, 'test'], { cwd, reject: false })
    await until(() => machinesOf(name).length === 1)
    await new Promise((resolve) => setTimeout(resolve, 500))
    const began = performance.now()
    run.kill(signal)
    const ended = await run
    expect(performance.now() - began).toBeLessThan(2000)
    expect(ended.signal).toBe(signal)
    expect(machinesOf(name)).toEqual([])
  })

  it.each([['check'], ['receipt', 'make', '--learner', 'Ada']])(
    'ends what `labwright %s` runs on a machine that lives on',
    async (...args) => {
      const cwd = folder({})
      const begun = join(cwd, 'begun')
      const env = { XDG_DATA_HOME: cwd }
      writeFileSync(
        join(cwd, 'lab.md'),
        lab(block('check it ends', `host$ echo $$ > ${begun}; exec sleep 62`)),
      )
      await execa(process.execPath, [LABWRIGHT, 'key', 'new'], { env })
      const call = [LABWRIGHT, ...args, 'lab.md', '--machine', 'host']
      const run = execa(process.execPath, call, { cwd, env, reject: false })
      await until(() => existsSync(begun) && readFileSync(begun, 'utf8').endsWith('\n'))
      run.kill('SIGTERM')
      expect(await run).toMatchObject({ signal: 'SIGTERM', stdout: '', stderr: '' })
      expect(existsSync(`/proc/${readFileSync(begun, 'utf8').trim()}`)).toBe(false)
    },
  )

  it('that comes while the machine is being made ends the run, too', async () => {
    const name = 'early'
    const run = execa(process.execPath, [LABWRIGHT, 'test'], {
      cwd: endless(name, 'terminal'),
      reject: false,
    })
    await until(() => livingMachines().some(({ state }) => state.lab === name))
    run.kill('SIGTERM')
    expect((await run).signal).toBe('SIGTERM')
    expect(machinesOf(name)).toEqual([])
  })
})

describe('a reader that has seen enough', () => {
  it.each(['list', 'test'])('ends labwright %s without a word', async (command) => {
    const name = `piped-${command}`
    const body = Array.from(
      { length: 40 },
      (_, n) => `## Step ${n} {#s${n}}\n\n${block('console', 'host$ true')}\n`,
    )
    const cwd = folder({
      [`labs/${name}/index.md`]: `---\ntitle: T\ndescription: D\nminutes: 5\n---\n${body.join('\n')}`,
    })
    const script = `"${process.execPath}" "${LABWRIGHT}" ${command} | head -1`
    const { stderr, exitCode } = await execa('bash', ['-c', script], { cwd, reject: false })
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(machinesOf(name)).toEqual([])
  })
})
