import { expect, it } from 'vitest'
import { resumed } from '../../../runner/machine/browser/resumed.ts'
import type { Pty } from '../../../runner/terminal/pty.ts'
import { HELLO } from '../../../runner/terminal/supervisor.ts'

const meet = () => {
  const typed: string[] = []
  let print = (_data: string): void => {}
  const pty: Pty = {
    write: (data) => void typed.push(data),
    resize: () => {},
    onData: (listener) => {
      print = listener
    },
    onExit: () => {},
    pause: () => {},
    resume: () => {},
    kill: () => {},
  }
  const heard: string[] = []
  const shell = resumed(pty)
  shell.onData((data) => heard.push(data))
  return { typed, heard, shell, print: (data: string) => print(data) }
}

it('says hello, and what was printed then only after it would have been told what to do', () => {
  const { typed, heard, shell, print } = meet()
  print('noise' + HELLO.slice(0, 3))
  expect(heard).toEqual([])
  print(`${HELLO.slice(3)}marks`)
  expect(heard).toEqual([HELLO])
  print(' prompt')
  expect(heard).toEqual([HELLO])
  shell.write('the supervisor\0')
  expect(heard).toEqual([HELLO, 'marks prompt'])
  expect(typed).toEqual([])
})

it('is an ordinary terminal from then on', () => {
  const { typed, heard, shell, print } = meet()
  print(HELLO)
  shell.write('the supervisor\0')
  print('more')
  shell.write('keys')
  expect(heard).toEqual([HELLO, 'more'])
  expect(typed).toEqual(['keys'])
})
