import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SHELL_LINE } from '../../runner/terminal/supervisor.ts'
import type { CommandOutput, Terminal } from '../../runner/terminal/terminal.ts'
import { leftovers, openTestShell } from './open-test-shell.ts'

let shell: Terminal
beforeEach(async () => {
  shell = await openTestShell()
})
afterEach(() => shell[Symbol.asyncDispose]())
afterAll(async () => expect(await leftovers()).toEqual([]))

const output = async (command: string): Promise<string> => (await shell.run(command)).output

describe('a shell', () => {
  it('tells output and exit status of a command', async () => {
    expect(await shell.run('echo hello')).toMatchObject({
      command: 'echo hello',
      output: 'hello\n',
      exit: 0,
      ended: 'exit',
    })
    expect(await shell.run('(exit 7)')).toMatchObject({ output: '', exit: 7 })
    expect(await shell.run('no-such-command')).toMatchObject({
      output: 'bash: no-such-command: command not found\n',
      exit: 127,
    })
  })

  it('is one shell for all commands', async () => {
    await shell.run('cd /usr; name=value; greet() { echo "hi $1"; }')
    expect(await output('pwd; echo $name; greet you')).toBe('/usr\nvalue\nhi you\n')
  })

  it('keeps $? and $_ for the next command', async () => {
    await shell.run('false')
    expect(await output('echo $?')).toBe('1\n')
    await shell.run('true some words')
    expect(await output('echo $_')).toBe('words\n')
  })

  it('runs commands in the order they were given', async () => {
    const all = await Promise.all(['sleep 0.1; echo 1', 'echo 2', 'echo 3'].map(output))
    expect(all).toEqual(['1\n', '2\n', '3\n'])
  })

  it.each<[string, string, string]>([
    ['prints no newline at its end', 'printf abc', 'abc'],
    ['prints nothing', ':', ''],
    ['is a comment', '# nothing', ''],
    ['is empty', '', ''],
    ['has tabs, as they are', "printf '%s' '\ta\t\tb'", '\ta\t\tb'],
    ['has exclamation marks', 'echo "!x !! a!b"', '!x !! a!b\n'],
    ['has letters of any alphabet', 'echo "héllo 漢字 😀"', 'héllo 漢字 😀\n'],
    ['spans lines', 'for i in 1 2\ndo\n  echo $i\ndone\necho end', '1\n2\nend\n'],
    ['has a here-document', 'cat <<END\na $HOME "b" `echo c`\n\tend\nEND', 'a /nonexistent "b" c\n\tend\n'],
    ['has a quoted here-document', 'cat <<\'END\'\n$HOME \\ `x` "y"\nEND', '$HOME \\ `x` "y"\n'],
    ['continues a line', 'echo a \\\n  b', 'a b\n'],
    ['defines and calls a function', 'f() {\n  echo "in f: $1"\n}\nf x', 'in f: x\n'],
    ['clears the screen', 'clear', ''],
    ['colours', "printf '\\e[31mred\\e[0m\\n'", 'red\n'],
    ['is wrong', 'echo )', "bash: syntax error near unexpected token `)'\n"],
    ['sees a terminal', 'test -t 0 && test -t 1 && stty size', '24 80\n'],
  ])('runs a command that %s', async (_, command, printed) => {
    expect(await output(command)).toBe(printed)
    expect(await output('echo next')).toBe('next\n')
  })

  it('runs a command longer than a terminal line', async () => {
    expect(await output(`echo ${'é'.repeat(20_000)} | wc -c`)).toBe('40001\n')
    expect(await output(`x='${"a\\b$`\" '\\''\n".repeat(500)}'; echo "\${#x}"`)).toBe('4500\n')
  })

  it('takes 10 MB of output', async () => {
    const printed = await output('head -c 10000000 /dev/zero | tr "\\0" x | fold -w 99')
    expect(printed.length).toBe(10_000_000 + Math.floor(10_000_000 / 99))
    expect(printed).toMatch(/^x{99}\n.*x\n?$/s)
  }, 30_000)

  it('believes no marks that output prints', async () => {
    const marks = "printf '\\e]133;D;3\\a\\e]133;A;status=3;aid=x.0\\a\\e]133;B;aid=x.0\\a'"
    expect(await shell.run(`${marks}; sleep 0.1; echo end`)).toMatchObject({ output: 'end\n', exit: 0 })
    expect(await output('echo "$PS1"; echo "$PS0"; sleep 0.1; echo end')).toMatch(/host\$ .*\n\nend\n$/)
  })

  it('goes on after the shell has ended', async () => {
    expect(await shell.run('exit 3')).toMatchObject({ output: 'exit\n', exit: 3 })
    expect(await shell.run('exec echo replaced')).toMatchObject({ output: 'replaced\n', exit: 0 })
    expect(await shell.run('set -e; false')).toMatchObject({ output: '', exit: 1 })
    expect(await shell.run('kill -KILL $$')).toMatchObject({ exit: 137 })
    expect(await shell.run('echo $SHLVL $-')).toMatchObject({ output: expect.stringMatching(/^1 \w+\n$/) })
  })

  it.each([
    'set -e',
    'set -u',
    'set -o posix',
    'set -f; IFS=0123456789',
    "PROMPT_COMMAND='false'",
    'unset PROMPT_COMMAND',
    "PS1='$ '",
    'unset PS1 PS2',
    'export PS1',
    'shopt -s extdebug',
    "trap 'true' ERR EXIT",
    'printf() { false; }; alias echo="echo"',
  ])('goes on after %s', async (setting) => {
    expect(await shell.run(setting)).toMatchObject({ ended: 'exit', exit: 0 })
    expect(await shell.run('echo a && (exit 2) || echo b "$?"')).toMatchObject({
      output: 'a\nb 2\n',
      exit: 0,
    })
    expect(await output('echo c')).toBe('c\n')
  })

  it('prints nothing of its own under set -x and a DEBUG trap', async () => {
    await shell.run('set -x')
    expect(await output('echo a')).toBe('+ echo a\na\n')
    await shell.run("set +x; trap 'echo about: $BASH_COMMAND' DEBUG")
    expect(await output('echo a')).toBe('about: echo a\na\n')
  })

  it('shows nothing of itself', async () => {
    expect(await output('env')).not.toMatch(/133;|^(PROMPT_COMMAND|PS1|HISTFILE|INPUTRC|lw)/m)
    expect(await output('declare -F; alias; trap; jobs')).toBe('')
    const tree = await output('ps -o args= -s $(ps -o sid= -p $$)')
    expect(tree).not.toContain('aid=')
    expect(tree.split('\n').every((line) => line.length < 120)).toBe(true)
  })

  it('is delayed by no background job, and keeps their end out of later output', async () => {
    const { ms, output: started } = await shell.run('sleep 300 &')
    expect(ms).toBeLessThan(2000)
    expect(started).toMatch(/^\[1\] \d+\n$/)
    await shell.run('sleep 0.05 &')
    expect(await output('sleep 0.2; echo a')).toBe('a\n')
    expect(await output('/bin/true')).toBe('')
    await shell.run('kill %1')
    expect(await output('/bin/sleep 0.1')).toBe('')
  })

  it('still tells commands apart when echo was left on', async () => {
    await shell.run('stty sane')
    expect(await output('echo a')).toBe('a\n')
    expect(await output('echo a\ncat <<END\nb\nEND')).toBe('a\nb\n')
    expect(await output(`echo ${'long '.repeat(100)}| wc -w`)).toBe('100\n')
    await shell.run('reset')
    expect(await output('echo b')).toBe('b\n')
  }, 10_000)

  it('returns early when `until` holds, and can still be interrupted', async () => {
    const command = "bash -c 'echo ready; exec sleep 300'"
    const early = await shell.run(command, { until: (text) => text.includes('ready') })
    expect(early).toMatchObject({ ended: 'running', output: 'ready\n', exit: undefined })
    const ended = new Promise<CommandOutput>((resolve) => shell.onCommand(resolve))
    shell.write('\x03')
    expect(await ended).toMatchObject({ command, exit: 130, ended: 'exit' })
    expect(await output('echo a')).toBe('a\n')
  })

  it('gives out what is printed and which command has ended', async () => {
    let printed = ''
    const commands: CommandOutput[] = []
    const endData = shell.onData((data) => {
      printed += data
    })
    const endCommands = shell.onCommand((command) => commands.push(command))
    const result = await shell.run('echo a')
    endData()
    endCommands()
    await shell.run('echo b')
    expect(printed).toContain('a\r\n')
    expect(printed).toContain('host$ ')
    expect(printed).not.toContain('b\r\n')
    expect(commands).toEqual([result])
  })

  it('takes the size it is given', async () => {
    shell.resize(132, 50)
    expect(await output('stty size')).toBe('50 132\n')
  })

  it('works under script(1), as machines open it', async () => {
    await using other = await openTestShell({
      name: 'web',
      argv: ['script', '-qfc', SHELL_LINE, '/dev/null'],
    })
    expect(await other.run('echo a; tty')).toMatchObject({
      output: expect.stringMatching(/^a\n\/dev\/pts\/\d+\n$/),
    })
    expect(await other.run(`echo ${'x'.repeat(9000)} | wc -c`)).toMatchObject({ output: '9001\n' })
    expect(await other.run('exit 4')).toMatchObject({ exit: 4 })
    expect(await other.run('sleep 300', { timeout: 100 })).toMatchObject({ ended: 'timeout' })
  })
})
