import type { Sentences } from './say-reason.ts'

/** Why an output or an exit status is not what is printed, in Chinese. */
export const reason: Sentences = {
  expectedLine: '  应为      {text}',
  cameLine: '  实际      {text}',
  omittedLine: '  （还有 1 行）',
  omittedLines: '  （还有 {count} 行）',
  anyLine: '  ... （1 行）',
  anyLines: '  ... （{count} 行）',
  nearest: '输出中没有与 {pattern} 相符的行；最接近的是第 {line} 行：',
  none: '输出中没有与 {pattern} 相符的行，也没有相近的行。',
  more: '输出的行数比课文中印出的多。',
  extraBefore: '输出的第 {line} 行是多余的，它在 {pattern} 之前：{came}。',
  extra: '输出的第 {line} 行是多余的：{came}。',
  ambiguous: '{pattern} 有太多种读法；请把 `...` 前后的行写得更准确。',
  knowsNothing: '机器不知道 {name}；它什么都不知道。',
  unknown: '机器不知道 {name}；它知道 {known}。',
  knownSoFar: '目前已知：{values}。',
  wrongType: '{name} 应为 {type}，而 {value} 不是。',
  notEnded: '命令没有结束；退出状态应为 {expected}。',
  exit: '退出状态是 {came}，应为 {expected}。',
  late: '过了 {seconds} 秒命令还没有结束',
  interrupted: '命令没有按时结束，已被中断',
  noShell: '命令结束了，没有打开 shell',
}
