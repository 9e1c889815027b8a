import { expect, it } from 'vitest'
import { TypedCommand } from '../../runner/terminal/typed-command.ts'

const TOKEN = 'c0ffee'
const mark = (body: string): string => `\x1b]133;${body};aid=${TOKEN}.0\x07`
const prompt = (at: string): string => `${mark(`A;status=0;at=${at}`)}host$ ${mark('B')}`

it('is told when its prompt is drawn anew before anybody asks', async () => {
  using typed = new TypedCommand({ columns: 40, rows: 10 }, TOKEN)
  typed.write(`${prompt('1.0')}echo a\r\n${mark('C')}a\r\n${prompt('2.0')}\r${prompt('2.0')}`)
  expect(await typed.last()).toBe('echo a')
})

it('is read where a prompt that was drawn anew ends', async () => {
  using typed = new TypedCommand({ columns: 40, rows: 10 }, TOKEN)
  typed.write(`${prompt('1.0')}echo\r${prompt('1.0')}echo a\r\n${mark('C')}a\r\n${prompt('2.0')}`)
  expect(await typed.last()).toBe('echo a')
})
