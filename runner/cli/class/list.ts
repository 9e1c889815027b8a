import { Command } from 'commander'
import { listClasses } from '../../class/classes.ts'
import { count } from '../../report/count.ts'
import { classesFolder } from './kept.ts'

/** `labwright class list`: the classes that are kept here. */
export const listCommand = (): Command =>
  new Command('list').description('the classes that are kept here, the latest first').action(() => {
    const classes = listClasses(classesFolder())
    if (classes.length === 0) console.log('There is no class yet: labwright class start opens one.')
    const width = Math.max(0, ...classes.map(({ id }) => id.length))
    for (const { id, title, learners, opened, ended } of classes)
      console.log(
        `${id.padEnd(width)}  ${ended === undefined ? 'open ' : 'ended'}  ${clock(opened)}  ${count(learners, 'learner')}  ${title}`,
      )
  })

/** When it was opened, by this computer's clock. */
const clock = (time: number): string => {
  const date = new Date(time)
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':')
}
