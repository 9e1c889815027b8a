import type { Sentences } from './say-reason.ts'

/** Why an output or an exit status is not what is printed, in Russian. */
export const reason: Sentences = {
  expectedLine: '  ожидалось {text}',
  cameLine: '  получено  {text}',
  omittedLine: '  (ещё 1 строка)',
  omittedLines: '  (ещё строк: {count})',
  anyLine: '  ... (1 строка)',
  anyLines: '  ... (строк: {count})',
  nearest: 'Ни одна строка вывода не совпала с {pattern}; ближе всех строка {line}:',
  none: 'Ни одна строка вывода не совпала с {pattern}, и похожей нет.',
  more: 'В выводе больше строк, чем напечатано в уроке.',
  extraBefore: 'Строка {line} вывода лишняя, она стоит перед {pattern}: {came}.',
  extra: 'Строка {line} вывода лишняя: {came}.',
  ambiguous:
    'Это можно прочитать слишком многими способами: {pattern}; строки вокруг `...` должны быть точнее.',
  knowsNothing: 'Машина не знает, что такое {name}: ей ничего не известно.',
  unknown: 'Машина не знает, что такое {name}; ей известны {known}.',
  knownSoFar: 'Пока известно: {values}.',
  wrongType: 'Значение {name} должно иметь вид {type}, а {value} его не имеет.',
  notEnded: 'Команда не завершилась, а ожидался код завершения {expected}.',
  exit: 'Код завершения — {came}, а ожидался {expected}.',
  late: 'через {seconds} с команда ещё не завершилась',
  interrupted: 'команда не завершилась вовремя и была прервана',
  noShell: 'команда завершилась, не открыв оболочку',
}
